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
    readonly keysRead: number;
    readonly keysWritten: number;
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
    readonly response?: {
        readonly status: number;
        readonly code?: string;
        readonly message: string;
        readonly payload: Bytes;
    };
    /** Why there is no response, in the peer's words. */
    readonly refusal?: string;
    readonly event?: { readonly name: string; readonly payload: Bytes; readonly sent: boolean };
    readonly changes: readonly Change[];
    readonly reads: readonly Read[];
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

export interface ApiError {
    readonly code: string;
    readonly message: string;
    readonly remedy: string;
}

/** A page of something; `next` is to be given as `before` or `after`. */
export interface Page<Item> {
    readonly items: readonly Item[];
    readonly next: string | null;
}

export interface Network {
    readonly api: 1;
    readonly mode: 'dev' | 'real';
    readonly run: string;
    readonly channel: string;
    readonly height: number;
    readonly organizations: readonly { readonly mspId: string; readonly users: readonly string[] }[];
    readonly chaincodes: readonly {
        readonly name: string;
        readonly collections: readonly string[];
        readonly policy?: string;
    }[];
    readonly queries: string;
    readonly can: {
        readonly submit: boolean;
        readonly evaluate: boolean;
        readonly try: boolean;
        readonly hold: boolean;
    };
}

export interface ChaincodeState {
    readonly name: string;
    readonly state: 'building' | 'build-failed' | 'starting' | 'start-failed' | 'running' | 'ended';
    readonly since: string;
    readonly build: number;
    readonly files: readonly string[];
    readonly ms?: number;
    readonly failure?: { readonly text: string; readonly file?: string; readonly line?: number };
    readonly oldCodeGoesOn: boolean;
}

export type FeedLine =
    | { readonly kind: 'hello'; readonly run: string; readonly seq: number }
    | { readonly kind: 'transactions'; readonly items: readonly Summary[] }
    | {
          readonly kind: 'commits';
          readonly block: number;
          readonly time: string;
          readonly items: readonly { readonly id: string; readonly code: string; readonly txNumber: number }[];
      }
    | { readonly kind: 'chaincode'; readonly chaincodes: readonly ChaincodeState[] }
    | { readonly kind: 'gap'; readonly from: number; readonly to: number }
    | { readonly kind: 'rate'; readonly perSecond: number }
    | { readonly kind: 'ping' };

export interface StateRow {
    readonly key: Key;
    readonly version: string;
    readonly size: number;
    readonly preview: string;
}

export interface KeyState {
    readonly key: Key;
    readonly value?: Bytes;
    readonly version?: string;
    readonly writtenBy?: OtherTransaction;
    readonly policy?: string;
}

export interface KeyVersion {
    readonly version: string;
    readonly time: string;
    readonly isDelete: boolean;
    readonly value?: Bytes;
    readonly by?: OtherTransaction;
}

export interface PrivateRow {
    readonly mspId: string;
    readonly has: 'value' | 'hash' | 'nothing';
    readonly value?: Bytes;
    readonly hash?: string;
    readonly matches?: boolean;
}

export interface BlockRow {
    readonly number: number;
    readonly time: string;
    readonly size: number;
    readonly hash: string;
    readonly previousHash: string;
    readonly dataHash: string;
    readonly transactions: readonly {
        readonly id: string;
        readonly code: string;
        readonly call: string;
        readonly by: Who;
    }[];
}

export interface EventRow {
    readonly name: string;
    readonly chaincode: string;
    readonly payload: Bytes;
    readonly block: number;
    readonly txNumber: number;
    readonly id: string;
}

export interface IdentityRow extends Who {
    readonly roles: readonly string[];
    readonly attributes: Readonly<Record<string, string>>;
    readonly notAfter: string;
    readonly certificatePath?: string;
}

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

export interface Found {
    readonly kind: 'transaction' | 'block' | 'key' | 'function' | 'screen';
    readonly text: string;
    readonly about: string;
    readonly href: string;
}

/** An endorsed transaction that waits to be committed. */
export interface HeldCall {
    readonly id: string;
    readonly call: string;
    readonly by: Who;
}

/** A key of a record, with all that it ever was. */
export interface RecordedKey extends KeyState {
    readonly history: readonly KeyVersion[];
    /** Of private data: what each organization has. */
    readonly holdings?: readonly PrivateRow[];
}

/** The keys of a chaincode, or of one of its collections, in the order of the ledger: also those that are gone. */
export interface RecordedPlace {
    readonly namespace: string;
    readonly collection?: string;
    readonly keys: readonly RecordedKey[];
}

export interface RecordedBlock extends BlockRow {
    readonly isLinked: boolean;
}

/** What a page needs to show a network that has ended: the answers that its process would have given. */
export interface StudioRecord {
    /** What failed: a test, and its error. */
    readonly test: {
        readonly name: string;
        readonly file?: string;
        readonly message: string;
        /** The transaction that the error is about. */
        readonly transaction?: string;
        readonly at: string;
    };
    readonly network: Network;
    readonly chaincodes: readonly ChaincodeState[];
    /** What each chaincode says of itself. */
    readonly contracts: readonly { readonly chaincode: string; readonly document: unknown }[];
    /** The newest first. */
    readonly transactions: readonly Transaction[];
    /** Of those that failed, by their ids. */
    readonly reasons: readonly { readonly id: string; readonly why: Why }[];
    readonly places: readonly RecordedPlace[];
    /** The newest first. */
    readonly blocks: readonly RecordedBlock[];
    readonly events: readonly EventRow[];
    readonly identities: readonly IdentityRow[];
    /** What there was no room for, a sentence each. */
    readonly leftOut: readonly string[];
}
