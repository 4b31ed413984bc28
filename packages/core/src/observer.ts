import type { TransactionName } from './transaction-name';
import type { WarningCode } from './warning-codes';

/** A transaction that is over. */
export interface TransactionReport {
    readonly channelId: string;
    readonly txId: string;
    /** Undefined where the chaincode has no contracts, or no contract of that name. */
    readonly name: TransactionName | undefined;
    /** Of the response; undefined where it could not be delivered: the stream ended, or the peer asked anew. */
    readonly status: number | undefined;
    readonly durationMs: number;
}

/** Why a transaction was not let in by the limits of the server. */
export type RefusalReason =
    /** All places are taken, and as many wait as may. */
    | 'queue_full'
    /** No place became free in time. */
    | 'queue_timeout'
    /** Memory is short. */
    | 'memory'
    /** The server closes, and it had not begun. */
    | 'draining';

/** A transaction that was refused before it began. */
export interface RefusalReport {
    readonly channelId: string;
    readonly txId: string;
    readonly name: TransactionName | undefined;
    readonly reason: RefusalReason;
}

/** A transaction that begins, and has waited for a place. */
export interface WaitReport {
    readonly channelId: string;
    readonly txId: string;
    readonly name: TransactionName | undefined;
    readonly durationMs: number;
}

/** A request to the peer that was answered. */
export interface OperationReport {
    readonly txId: string;
    /** The type of the message, such as `GET_STATE`; a batch is one operation. */
    readonly type: string;
    /** Whether the peer answered with an error. */
    readonly isError: boolean;
    /** From the time when it was handed to the stream. */
    readonly durationMs: number;
}

/** Something that chaincode does and should not, and that it is not failed for. */
export interface WarningReport {
    readonly code: WarningCode;
    /** Undefined where the chaincode has no contracts, or where it is about no transaction. */
    readonly name: TransactionName | undefined;
}

/**
 * Is told what a host of chaincode does, for metrics. Its methods are called where transactions run: they must return
 * quickly. What they throw, or reject with, is logged and changes nothing else. What nobody observes is not measured.
 */
export interface HostObserver {
    transactionEnded?(report: TransactionReport): void;
    /** A transaction is refused by the limits; it is told of by nothing else. */
    transactionRefused?(report: RefusalReport): void;
    /** A transaction begins that had to wait for a place. Those that begin at once are not told. */
    transactionWaited?(report: WaitReport): void;
    operationEnded?(report: OperationReport): void;
    /** A warning, each time: also those that the log has told before, and those that are silenced. */
    warningNoted?(report: WarningReport): void;
    /** A peer has a new stream, on which the chaincode registers. */
    sessionOpened?(): void;
    /** A peer has accepted the package id on a stream. */
    registrationAccepted?(): void;
    /** A peer has not accepted the package id in time; the reason names both. */
    registrationRefused?(reason: string): void;
    /** Somebody was turned away before a stream; the log says who, and why. */
    connectionRefused?(): void;
}
