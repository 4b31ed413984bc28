import { argumentsClass } from '../arguments/arguments-class';
import { BIND } from '../context/context';
import type { Class } from '../evidence/class';
import type { MethodRecord, NamedParameter, ParameterRecord } from '../evidence/class-record';
import { causeOf, type DesignType } from '../evidence/design-types';
import type { SourceParameter } from '../evidence/method-source';
import type { Mistake, MistakeCode } from '../failures/definition-error';
import type { Compilation } from '../value-types/compilation';
import { declaredAs } from '../value-types/contradiction';
import { explicitType } from '../value-types/explicit';
import { inferredType } from '../value-types/inferred';
import { PropertyValidators } from '../value-types/property-validators';
import { validationsOf } from '../value-types/validation-metadata';
import type { ClassShape, Field, ValueType } from '../value-types/value-type';

/** All that is known about the parameters of one method, the context left out. */
export interface MethodEvidence {
    /** `AssetTransfer.resize`. */
    readonly where: string;
    readonly name: string;
    readonly record: MethodRecord;
    readonly parameters: readonly SourceParameter[];
    /** By parameter; undefined where the compiler emitted nothing. */
    readonly design: readonly DesignType[] | undefined;
}

/** The parameters of a transaction as the properties of one class. */
export interface CompiledParameters {
    readonly shape: ClassShape;
    readonly rest: boolean;
}

/** All that is known about one of them. */
interface ParameterEvidence extends SourceParameter {
    /** `AssetTransfer.resize(size)`. */
    readonly where: string;
    /** What stands at the parameter itself. */
    readonly record: ParameterRecord;
    /** What @Param says of it. */
    readonly named: NamedParameter | undefined;
    readonly design: DesignType;
}

const UNDECORATED: ParameterRecord = { checks: [], optional: false };

/** Works out what each parameter may be; reports what cannot be known. */
export function compileParameters(method: MethodEvidence, compilation: Compilation): CompiledParameters {
    const parameters = parametersOf(method);
    reportUnknownParams(method, compilation);
    reportOrder(parameters, compilation);
    const target = argumentsClass(method.name);
    for (const parameter of parameters) applyChecks(parameter, target, compilation);
    const fields = parameters.flatMap((parameter) => compileParameter(parameter, target, compilation) ?? []);
    const rest = parameters.at(-1)?.isRest ?? false;
    return { shape: { name: `the arguments of ${method.name}`, target, fields }, rest };
}

function parametersOf({ where, record, parameters, design }: MethodEvidence): ParameterEvidence[] {
    return parameters.map((parameter, index) => ({
        ...parameter,
        where: `${where}(${parameter.name})`,
        record: record.parameters.get(index + 1) ?? UNDECORATED, // 0 is the context
        named: record.params.find(({ name }) => name === parameter.name),
        design: design?.[index] ?? { kind: 'absent' },
    }));
}

/** Applies each @Check to the parameter's property of the class whose properties are the parameters. */
function applyChecks(
    { where, name, record }: ParameterEvidence,
    target: Class<object>,
    compilation: Compilation,
): void {
    const unfit = record.checks.filter((check) => !isApplied(check, target.prototype as object, name));
    for (const check of unfit) compilation.report(unfitCheck(where, check));
}

/** A decorator answers nothing. What makes decorators answers one: TypeScript takes some of those for decorators. */
function isApplied(check: unknown, prototype: object, name: string): boolean {
    if (typeof check !== 'function') return false;
    const answer: unknown = Reflect.apply(check, undefined, [prototype, name]);
    return typeof answer !== 'function';
}

function unfitCheck(where: string, check: unknown): Mistake {
    return {
        code: 'VALIDATOR_UNSUPPORTED',
        where,
        found: `@Check with ${nameOf(check)}, which is no decorator and checks nothing`,
        fix: 'Give what class-validator makes: @Check(IsInt()), with its parentheses',
    };
}

function nameOf(check: unknown): string {
    return typeof check === 'function' ? check.name : String(check);
}

function compileParameter(
    parameter: ParameterEvidence,
    target: Class<object>,
    compilation: Compilation,
): Field | undefined {
    const { name, named } = parameter;
    const validators = validatorsOf(parameter, target, compilation);
    const type = typeOfParameter(parameter, validators?.metadatas ?? [], compilation);
    if (type === undefined) return undefined;
    const mayBeAbsent = isOptional(parameter) || validators?.decideOnAbsence === true;
    const { description } = named ?? {};
    return { name, type, required: !mayBeAbsent, optional: mayBeAbsent, validators, transforms: [], description };
}

