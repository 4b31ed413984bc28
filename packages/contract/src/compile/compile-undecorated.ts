import { argumentsClass } from '../arguments/arguments-class';
import type { TransactionPlan } from '../calls/contract-plan';
import { type Contract, contractMembers } from '../context/contract';
import type { Class } from '../evidence/class';
import { emptyMethod } from '../evidence/class-record';
import { parametersOf, type SourceParameter } from '../evidence/method-source';
import { stringScalar } from '../scalars/string-scalar';
import type { Field, ValueType } from '../value-types/value-type';
import type { CompiledParameters } from './compile-parameters';
import { type PlannedMethod, planOf, type PlanTools } from './compile-transaction';

/**
 * Plans a contract of plain JavaScript, by the rules of fabric-contract-api: each function of the class itself is a
 * transaction unless its name begins with `_` or is a hook's; its parameters are strings, and counted where it declares
 * any beyond the context.
 */
export function compileUndecorated(contract: Contract, tools: PlanTools): TransactionPlan[] {
    const prototype = Object.getPrototypeOf(contract) as object;
    return Object.getOwnPropertyNames(prototype).flatMap((name) => {
        const method: unknown = Object.getOwnPropertyDescriptor(prototype, name)?.value;
        if (typeof method !== 'function' || name.startsWith('_') || contractMembers.has(name)) return [];
        const record = emptyMethod();
        const owner = contract.constructor as Class<object>;
        const planned = { contract, name, record, owner, middleware: [], inWorker: false };
        return planOf(planned, method as PlannedMethod, stringParameters(name, method), tools);
    });
}

const STRING: ValueType = { kind: 'scalar', scalar: stringScalar };
const ANY_NUMBER: readonly SourceParameter[] = [{ name: 'args', hasDefault: false, isRest: true }];

function stringParameters(name: string, method: NewableFunction): CompiledParameters {
    const found = parametersOf(method);
    const declared = typeof found === 'string' ? [] : found.slice(1);
    const parameters = declared.length > 0 ? declared : ANY_NUMBER;
    const fields = parameters.map(({ name: parameter, hasDefault, isRest }): Field => {
        const optional = hasDefault || isRest;
        const type: ValueType = isRest ? { kind: 'array', element: STRING } : STRING;
        return { name: parameter, type, required: !optional, optional, validators: undefined, transforms: [] };
    });
    const target = argumentsClass(name);
    return { shape: { name: `the arguments of ${name}`, target, fields }, rest: parameters.at(-1)?.isRest ?? false };
}
