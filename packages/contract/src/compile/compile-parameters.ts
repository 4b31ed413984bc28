import { argumentsClass } from '../arguments/arguments-class';
import { BIND } from '../context/context';
import type { Class } from '../evidence/class';
import type { MethodRecord, ParameterRecord } from '../evidence/class-record';
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

const UNDECORATED: ParameterRecord = { checks: [], optional: false };

/** Works out what each parameter may be; reports what cannot be known. */
export function compileParameters(method: MethodEvidence, compilation: Compilation): CompiledParameters {
    reportUnknownParams(method, compilation);
    reportOrder(method, compilation);
    const target = checkedClass(method, compilation);
    const fields = method.parameters.flatMap(
        (parameter, index) => compileParameter(method, parameter, index, target, compilation) ?? [],
    );
    const rest = method.parameters.at(-1)?.isRest ?? false;
    return { shape: { name: `the arguments of ${method.name}`, target, fields }, rest };
}

/** The class whose properties are the parameters, with each @Check applied to its property. */
function checkedClass({ where, name, record, parameters }: MethodEvidence, compilation: Compilation): Class<object> {
    const target = argumentsClass(name);
    for (const [index, parameter] of parameters.entries()) {
        const prototype = target.prototype as object;
        const unfit = recordAt(record, index).checks.filter((check) => !isApplied(check, prototype, parameter.name));
        for (const check of unfit) compilation.report(unfitCheck(`${where}(${parameter.name})`, check));
    }
    return target;
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

function recordAt({ parameters }: MethodRecord, index: number): ParameterRecord {
    return parameters.get(index + 1) ?? UNDECORATED; // 0 is the context
}

function compileParameter(
    method: MethodEvidence,
    parameter: SourceParameter,
    index: number,
    target: Class<object>,
    compilation: Compilation,
): Field | undefined {
    const { name } = parameter;
    const validators = validatorsOf(method, name, target, compilation);
    const type = typeOfParameter(method, parameter, index, compilation, validators?.metadatas ?? []);
    if (type === undefined) return undefined;
    const mayBeAbsent = isOptional(method, parameter, index) || validators?.decideOnAbsence === true;
    const description = method.record.params.find((param) => param.name === name)?.description;
    return { name, type, required: !mayBeAbsent, optional: mayBeAbsent, validators, transforms: [], description };
}

function validatorsOf(
    { where }: MethodEvidence,
    name: string,
    target: Class<object>,
    compilation: Compilation,
): PropertyValidators | undefined {
    const metadatas = validationsOf(target).get(name);
    if (metadatas === undefined) return undefined;
    const validators = new PropertyValidators(target, name, metadatas);
    for (const validator of validators.asynchronous) {
        const found = `the asynchronous validator ${validator}`;
        compilation.report(mistake('VALIDATOR_UNSUPPORTED', `${where}(${name})`, found));
    }
    return validators;
}

function isOptional({ record }: MethodEvidence, { hasDefault, isRest }: SourceParameter, index: number): boolean {
    return hasDefault || isRest || recordAt(record, index).optional;
}

function typeOfParameter(
    method: MethodEvidence,
    { name, isRest }: SourceParameter,
    index: number,
    compilation: Compilation,
    validators: PropertyValidators['metadatas'],
): ValueType | undefined {
    const where = `${method.where}(${name})`;
    const explicit = method.record.params.find((param) => param.name === name);
    const design = method.design?.[index] ?? { kind: 'absent' };
    if (explicit !== undefined) {
        const type = explicitType(explicit.type, where, compilation);
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

function reportOrder(method: MethodEvidence, compilation: Compilation): void {
    const { where, parameters } = method;
    const required = parameters.map((parameter, index) => !isOptional(method, parameter, index));
    const firstOptional = required.indexOf(false);
    const late = required.lastIndexOf(true);
    if (firstOptional === -1 || late < firstOptional) return;
    const [first, second] = [parameters[firstOptional]?.name ?? '', parameters[late]?.name ?? ''];
    const found = `the required parameter ${second} after ${first}, which may be left out`;
    compilation.report(mistake('PARAMETER_ORDER', `${where}(${second})`, found));
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
