import { called, type CalledTransaction } from './client-error';

/** How a transaction ended in its block. */
export interface InvalidCommit extends CalledTransaction {
    readonly transactionId: string;
    readonly blockNumber: bigint;
    readonly code: string;
    readonly attempts: number;
}

/** A transaction is in a block, and invalid: it has changed nothing. */
export class TransactionInvalid extends Error {
    /** What the block says, such as `MVCC_READ_CONFLICT`. */
    readonly code: string;
    readonly transaction: string;
    /** Of the last attempt. */
    readonly transactionId: string;
    readonly blockNumber: bigint;
    /** How often it was tried, by the policy of the call. */
    readonly attempts: number;

    constructor(invalid: InvalidCommit) {
        const { code, blockNumber, attempts, transactionId } = invalid;
        const tried = attempts === 1 ? '' : `, and so were the ${attempts - 1} attempts before`;
        super(
            `${called(invalid)} is ${code} in block ${blockNumber}, and has changed nothing${tried} (${transactionId})`,
        );
        this.name = 'TransactionInvalid';
        this.code = code;
        this.transaction = invalid.transaction;
        this.transactionId = transactionId;
        this.blockNumber = blockNumber;
        this.attempts = attempts;
    }
}
