/**
 * What the page and the process that serves it say to each other, under `/api/v1`, as JSON. Block numbers are numbers, times
 * are ISO 8601 with milliseconds, versions are `16.0`: block and place in it.
 */

import type { ConfigurationChange, ConfigurationFacts, Coverage } from './channel-api';

export type {
    ChannelFacts,
    ConfigurationChange,
    ConfigurationFacts,
    Coverage,
    DefinitionRow,
    Told,
} from './channel-api';

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

/** A peer that a transaction was run at. */
export interface Endorsed {
    readonly mspId: string;
    /** Unknown of what is only in its block. */
    readonly ms?: number;
    /** Whether it has the same results as the first one. */
    readonly agrees: boolean;
    /** Where it failed: status and message. */
    readonly failure?: string;
}

/** An endorsement policy that a transaction's signatures are held against. */
export interface PolicyRow extends Where {
    readonly of: 'chaincode' | 'collection' | 'key';
    /** In Fabric's text form; absent where nobody can fulfil it. */
    readonly text?: string;
    readonly fulfilled: boolean;
    /** Whose signatures are missing, in the same form. */
    readonly missing: readonly string[];
}

/** Something that runs of one transaction did not do alike. */
export interface Difference {
    /** In the words of the test kit: `write of a1, createdAt`. */
    readonly what: string;
    readonly values: readonly { readonly by: string; readonly value: string }[];
}

export interface Disagreement {
    /** The peers of organizations, or two runs at one peer. */
    readonly between: 'organizations' | 'runs';
    readonly differences: readonly Difference[];
    /** Which lines did it, and what they have read of the machine. */
    readonly notes: readonly string[];
}

/** Where the milliseconds of a transaction went. */
export interface Times {
    /** At all peers together; each peer's own time is among its endorsements. */
    readonly endorse: number;
    /** The rest only of what is in a block: until the block was cut, its validation, and its way into the store. */
    readonly order?: number;
    readonly validate?: number;
    readonly write?: number;
}

/** A member's certificate, as far as one reads it. */
export interface CertificateFacts {
    readonly subject: string;
    readonly issuer: string;
    readonly notAfter: string;
    readonly attributes: Readonly<Record<string, string>>;
    /** SHA-256, hexadecimal. */
    readonly fingerprint: string;
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
    readonly policies: readonly PolicyRow[];
    /** Whether these are the policies as they are defined now; else they are those that the commit went by. */
    readonly policiesAreOfNow: boolean;
    readonly disagreement?: Disagreement;
    readonly times?: Times;
    readonly certificate?: CertificateFacts;
    /** How many blocks the ledger had that it ran on. */
    readonly height?: number;
    readonly commit?: { readonly block: number; readonly txNumber: number; readonly of: number; readonly time: string };
    readonly build: number;
}

/** Why a transaction is invalid, or was refused. */
export interface Why {
    readonly kind: string;
    readonly sentence: string;
    readonly keys: readonly WhyKey[];
    /** The policy that is not fulfilled. */
    readonly policy?: PolicyRow;
    readonly disagreement?: Disagreement;
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
    readonly fork?: string; // `fork of mychannel at 149`
    readonly height: number;
    readonly organizations: readonly { readonly mspId: string; readonly users: readonly string[] }[];
    readonly chaincodes: readonly {
        readonly name: string;
        readonly collections: readonly string[];
        readonly policy?: string;
        readonly debug?: string; // what runs a transaction again, before its id
    }[];
    readonly queries: string;
    /** Of a real network. */
    readonly coverage?: Coverage;
    readonly can: {
        readonly submit: boolean;
        readonly evaluate: boolean;
        readonly try: boolean;
        readonly hold: boolean;
        readonly users: boolean;
        readonly build: boolean;
        readonly transientValues: boolean;
    };
}

/** A block, whole. */
export interface BlockFacts extends BlockRow {
    /** Whether it names the hash of the block before. */
    readonly isLinked: boolean;
    /** Orderers, by name; empty where none has signed. */
    readonly signedBy: readonly Who[];
    readonly configuration?: ConfigurationFacts;
    /** Of a configuration: what it has changed. */
    readonly changed?: {
        /** The block with the one before; null for the first one. */
        readonly since: number | null;
        /** False where that block is not here. */
        readonly isKnown: boolean;
        readonly rows: readonly ConfigurationChange[];
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

/** A transaction that is not deterministic: what two runs of it did not do alike. */
export interface Finding {
    readonly chaincode: string;
    readonly function: string;
    /** The newest transaction that has shown it. */
    readonly id: string;
    readonly call: string;
    readonly at: string;
    /** Which build of the code has shown it first. */
    readonly sinceBuild: number;
    readonly times: number;
    readonly disagreement: Disagreement;
}

/** Other code runs, or runs no more: what stands between the transactions before and after it. */
export interface RunMark {
    /** The number of the last transaction before it. */
    readonly seq: number;
    readonly at: string;
    readonly chaincode: string;
    readonly kind: 'runs' | 'ended';
    /** Which sources have changed; none where it was started anew for another reason. */
    readonly files: readonly string[];
}

export type FeedLine =
    | { readonly kind: 'hello'; readonly run: string; readonly seq: number }
    | { readonly kind: 'transactions'; readonly items: readonly Summary[] }
    | {
          readonly kind: 'commits';
          readonly block: number;
          readonly time: string;
          readonly items: readonly {
              readonly id: string;
              readonly code: string;
              readonly txNumber: number;
              readonly ms: number;
          }[];
      }
    | { readonly kind: 'chaincode'; readonly chaincodes: readonly ChaincodeState[]; readonly marks: readonly RunMark[] }
    | {
          /** The transactions with these numbers were left out, and the commits of these blocks; none where `from` is above `to`. */
          readonly kind: 'gap';
          readonly from: number;
          readonly to: number;
          readonly blocks?: { readonly from: number; readonly to: number };
      }
    | { readonly kind: 'coverage'; readonly coverage: Coverage }
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

/** A user that is to be made, by the rules of `heddle dev --user`. */
export interface NewUser {
    readonly name: string;
    readonly mspId: string;
    readonly attributes: Readonly<Record<string, string>>;
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
