import type { CallArguments } from '../arguments/call-arguments';
import type { Context } from '../context/context';
import type { Declared } from '../context/declared';
import type { Middleware } from '../context/middleware';
import type { ContractInfo } from '../evidence/class-record';
import type { ResultWriter } from '../results/result-writer';
import type { Field, ValueType } from '../value-types/value-type';
import type { ServedContract, ServedTransaction } from './served-contract';

/** All that is known about a transaction before it is called. Nothing of it is worked out again. */
export interface TransactionPlan extends ServedTransaction {
    /** Calls the method with a context and the values of its parameters. */
    readonly call: (ctx: Context, values: readonly unknown[]) => Promise<unknown>;
    readonly middleware: readonly Middleware[];
    /** Whether @InWorker marks it. */
    readonly inWorker: boolean;
    /** Whether @Transaction declares its writes deferred. */
    readonly defersWrites: boolean;
    readonly arguments: Pick<CallArguments, 'read'>;
    readonly result: ResultWriter;
    /** For the metadata. */
    readonly fields: readonly Field[];
    readonly returns: ValueType | undefined;
}

/** All that is known about a contract before one of its transactions is called. */
export interface ContractPlan extends ServedContract {
    readonly info: ContractInfo | undefined;
    /** Which hooks the contract has of its own: the others are not called. */
    readonly hooks: Readonly<Record<HookName, boolean>>;
    readonly transactions: ReadonlyMap<string, TransactionPlan>;
    /** Answers calls of other names; undefined where the contract has no answer of its own. */
    readonly unknownTransaction: TransactionPlan | undefined;
    readonly declared: Declared;
    /** Names of its methods that are rules of the ledger. */
    readonly invariants: readonly string[];
}

/** What a served contract declares; undefined for one that another version of this package serves. */
export function declaredBy(contract: ServedContract): Declared | undefined {
    return (contract as Partial<ContractPlan>).declared; // contracts are served by their plans
}

/** The transactions of a served contract; none for one that is not served by plans of this package. */
export function plannedTransactions({ transactions }: ServedContract): TransactionPlan[] {
    return [...transactions.values()].filter((one): one is TransactionPlan => 'fields' in one && 'middleware' in one);
}

export const hookNames = ['beforeTransaction', 'aroundTransaction', 'afterTransaction', 'onError'] as const;
export type HookName = (typeof hookNames)[number];
