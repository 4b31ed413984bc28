import type { RefusalReason } from '../observer';

/** The places that the transactions of one function have. */
export interface FunctionPlaces {
    readonly name: string;
    readonly most: number;
    running: number;
}

/** Why a transaction is not let in: a text for the client and the log, and what the operator can do about it. */
export interface Refusal {
    readonly reason: RefusalReason;
    readonly text: string;
    readonly remedy: string;
}

/** A transaction that asks to be let in. */
export interface Entrant {
    readonly packageId: string;
    readonly channelId: string;
    readonly txId: string;
    /** The peer that asks. */
    readonly peer: string;
    /** How many bytes its message has, which is kept while it waits. */
    readonly bytes: number;
    /** Undefined where its function has no limit of its own. */
    readonly places: FunctionPlaces | undefined;
    /** Whether its message shows that another chaincode calls. Is asked only where there is no place: it is not cheap. */
    isNested(): boolean;
    /** It has a place. Its answer may come within this call. */
    begin(waitedMs: number): void;
    /** It has none, and will have none. */
    refuse(refusal: Refusal): void;
}
