import type { Transaction } from './transaction';
import type { Who } from './value';

export interface CallRequest {
    /** Chosen by the page: a call with an id that was seen is not run again. */
    readonly callId: string;
    readonly mode: 'submit' | 'evaluate' | 'try' | 'hold';
    readonly chaincode: string;
    readonly function: string;
    readonly args: readonly string[];
    readonly transient?: Readonly<Record<string, string>>;
    readonly identity: Who;
    readonly endorsers?: readonly string[];
}

export interface CallAnswer {
    readonly callId: string;
    /** Absent where nothing was run. */
    readonly transaction?: Transaction;
}

/** An endorsed transaction that waits to be committed. */
export interface HeldCall {
    readonly id: string;
    readonly call: string;
    readonly by: Who;
}
