import type { Class } from '../evidence/class';
import { type PropertyRecord, recordsOf } from '../evidence/class-record';
import { causeOf, collectionType, type DesignType, propertyType } from '../evidence/design-types';
import type { TypeSpec } from '../evidence/type-spec';
import type { Compilation, OpenFields } from './compilation';
import { declaredAs } from './contradiction';
import { explicitType } from './explicit';
import { reportStaticDecorators, standardDecoratorsOf } from './ineffective-decorators';
import { inferredType, isArrayByValidators } from './inferred';
import { PropertyValidators } from './property-validators';
import { redefinedValidators } from './redefined-validators';
import type { TransformerType } from './transformer-metadata';
import {
    isExcluded,
    transformerTypeOf,
    transformsOf,
    typedProperties,
    unsupportedDecorator,
} from './transformer-metadata';
import { type ValidationMetadata, validationsOf } from './validation-metadata';
import type { Field, ValueType } from './value-type';

/** All that is recorded about one field, from every source. */
interface FieldEvidence {
    readonly target: Class<object>;
    readonly name: string;
    readonly record: PropertyRecord;
    readonly validators: readonly ValidationMetadata[];
    readonly open: OpenFields;
    /** What a new instance has there. */
    readonly initial: unknown;
}

/** Finds a class's fields and what each of them may be; reports what cannot be known. */
export function fieldsOf(target: Class<object>, compilation: Compilation, open: OpenFields): Field[] {
    const fresh = newInstance(target, compilation);
    if (fresh === undefined || reportStandardDecorators(target, compilation)) return [];
    reportStaticDecorators(target, 'TYPE_UNSUPPORTED', compilation);
    reportExcluded(target, compilation);
    const records = propertyRecords(target);
    const validators = validationsOf(target);
    const declared = new Set([
        ...records.keys(),
        ...validators.keys(),
        ...typedProperties(target),
        ...Object.keys(open),
    ]);
    reportUndeclaredFields(target, fresh, declared, compilation);
    // In the order of the source, as far as instances show it.
    const inOrder = new Set([...Object.keys(fresh).filter((name) => declared.has(name)), ...declared]);
    const evidence = Array.from(inOrder, (name): FieldEvidence => {
        const initial: unknown = Reflect.get(fresh, name);
        return { target, name, record: records.get(name) ?? {}, validators: validators.get(name) ?? [], open, initial };
    });
    return evidence.flatMap((field) => fieldOf(field, compilation) ?? []);
}

function newInstance(target: Class<object>, compilation: Compilation): object | undefined {
    try {
        return Reflect.construct(target, []) as object;
    } catch (error) {
        compilation.report({
            code: 'CLASS_NOT_CONSTRUCTIBLE',
            where: target.name,
            found: `its constructor cannot be called without arguments (${String(error)})`,
            fix: 'Values are made with `new` and no arguments, and then filled: give the parameters defaults',
        });
        return undefined;
    }
}

function reportExcluded(target: Class<object>, compilation: Compilation): void {
    if (!isExcluded(target)) return;
    compilation.report({
        code: 'TYPE_UNSUPPORTED',
        where: target.name,
        found: '@Exclude of class-transformer on a class, which has no effect on values here',
        fix: 'Take it away, and leave fields that clients may not give out of the class',
    });
}

/** Instances know of such decorators; all else that could be said of the class would follow from them. */
function reportStandardDecorators(target: Class<object>, compilation: Compilation): boolean {
    const found = standardDecoratorsOf([target]);
    if (found !== undefined) compilation.report(found);
    return found !== undefined;
}

function reportUndeclaredFields(target: Class, fresh: object, declared: Set<string>, compilation: Compilation): void {
    for (const name of Object.keys(fresh)) {
        if (declared.has(name)) continue;
        compilation.report({
            code: 'FIELD_UNDECLARED',
            where: `${target.name}.${name}`,
            found: 'a field with neither a validator nor @Property()',
            fix: 'Add one: a field that is not declared would be refused as unknown in every argument',
        });
    }
    if (declared.size > 0 || Object.keys(fresh).length > 0) return;
    compilation.report({
        code: 'TYPE_UNSUPPORTED',
        where: target.name,
        found: 'a class without declared fields',
        fix: 'Put validators or @Property() on its fields, or write another type (docs/guide/types.md has them all)',
    });
}

