import type { KeyModification } from '@heddle/protocol';
import type { Version, VersionedValue } from './version';

/** What a channel's committed blocks have left behind. Every store is held to ledger-store.suite.ts. */
export interface LedgerStore {
    /** The number of blocks, which is the number of the next one. */
    height(): Promise<bigint>;
    /** The bytes of a block; undefined where there is none of that number yet. */
    block(number: bigint): Promise<Buffer | undefined>;
    /** Where a transaction is, valid or not; undefined where no block has it. */
    transaction(txId: string): Promise<TransactionLocation | undefined>;
    state(namespace: string, key: string): Promise<VersionedValue | undefined>;
    /**
     * The keys from `startKey` up to and without `endKey`, in the order of their UTF-8 bytes. An empty end is no end;
     * an empty start is before all keys. Shows what was committed when it was opened, and must be closed.
     */
    scan(namespace: string, startKey: string, endKey: string): Scan<StateEntry>;
    /** What was ever written to a key, the newest first. Must be closed. */
    history(namespace: string, key: string): Scan<KeyModification>;
    /** What expires with a block of this number. */
    expiring(number: bigint): Promise<Expiry[]>;
    /** The chaincode definitions, encoded, by name. */
    definitions(): Promise<Map<string, Buffer>>;
    /** Keeps a chaincode definition, in place of the one that has its name. */
    define(name: string, encoded: Uint8Array): Promise<void>;
    /** Adds a block and all that follows from it, in one batch: all of it or nothing. */
    append(update: BlockUpdate): Promise<void>;
    /** Idempotent. Does not close a database that others share. */
    close(): Promise<void>;
}

/** Rows one by one; undefined at the end, and ever after. */
export interface Scan<T> {
    next(): Promise<T | undefined>;
    /** Idempotent. */
    close(): Promise<void>;
}

export interface StateEntry extends VersionedValue {
    readonly key: string;
}

/** Where a transaction is, and what became of it. */
export interface TransactionLocation {
    readonly blockNumber: bigint;
    readonly txNumber: bigint;
    /** A ValidationCode. */
    readonly validationCode: number;
}

/** A block, and what its valid transactions change. */
export interface BlockUpdate {
    readonly number: bigint;
    readonly block: Uint8Array;
    readonly transactions: readonly (TransactionLocation & { readonly txId: string })[];
    /** `value` is undefined where the key is deleted. Each key once. */
    readonly state: readonly { readonly namespace: string; readonly key: string; readonly value?: VersionedValue }[];
    readonly history: readonly HistoryEntry[];
    /** What is to expire later. Default: none. */
    readonly expiries?: readonly Expiry[];
    /** What has expired with this block: no longer to be kept. Default: none. */
    readonly expired?: readonly Expiry[];
}

/** Private keys that were written in one block and expire with another one. */
export interface Expiry {
    readonly at: bigint;
    readonly written: bigint;
    readonly keys: readonly ExpiringKey[];
}

export interface ExpiringKey {
    readonly namespace: string;
    readonly collection: string;
    /** As a key of the state: hexadecimal. */
    readonly keyHash: string;
    /** Empty where this peer has the hash only. */
    readonly key: string;
}

/** One write of a key, for its history. */
export interface HistoryEntry {
    readonly namespace: string;
    readonly key: string;
    readonly version: Version;
    readonly modification: KeyModification;
}
