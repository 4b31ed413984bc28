import { type ArgumentReader, argumentReader } from '../arguments/argument-reader';
import { CallArguments } from '../arguments/call-arguments';
import type { ValueReaders } from '../arguments/value-reader';
import type { TransactionPlan } from '../calls/contract-plan';
import { type Contract, overrides } from '../context/contract';
import type { Middleware } from '../context/middleware';
import type { EntityPlans } from '../entity/entity-plan';
import type { Class } from '../evidence/class';
import type { MethodRecord } from '../evidence/class-record';
import { parameterTypes } from '../evidence/design-types';
import { parametersOf, type SourceParameter } from '../evidence/method-source';
import type { TransactionInfo } from '../evidence/transaction-info';
import { resultReader } from '../results/result-reader';
import { type ResultWriter, resultWriter } from '../results/result-writer';
import type { ValueCheckers } from '../results/value-checker';
import { serializedReader, serializedWriter, type Serializer } from '../serializers/serializer';
import type { Compilation } from '../value-types/compilation';
import { explicitType } from '../value-types/explicit';
import type { ValueType } from '../value-types/value-type';
import { type CompiledParameters, compileParameters, reportContext } from './compile-parameters';

/** A method that is to be a transaction. */
export interface Method {
    readonly contract: Contract;
    readonly name: string;
    readonly record: MethodRecord;
    /** The class whose decorators declared it. */
    readonly owner: Class<object>;
    /** The contract's and its own, in the order in which it runs. */
    readonly middleware: readonly Middleware[];
    /** By its own mark or by the contract's. */
    readonly inWorker: boolean;
}

/** What the plans of one chaincode share. */
export interface PlanTools {
    readonly compilation: Compilation;
    readonly readers: ValueReaders;
    readonly checkers: ValueCheckers;
    readonly entities: EntityPlans;
    /** An author's own form of arguments and results. */
    readonly serializer?: Serializer | undefined;
    /** Of all contracts; runs before their own. */
    readonly middleware: readonly Middleware[];
}

/** Turns what decorators recorded of a method into its plan; undefined where a mistake prevents it. */
export function compileTransaction(method: Method, tools: PlanTools): TransactionPlan | undefined {
    const { compilation } = tools;
    const where = `${method.contract.constructor.name}.${method.name}`;
    const call: unknown = Reflect.get(method.contract, method.name);
    if (typeof call !== 'function') {
        const found = 'a transaction that is not a method';
        compilation.report({
            code: 'TRANSACTION_INVALID',
            where,
            found,
            fix: 'Mark methods only, not accessors or fields',
        });
        return undefined;
    }
    const design = parameterTypes(method.owner.prototype as object, method.name);
    reportContext(where, design?.[0], overrides(method.contract, 'createContext'), compilation);
    const parameters = sourceParameters({ call, method, declared: design?.length, where }, compilation);
    if (parameters === undefined) return undefined;
    const evidence = { where, name: method.name, record: method.record, parameters, design: design?.slice(1) };
    return planOf(method, call as PlannedMethod, compileParameters(evidence, compilation), tools);
}

export type PlannedMethod = (...args: unknown[]) => unknown;

export function planOf(
    method: Method,
    call: PlannedMethod,
    { shape, rest }: CompiledParameters,
    tools: PlanTools,
): TransactionPlan {
    const { contract, name, record, middleware, inWorker } = method;
    const where = `${contract.constructor.name}.${name}`;
    reportWrites(record, where, tools.compilation);
    const returns = record.returns && explicitType(record.returns.type, `${where} @Returns`, tools.compilation);
    const info: TransactionInfo = {
        contract: contract.getName(),
        name,
        kind: record.transaction ?? 'submit',
        parameters: shape.fields.map((field, index) => ({
            name: field.name,
            required: field.required,
            rest: rest && index === shape.fields.length - 1,
        })),
    };
    return Object.freeze({
        info,
        call: async (ctx, values) => await call.call(contract, ctx, ...values),
        middleware: [...tools.middleware, ...middleware],
        inWorker,
        defersWrites: record.writes === 'deferred',
        arguments: new CallArguments(shape, rest, (type) => readerOf(type, tools)),
        result: writerOf(returns, tools),
        fields: shape.fields,
        returns,
        readResult: returns && resultReader(readerOf(returns, tools)),
    } satisfies TransactionPlan);
}

/** From JavaScript it may be anything. */
function reportWrites({ writes }: MethodRecord, where: string, compilation: Compilation): void {
    const given: unknown = writes;
    if (given === undefined || given === 'immediate' || given === 'deferred') return;
    compilation.report({
        code: 'TRANSACTION_INVALID',
        where,
        found: `@Transaction({ writes: ${JSON.stringify(given)} })`,
        fix: "Writes are 'immediate' or 'deferred'",
    });
}

function readerOf(type: ValueType, tools: PlanTools): ArgumentReader {
    const { serializer, readers } = tools;
    return serializer === undefined ? argumentReader(type, readers) : serializedReader(type, serializer, tools);
}

function writerOf(type: ValueType | undefined, { serializer, checkers }: PlanTools): ResultWriter {
    return serializer === undefined ? resultWriter(type, checkers) : serializedWriter(type, serializer, checkers);
}

/** A method, and how many parameters the compiler has declared for it, the context counted. */
interface DeclaredMethod {
    readonly call: NewableFunction;
    readonly method: Method;
    readonly declared: number | undefined;
    readonly where: string;
}

/**
 * The parameters without the context, from the source. Where the source shows fewer than the compiler declared, it was
 * compiled for an old target or the method is wrapped: then @Param names them, if it names all.
 */
function sourceParameters(
    { call, method, declared, where }: DeclaredMethod,
    compilation: Compilation,
): SourceParameter[] | undefined {
    const { owner, name, record } = method;
    const found = parametersOf(call);
    if (typeof found !== 'string' && found.length >= (declared ?? 0)) return found.slice(1);
    const named = record.params.map(({ name }) => ({ name, hasDefault: false, isRest: false }));
    if (named.length > 0 && named.length === (declared ?? named.length + 1) - 1) return named;
    const isOverride = Reflect.get(owner.prototype as object, name) !== call;
    compilation.report({
        code: 'PARAMETERS_UNREADABLE',
        where,
        found: typeof found === 'string' ? found : `${found.length} parameters in the source of ${declared ?? 0}`,
        fix: isOverride
            ? `Give it the parameters of ${owner.name}.${name}, which it overrides, or decorators of its own`
            : 'Compile for ES2017 or later and leave the method unwrapped, or name each parameter with @Param',
    });
    return undefined;
}