function propertyRecords(target: Class<object>): Map<string, PropertyRecord> {
    const merged = new Map<string, PropertyRecord>();
    for (const { record } of recordsOf(target))
        for (const [name, property] of record.properties) merged.set(name, { ...merged.get(name), ...property });
    return merged;
}

function fieldOf(evidence: FieldEvidence, compilation: Compilation): Field | undefined {
    const { target, name, record, initial } = evidence;
    const where = `${target.name}.${name}`;
    const type = typeOfField(evidence, compilation, where);
    const validators =
        evidence.validators.length > 0 ? new PropertyValidators(target, name, evidence.validators) : undefined;
    reportUnsupported(evidence, validators, compilation, where);
    const redefined = redefinedValidators(target, name, evidence.validators);
    if (redefined !== undefined) compilation.warn(redefined);
    if (type === undefined) return undefined;
    const absent = record.optional === true || initial !== undefined || validators?.decideOnAbsence === true;
    const transforms = transformsOf(target, name);
    return { name, type, required: !absent, optional: record.optional === true, validators, transforms };
}

function reportUnsupported(
    { target, name }: FieldEvidence,
    validators: PropertyValidators | undefined,
    compilation: Compilation,
    where: string,
): void {
    const decorator = unsupportedDecorator(target, name);
    if (decorator !== undefined)
        compilation.report({
            code: 'TYPE_UNSUPPORTED',
            where,
            found: `${decorator} of class-transformer, which has no effect on values here`,
            fix: 'Give the field the name and the form that it has in JSON, or leave it out of the class',
        });
    for (const validator of validators?.asynchronous ?? [])
        compilation.report({
            code: 'VALIDATOR_UNSUPPORTED',
            where,
            found: `the asynchronous validator ${validator}`,
            fix: 'Validators see the value alone and at once: check in the transaction what depends on the ledger',
        });
}

function typeOfField(evidence: FieldEvidence, compilation: Compilation, where: string): ValueType | undefined {
    const { target, name, record, validators, open } = evidence;
    const explicit = Object.hasOwn(open, name) ? open[name] : record.type;
    const design = designOf(evidence);
    if (explicit !== undefined)
        return declaredAs(explicitType(explicit, where, compilation), design, where, compilation);
    const mentioned = transformerTypeOf(target, name);
    const inferred =
        mentioned === undefined
            ? inferredType(design, validators, compilation)
            : mentionedType(mentioned, design, evidence, compilation);
    if (inferred === undefined)
        compilation.report({
            code: 'FIELD_TYPE_UNKNOWN',
            where,
            found:
                mentioned === undefined
                    ? causeOf(design)
                    : `@Type, which does not say of how many, and ${causeOf(design)}`,
            fix:
                design.kind === 'unsupported'
                    ? 'Change the type of the field'
                    : 'Write it: @Property(Type), such as @Property([String]) or @Property({ enum: Color })',
        });
    return inferred;
}

/** What the compiler says, or else what a new instance has there. */
function designOf({ target, name, initial }: FieldEvidence): DesignType {
    const design = propertyType(target.prototype as object, name);
    const isKnown = design.kind !== 'absent' && design.kind !== 'unknown';
    return isKnown ? design : (collectionType(initial) ?? design);
}

/** The type that class-transformer's @Type mentions: the field's own, or that of its elements. */
function mentionedType(
    mentioned: TransformerType,
    design: DesignType,
    { target, name, validators }: FieldEvidence,
    compilation: Compilation,
): ValueType | undefined {
    const element =
        mentioned.discriminator === undefined
            ? explicitType(mentioned.type as () => TypeSpec, `${target.name}.${name}`, compilation)
            : compilation.variantsType(mentioned.discriminator.property, mentioned.discriminator.subTypes);
    if (element === undefined || design.kind === 'unsupported') return undefined;
    if (design.kind === 'map') return { kind: 'map', element };
    if (design.kind === 'array' || isArrayByValidators(validators)) return { kind: 'array', element };
    const isOne = design.kind === 'constructor' || validators.some(({ type }) => type === 'nestedValidation');
    // What would be known without @Type is known with it: validators that leave no choice are of one value.
    return isOne || inferredType(design, validators, compilation) !== undefined ? element : undefined;
}
