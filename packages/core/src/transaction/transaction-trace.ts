import type { ReceivedMessage } from '@heddle/protocol';
import type { TransactionName } from '../transaction-name';

/** How a transaction ended. */
export interface TracedEnd {
    /** Undefined where the chaincode has no contracts, or no contract of that name. */
    readonly name: TransactionName | undefined;
    /** Of the response; undefined where it could not be delivered. */
    readonly status: number | undefined;
    /** Of the error, where it failed with one that has a code. */
    readonly code: string | undefined;
}

/** Follows one transaction from its arrival to its end. Its methods must return quickly, and must not throw. */
export interface TransactionTrace {
    /** Runs the transaction's function. What that does belongs to the trace. */
    run<T>(work: () => T): T;
    /** A request is handed to the stream; a lane has one under way at most. */
    asked(request: ReceivedMessage): void;
    /** The request that was asked last is answered. */
    answered(isError: boolean): void;
    /** The transaction is over; told once. */
    ended(end: TracedEnd): void;
}

/** Begins to follow a transaction; undefined where it is not to be followed. */
export type BeginTrace = (transaction: {
    readonly channelId: string;
    readonly txId: string;
}) => TransactionTrace | undefined;
