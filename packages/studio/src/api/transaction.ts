import type { LogLine } from './log';
import type { Bytes, Key, Where, Who } from './value';

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

export interface Change extends Where {
    readonly kind: 'created' | 'changed' | 'deleted' | 'purged' | 'policy';
    readonly before?: Bytes;
    readonly after?: Bytes;
    readonly versionBefore?: string;
    readonly versionAfter?: string;
    readonly hash?: string;
    /** The key's own from now on, in Fabric's text form; absent of `policy` where the chaincode's holds again. */
    readonly policy?: string;
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
    /** Absent of a long range that is only in its block, which has hashes of the rows. */
    readonly rows?: number;
    readonly complete: boolean;
}

/**
 * A query that the commit does not repeat. Of a public rich query the keys that it gave are among the reads; of the others
 * nothing is.
 */
export interface Query extends Where {
    readonly kind: 'rich' | 'private range' | 'history';
    /** Of a rich query, what was asked. */
    readonly text?: Bytes;
    /** Of a rich query, the index that was used; absent where all documents were looked at. */
    readonly index?: string;
    /** Of a rich query that asked for a page: how many rows at most, and where it was to begin. */
    readonly page?: { readonly size: number; readonly bookmark: string };
    /** Of a range. */
    readonly start?: Key;
    readonly end?: Key;
    readonly rows: number;
    /** Whether its rows were read to their end. */
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
    /** Absent of what is only in its block: no block has them. */
    readonly queries?: readonly Query[];
    readonly endorsements: readonly Endorsed[];
    readonly policies: readonly PolicyRow[];
    /** Of a large transaction: how many of its rows there was no room for, by what they are. */
    readonly leftOut?: Readonly<
        Partial<Record<'args' | 'changes' | 'reads' | 'ranges' | 'queries' | 'policies', number>>
    >;
    /** Whether these are the policies as they are defined now; else they are those that the commit went by. */
    readonly policiesAreOfNow: boolean;
    readonly disagreement?: Disagreement;
    readonly times?: Times;
    readonly certificate?: CertificateFacts;
    /** How many blocks the ledger had that it ran on. */
    readonly height?: number;
    readonly commit?: { readonly block: number; readonly txNumber: number; readonly of: number; readonly time: string };
    readonly build: number;
    /** What its chaincode has printed of it; only of an own network. */
    readonly log?: readonly LogLine[];
}

/** All of a transaction, as its envelope has it. */
export interface RawTransaction {
    /** Header, nonce, certificates, signatures, and what it has read and written, by Fabric's names. */
    readonly document: object;
    /** Of what is in a block. */
    readonly envelope?: Required<Pick<Bytes, 'size' | 'of'>>;
}

/** Why a transaction is invalid, or was refused. */
export interface Why {
    readonly kind: string;
    readonly sentence: string;
    readonly keys: readonly WhyKey[];
    /** How many others there are; absent where all are here. */
    readonly keysLeftOut?: number;
    /** The policy that is not fulfilled. */
    readonly policy?: PolicyRow;
    readonly disagreement?: Disagreement;
}

export interface WhyKey extends Where {
    readonly read: string | null;
    readonly found: string | null;
    readonly writtenBy?: OtherTransaction;
}
