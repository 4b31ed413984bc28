import type { CallArguments } from '../arguments/call-arguments';
import type { Context } from '../context/context';
import type { Contract } from '../context/contract';
import type { ContractInfo } from '../evidence/class-record';
import type { ResultReader } from '../results/result-reader';
import type { ResultWriter } from '../results/result-writer';
import type { Field, ValueType } from '../value-types/value-type';
import type { Middleware } from '../context/middleware';
import type { TransactionInfo } from '../evidence/transaction-info';

/** All that is known about a transaction before it is called. Nothing of it is worked out again. */
export interface TransactionPlan {
    readonly info: TransactionInfo;
    /** Calls the method with a context and the values of its parameters. */
    readonly call: (ctx: Context, values: readonly unknown[]) => Promise<unknown>;
    readonly middleware: readonly Middleware[];
    /** Whether @InWorker marks it. */
    readonly inWorker: boolean;
    readonly arguments: CallArguments;
    readonly result: ResultWriter;
    /** For the metadata. */
    readonly fields: readonly Field[];
    readonly returns: ValueType | undefined;
    /** For callers; undefined where the type is not declared. */
    readonly readResult: ResultReader | undefined;
}

export interface ContractPlan {
    readonly name: string;
    readonly isDefault: boolean;
    readonly info: ContractInfo | undefined;
    readonly contract: Contract;
    /** Which hooks the contract has of its own: the others are not called. */
    readonly hooks: Readonly<Record<HookName, boolean>>;
    readonly transactions: ReadonlyMap<string, TransactionPlan>;
}

export const hookNames = ['beforeTransaction', 'aroundTransaction', 'afterTransaction', 'onError'] as const;
export type HookName = (typeof hookNames)[number];
