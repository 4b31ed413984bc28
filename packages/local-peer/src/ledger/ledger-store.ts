import type { KeyModification } from '@heddle/protocol';
import type { PrivateWriteSet } from '../records/read-write-set';
import type { Version, VersionedValue } from '../records/version';
import type { ChannelMark, ChannelMarkOptions } from './channel-mark';
import type { LedgerOrigin } from './ledger-origin';

/** What a channel's committed blocks have left behind. Every store is held to ledger-store.suite.ts. */
export interface LedgerStore {
    /** Undefined where the ledger has all blocks from the first one on. */
    readonly origin: LedgerOrigin | undefined;
    /** The number of blocks, those before its origin included, which is the number of the next one. */
    height(): Promise<bigint>;
    /** The bytes of a block; undefined if there is no block of that number yet. */
    block(number: bigint): Promise<Buffer | undefined>;
    /** The number of the block whose header has this hash; undefined if there is no such block. */
    blockNumberOf(hash: Uint8Array): Promise<bigint | undefined>;
    /** Where a transaction is, valid or not; undefined where no block that is there has it. */
    transaction(txId: string): Promise<TransactionLocation | undefined>;
    /** Whether a transaction has this id, also one of the blocks before the ledger's origin. */
    hasTransaction(txId: string): Promise<boolean>;
    state(namespace: string, key: string): Promise<VersionedValue | undefined>;
    /**
     * The keys from `startKey` up to and without `endKey`, in the order of their UTF-8 bytes. An empty end is no end;
     * an empty start is before all keys. Shows what was committed when it was opened, and must be closed.
     */
    scan(namespace: string, startKey: string, endKey: string): Scan<StateEntry>;
    /** What was ever written to a key, the newest first. Must be closed. */
    history(namespace: string, key: string): Scan<KeyModification>;
    /** What members of collections have of a block's private writes, by transaction, chaincode and collection. */
    privateWrites(number: bigint): Promise<PrivateWrites[]>;
    /** The transactions whose private writes have the key, the oldest first. */
    privateWritesOf(key: PrivateKey): Promise<Version[]>;
    /** What expires with a block of this number. */
    expiring(number: bigint): Promise<Expiry[]>;
    /** The chaincode definitions, encoded, by name. */
    definitions(): Promise<Map<string, Buffer>>;
    /** Keeps a chaincode definition, in place of the one that has its name. */
    define(name: string, encoded: Uint8Array): Promise<void>;
    /** Adds a block and all that follows from it, in one batch: all of it or nothing. */
    append(update: BlockUpdate): Promise<void>;
    /** The marks that hold, the oldest first. */
    readonly marks: readonly ChannelMark[];
    /** Marks what is there now: from here on, all that changes can be undone. */
    mark(options: ChannelMarkOptions): Promise<ChannelMark>;
    /**
     * Undoes all that has changed since a mark, in one batch: all of it or nothing. The mark still holds; those taken
     * after it do not.
     * @throws LocalPeerError MARK_GONE where it does not hold
     */
    revert(mark: ChannelMark): Promise<void>;
    /** Gives a mark up, and what was kept for it. Idempotent. */
    forget(mark: ChannelMark): Promise<void>;
    /** Idempotent. Does not close a database that others share. */
    close(): Promise<void>;
}

/** The state and what it was before, as a transaction is simulated on it. */
export type StateReader = Pick<LedgerStore, 'state' | 'scan' | 'history'>;

/** Rows one by one; undefined at the end, and ever after. */
export interface Scan<T> {
    next(): Promise<T | undefined>;
    /** Idempotent. */
    close(): Promise<void>;
}

/** A key with its value and version. */
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

/** A transaction of a block, by its id. */
export interface LocatedTransaction extends TransactionLocation {
    readonly txId: string;
}

/** A block, and what its valid transactions change. */
export interface BlockUpdate {
    readonly number: bigint;
    readonly block: Uint8Array;
    /** The hash of its header. */
    readonly hash: Uint8Array;
    readonly transactions: readonly LocatedTransaction[];
    /** `value` is undefined where the key is deleted. Each key once. */
    readonly state: readonly { readonly namespace: string; readonly key: string; readonly value?: VersionedValue }[];
    readonly history: readonly HistoryEntry[];
    /** Private writes that this block adds, or changes in blocks before it. Default: none. */
    readonly privateWrites?: readonly PrivateWriteChange[];
    /** What is to expire later. Default: none. */
    readonly expiries?: readonly Expiry[];
    /** What has expired with this block: no longer to be kept. Default: none. */
    readonly expired?: readonly Expiry[];
}

/** Where private writes are: what one transaction has written to one collection. */
export interface PrivateWritesPlace {
    readonly at: Version;
    readonly namespace: string;
    readonly collection: string;
}

/** What a transaction writes to a collection, and where. */
export interface PrivateWrites extends PrivateWritesPlace, PrivateWriteSet {}

/** Private writes in a place from now on; all of them are gone where there is no set. */
export interface PrivateWriteChange extends PrivateWritesPlace {
    readonly set: PrivateWriteSet | undefined;
    /** Hashes of keys, hexadecimal, by which they are to be found, */
    readonly indexed: readonly string[];
    /** and by which they no longer are. */
    readonly forgotten: readonly string[];
}

/** A private key by its hash, which is hexadecimal. */
export interface PrivateKey {
    readonly namespace: string;
    readonly collection: string;
    readonly keyHash: string;
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
