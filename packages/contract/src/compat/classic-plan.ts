import type { ChaincodeStub } from '@heddle/core';
import type { ServedContract, ServedTransaction } from '../calls/served-contract';
import type { Contract } from '../context/contract';
import type { Middleware } from '../context/middleware';
import type { Schema } from '../metadata/schema';
import { type ArgumentTools, type ClassicArguments, classicArguments } from './classic-arguments';
import type { ClassicContract } from './classic-contract';
import type { ClassicArity, ClassicTransaction } from './classic-layer';
import { readClassicResult } from './classic-results';

/** All that is known of a transaction of a classic contract before it is called. */
export interface ClassicTransactionPlan extends ServedTransaction {
    readonly readArguments: ClassicArguments;
    /** Undefined for a transaction that returned nothing. */
    readonly writeResult: (result: unknown) => Uint8Array | undefined;
}

/** All that is known of a classic contract before one of its transactions is called. */
export interface ClassicContractPlan extends ServedContract {
    readonly instance: ClassicContract;
    readonly transactions: ReadonlyMap<string, ClassicTransactionPlan>;
    /** Of the whole chaincode, in the order in which it runs. */
    readonly middleware: readonly Middleware[];
    /** Makes what `ctx.logging` is set to. */
    readonly logging: () => object;
    /** Makes what `ctx.clientIdentity` is set to. */
    readonly clientIdentity: (stub: ChaincodeStub) => object;
}

/** A transaction as it is recorded or listed, and how many arguments its method takes. */
export interface ListedTransaction {
    readonly record: ClassicTransaction;
    readonly arity: ClassicArity | undefined;
}

/** A contract, and which of its methods can be called. */
export interface ListedContract {
    readonly name: string;
    readonly instance: ClassicContract;
    readonly isDefault: boolean;
    readonly listed: readonly ListedTransaction[];
    readonly middleware: readonly Middleware[];
}

export function planContract(
    { name, instance, isDefault, listed, middleware }: ListedContract,
    tools: ArgumentTools,
): ClassicContractPlan {
    const { clientIdentity, getLogger, setLevel } = tools.layer;
    const ofContract = (category?: string): unknown => getLogger(category ? `${name}:${category}` : name);
    return Object.freeze({
        name,
        isDefault,
        contract: instance as unknown as Contract, // who looks at a served contract wants its name and its class
        instance,
        transactions: new Map(listed.map((one) => [one.record.name, planTransaction(name, one, tools)])),
        middleware,
        clientIdentity,
        logging: () => ({ setLevel, getLogger: ofContract }),
    });
}

function planTransaction(
    contract: string,
    { record, arity }: ListedTransaction,
    tools: ArgumentTools,
): ClassicTransactionPlan {
    const { name, tag = [], parameters, returns } = record;
    // In a generated document `returns` is the schema itself, and results are not checked against it: fabric-contract-api
    // looks for a member `schema`, which only an author's own file has.
    const schema = (returns?.['schema'] ?? {}) as Schema;
    const { serializer } = tools;
    const required = arity?.required ?? Infinity;
    return Object.freeze({
        info: {
            contract,
            name,
            kind: tag.includes('EVALUATE') ? 'evaluate' : 'submit',
            parameters: (parameters ?? []).map((parameter, index) => ({
                name: parameter.name,
                required: index < required,
                rest: false,
            })),
        },
        readResult: returns && readClassicResult(returns),
        readArguments: classicArguments(`${contract}.${name}`, parameters, arity, tools),
        writeResult: (result: unknown) => serializer.toBuffer(result, schema, ''),
    } satisfies ClassicTransactionPlan);
}