function validatorsOf(
    { where, name }: ParameterEvidence,
    target: Class<object>,
    compilation: Compilation,
): PropertyValidators | undefined {
    const metadatas = validationsOf(target).get(name);
    if (metadatas === undefined) return undefined;
    const validators = new PropertyValidators(target, name, metadatas);
    for (const validator of validators.asynchronous) {
        compilation.report(mistake('VALIDATOR_UNSUPPORTED', where, `the asynchronous validator ${validator}`));
    }
    return validators;
}

function isOptional({ record, hasDefault, isRest }: ParameterEvidence): boolean {
    return hasDefault || isRest || record.optional;
}

function typeOfParameter(
    { where, name, isRest, named, design }: ParameterEvidence,
    validators: PropertyValidators['metadatas'],
    compilation: Compilation,
): ValueType | undefined {
    if (named !== undefined) {
        const type = explicitType(named.type, where, compilation);
        return isRest ? ofRest(type, where, compilation) : declaredAs(type, design, where, compilation);
    }
    const type = inferredType(design, validators, compilation);
    if (type === undefined) compilation.report(mistake('PARAMETER_TYPE_UNKNOWN', where, causeOf(design), name));
    // What compilers emit for a rest parameter is the type of one element.
    return isRest && type !== undefined ? { kind: 'array', element: type } : type;
}

function ofRest(type: ValueType | undefined, where: string, compilation: Compilation): ValueType | undefined {
    if (type === undefined || type.kind === 'array') return type;
    compilation.report(mistake('TYPE_UNSUPPORTED', where, 'a rest parameter that is not an array'));
    return undefined;
}

const FIXES: Partial<Record<MistakeCode, string>> = {
    VALIDATOR_UNSUPPORTED:
        'Validators see the value alone and at once: check in the transaction what depends on the ledger',
    TYPE_UNSUPPORTED: 'Write the type of all of it, as in @Param(name, [String])',
    PARAMETER_TYPE_UNKNOWN: "Write the type: @Param('$', Type), such as String, [Asset] or { enum: Color }",
    PARAMETER_UNKNOWN: 'Names in @Param are those of the method: $',
    PARAMETER_ORDER: 'Arguments are positional: move it to the front, or give it a default as well',
};

function mistake(
    code: MistakeCode,
    where: string,
    found: string,
    word: string = '',
): Parameters<Compilation['report']>[0] {
    return { code, where, found, fix: (FIXES[code] ?? '').replace('$', word) };
}

function reportUnknownParams({ where, record, parameters }: MethodEvidence, compilation: Compilation): void {
    const names = parameters.map(({ name }) => name);
    for (const { name } of record.params) {
        if (names.includes(name)) continue;
        const found = `@Param('${name}'), but no parameter of that name`;
        compilation.report(mistake('PARAMETER_UNKNOWN', where, found, names.join(', ') || 'it has no parameters'));
    }
}

function reportOrder(parameters: readonly ParameterEvidence[], compilation: Compilation): void {
    const firstOptional = parameters.findIndex(isOptional);
    const late = parameters.findLastIndex((parameter) => !isOptional(parameter));
    const [first, second] = [parameters[firstOptional], parameters[late]];
    if (first === undefined || second === undefined || late < firstOptional) return;
    const found = `the required parameter ${second.name} after ${first.name}, which may be left out`;
    compilation.report(mistake('PARAMETER_ORDER', second.where, found));
}

/** Reports a first parameter that cannot be the context. */
export function reportContext(
    where: string,
    design: DesignType | undefined,
    createsOwn: boolean,
    compilation: Compilation,
): void {
    if (design?.kind !== 'constructor') return;
    const { name, prototype } = design.type as { readonly name: string; readonly prototype: object };
    if (!(BIND in prototype))
        compilation.report({
            code: 'CONTEXT_MISMATCH',
            where,
            found: `a first parameter of type ${name}`,
            fix: 'The first parameter of a transaction is its context: write `ctx: Context` before the others',
        });
    else if (!Object.hasOwn(prototype, BIND) && !createsOwn)
        compilation.report({
            code: 'CONTEXT_MISMATCH',
            where,
            found: `a context of type ${name}, which the contract does not make`,
            fix: `Override createContext() to return a ${name}`,
        });
}
