/**
 * What the page and the process that serves it say to each other, under `/api/v1`, as JSON. Block numbers are numbers, times
 * are ISO 8601 with milliseconds, versions are `16.0`: block and place in it.
 */

/** Bytes: as text where they are UTF-8 without U+0000. `cut` where they are not all here: `of` names them for `bytes`. */
export interface Bytes {
    readonly size: number;
    readonly text?: string;
    readonly base64?: string;
    readonly cut?: true;
    readonly of?: string;
}

export interface Who {
    readonly mspId: string;
    readonly user: string;
}

export interface Outcome {
    readonly kind: 'valid' | 'invalid' | 'refused' | 'evaluated' | 'tried' | 'pending';
    readonly text: string;
}

/** A row of the list of transactions. */
export interface Summary {
    /** Counts what the process has seen, from 1. */
    readonly seq: number;
    readonly id: string;
    readonly at: string;
    readonly kind: 'submit' | 'evaluate' | 'try';
    readonly chaincode: string;
    readonly call: { readonly name: string; readonly args: string };
    readonly by: Who;
    readonly outcome: Outcome;
    readonly block?: number;
    readonly txNumber?: number;
    readonly ms?: number;
    readonly reads: number;
    readonly writes: number;
}

export interface Key {
    readonly text: string;
    /** Of a composite key: object type, then attributes. */
    readonly parts?: readonly string[];
}

export interface Where {
    readonly namespace: string;
    readonly collection?: string;
    readonly key?: Key;
    /** Of a private key, hexadecimal. */
    readonly keyHash?: string;
}

export interface Change extends Where {
    readonly kind: 'created' | 'changed' | 'deleted' | 'purged' | 'policy';
    readonly before?: Bytes;
    readonly after?: Bytes;
    readonly versionBefore?: string;
    readonly versionAfter?: string;
    readonly hash?: string;
    readonly beforeIsUnknown?: 'expired' | 'not read so far' | 'not of this organization';
}

export interface Read extends Where {
    /** Null where the key did not exist. */
    readonly version: string | null;
    readonly at: 'same' | 'changed' | 'unknown';
}

export interface Range extends Where {
    readonly start: Key;
    readonly end: Key;
    readonly rows: number;
    readonly complete: boolean;
}

/** Another transaction, as a sentence names it. */
export interface OtherTransaction {
    readonly id: string;
    readonly call: string;
    readonly by: Who;
    readonly block: number;
    readonly txNumber: number;
}

export interface Endorsed {
    readonly mspId: string;
    readonly ms?: number;
}

/** One transaction, whole. */
export interface Transaction extends Summary {
    readonly args: readonly Bytes[];
    /** Names, as far as the metadata has them. */
    readonly parameters: readonly (string | null)[];
    readonly isInit: boolean;
    readonly transient: readonly string[];
    /** Absent where the proposal was refused. */
    readonly response?: { readonly status: number; readonly code?: string; readonly message: string; readonly payload: Bytes };
    /** Why there is no response, in the peer's words. */
    readonly refusal?: string;
    readonly event?: { readonly name: string; readonly payload: Bytes; readonly sent: boolean };
    readonly changes: readonly Change[];
    readonly reads_: readonly Read[];
    readonly ranges: readonly Range[];
    readonly endorsements: readonly Endorsed[];
    readonly commit?: { readonly block: number; readonly txNumber: number; readonly of: number; readonly time: string };
    readonly build: number;
}

/** Why a transaction is invalid, or was refused. */
export interface Why {
    readonly kind: string;
    readonly sentence: string;
    readonly keys: readonly WhyKey[];
}

export interface WhyKey extends Where {
    readonly read: string | null;
    readonly found: string | null;
    readonly writtenBy?: OtherTransaction;
}
