import type { CallArguments } from './arguments/call-arguments';
import type { Context } from './context';
import type { Contract } from './contract';
import type { ContractInfo, TransactionKind } from './metadata/class-record';
import type { Middleware } from './middleware';
import type { ResultReader } from './results/result-reader';
import type { ResultWriter } from './results/result-writer';
import type { Field, ValueType } from './value-types/value-type';

/** What middleware may know about the transaction that it runs around. */
export interface TransactionInfo {
    readonly contract: string;
    readonly name: string;
    /** 'evaluate' for one whose stub refuses writes. */
    readonly kind: TransactionKind;
    readonly parameters: readonly ParameterInfo[];
}

export interface ParameterInfo {
    readonly name: string;
    readonly required: boolean;
    /** Takes all arguments that are left. */
    readonly rest: boolean;
}

/** All that is known about a transaction before it is called. Nothing of it is worked out again. */
export interface TransactionPlan {
    readonly info: TransactionInfo;
    /** Calls the method with a context and the values of its parameters. */
    readonly call: (ctx: Context, values: readonly unknown[]) => Promise<unknown>;
    readonly middleware: readonly Middleware[];
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
