import { isMarked, mark } from '@heddle/protocol/internal';

const MARKER = Symbol.for('heddle.TransactionError');

/** What is known of a transaction that failed. */
export interface TransactionFailure {
    /** Of the response; undefined where no response failed the transaction. */
    readonly status?: number | undefined;
    readonly code: string;
    readonly message: string;
    readonly details?: unknown;
    /** The transaction's name. */
    readonly transaction: string;
    readonly txId: string;
    readonly cause?: unknown;
}

/** A transaction that was refused by its chaincode, found invalid at its commit, or not deterministic. */
export class TransactionError extends Error {
    /** 400 to 599 of a response; undefined where no response failed the transaction. */
    readonly status: number | undefined;
    /**
     * Of a ContractError, its code; of a response without one, `REFUSED`; of a commit, what the block says, such as
     * `MVCC_READ_CONFLICT`; of two runs that differ, `NOT_DETERMINISTIC`; of peers that disagree or do not suffice,
     * `NOT_ENDORSED`.
     */
    readonly code: string;
    /** Of a refused argument, all failures with their paths; of two runs that differ, the differences. */
    readonly details: unknown;
    /** The transaction's name. */
    readonly transaction: string;
    readonly txId: string;

    constructor({ status, code, message, details, transaction, txId, cause }: TransactionFailure) {
        super(message, cause === undefined ? undefined : { cause });
        this.name = 'TransactionError';
        this.status = status;
        this.code = code;
        this.details = details;
        this.transaction = transaction;
        this.txId = txId;
        mark(this, MARKER);
    }

    /** Tells whether a value is a TransactionError, of this or of another copy of the package. */
    static is(value: unknown): value is TransactionError {
        return isMarked(value, MARKER);
    }
}
