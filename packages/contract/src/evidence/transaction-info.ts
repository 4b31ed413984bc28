/** Whether a transaction is for the ledger, or only to be asked. */
export type TransactionKind = 'submit' | 'evaluate';

/** What middleware may know about the transaction that it runs around. */
export interface TransactionInfo {
    readonly contract: string;
    readonly name: string;
    /** 'evaluate' for one whose stub refuses writes. */
    readonly kind: TransactionKind;
    readonly parameters: readonly ParameterInfo[];
}

/** What is known of a parameter. */
export interface ParameterInfo {
    readonly name: string;
    readonly required: boolean;
    /** Takes all arguments that are left. */
    readonly rest: boolean;
}
