import type { KeyEndorsementPolicy } from '@heddle/core';
import type {
    AnyCounter,
    AnyEntity,
    DataOf,
    EntityIndexes,
    EntityKey,
    IndexList,
    IndexNames,
    KeyList,
    KeyOf,
    PatchOf,
    RowOf,
    WhereOf,
} from '../entity/entity-types';
import type { Page } from './page';

/** What `ctx.state(target)` is: the rows of an entity, or the sums of a counter. */
export type StateOf<C extends AnyEntity | AnyCounter> = C extends AnyCounter
    ? CounterState<RowOf<C>, EntityKey<C>>
    : EntityState<RowOf<C>, EntityKey<C>, EntityIndexes<C>>;

/** Changes a row in place, at once: a promise is refused. */
export type Change<T> = (row: T) => void;

/** The rows of a scan, in its order. Nothing is asked before the first row is. */
export interface RowQuery<T> extends AsyncIterable<T> {
    /** The first row, or undefined. */
    first(): Promise<T | undefined>;
    /** The first rows, at most 1,000. */
    take(count: number): Promise<T[]>;
    /**
     * A page of 1 to 1,000 rows.
     * @param bookmark `next` of the page before; `''` and undefined are the first page
     * @throws ContractError BAD_BOOKMARK, status 400, for one that does not belong to this query
     */
    page(size: number, bookmark?: string): Promise<Page<T>>;
}

/** A version of a row, the newest first. */
export interface RowVersion<T> {
    readonly txId: string;
    readonly at: Date;
    /** Undefined where it was deleted. */
    readonly row: T | undefined;
}

/** A version of a row as the ledger has it. */
export interface RawVersion {
    readonly txId: string;
    readonly at: Date;
    /** The value's JSON; undefined where the row was deleted. */
    readonly json: string | undefined;
}

/**
 * The rows of a class on the ledger, with the transaction's own changes. Each call gives new objects. All of them throw
 * ContractError INVALID_STATE, status 500, for a value on the ledger that is no row of the class, and STATE_NEWER, status 500,
 * for a row of a later version.
 */
export interface EntityState<T, K, I> {
    /** The row, or undefined. */
    get(key: KeyOf<T, K>): Promise<T | undefined>;
    /** The rows in the order of the keys, each undefined where its row is missing; in as few messages as the peer takes. */
    getMany(keys: readonly KeyOf<T, K>[]): Promise<(T | undefined)[]>;
    /** The row. @throws ContractError …_NOT_FOUND, status 404 */
    getOrThrow(key: KeyOf<T, K>): Promise<T>;
    /** Whether there is such a row. */
    exists(key: KeyOf<T, K>): Promise<boolean>;
    /** Writes a new row. @throws ContractError …_EXISTS, status 409; `details.index` names the unique index that refuses */
    create(row: DataOf<T>): Promise<T>;
    /**
     * Writes a row, in the place of the one that is there: all of it, with the members that the class does not know, which
     * `update` keeps. It reads what is there first.
     * @throws ContractError STATE_NEWER, status 500, where that is a row of a later version; INVALID_STATE, status 500, where
     * it is a row of another entity, or none at all; …_EXISTS, status 409, where a unique index refuses; STATE_MISUSE, status
     * 500, for a blind one of an entity with indexes, or with `keys` of its own
     */
    put(row: DataOf<T>, options?: PutOptions): Promise<T>;
    /** Changes fields of a row that is there, and answers the row. @throws ContractError …_NOT_FOUND, status 404 */
    update(key: KeyOf<T, K>, change: PatchOf<T, K> | Change<T>): Promise<T>;
    /** As `update`; where there is no such row, it begins with a new one that has the key and the class's defaults. */
    upsert(key: KeyOf<T, K>, change: PatchOf<T, K> | Change<T>): Promise<T>;
    /** Deletes a row and its index entries, and answers what it was. @throws ContractError …_NOT_FOUND, status 404 */
    delete(key: KeyOf<T, K>): Promise<T>;
    /** Rows in the order of their keys: all, or those whose first key fields are as given. */
    find(where?: WhereOf<T, KeyList<K>>): RowQuery<T>;
    /**
     * Rows in the order of an index.
     * @throws ContractError INDEX_BUILDING or INDEX_BROKEN, status 500
     */
    findBy<X extends IndexNames<I>>(index: X, where?: WhereOf<T, IndexList<I[X]>>): RowQuery<T>;
    /** The committed versions of a row, the newest first. */
    history(key: KeyOf<T, K>): AsyncIterable<RowVersion<T>>;
    /** The same as they are on the ledger, where the class can no longer read all of them. */
    history(key: KeyOf<T, K>, options: { readonly raw: true }): AsyncIterable<RawVersion>;
    /** The endorsement policy of a row, where it has one of its own; for entities with `keyPolicies`. */
    policy(key: KeyOf<T, K>): Promise<KeyEndorsementPolicy | undefined>;
    /** Gives a row an endorsement policy of its own; for entities with `keyPolicies`. */
    setPolicy(key: KeyOf<T, K>, policy: KeyEndorsementPolicy): Promise<void>;
    /** The SHA-256 of a private row, which peers of all organizations have; undefined where there is no such row. */
    hash(key: KeyOf<T, K>): Promise<Buffer | undefined>;
    /** Whether a private row is this one, by its hash: peers of all organizations can tell. */
    matches(row: DataOf<T>): Promise<boolean>;
    /** Deletes a private row with its history, so that no peer keeps its values. */
    purge(key: KeyOf<T, K>): Promise<void>;
    /**
     * The same entity in another collection.
     * @throws ContractError STATE_MISUSE, status 500, where another entity may have the same keys, and no tag tells the rows
     * apart
     */
    in(collection: string): EntityState<T, K, I>;
    /** Rows that a query of CouchDB finds. Their order and number are not checked again at commit. */
    rich(query: RichStateQuery): RowQuery<T>;
    /** Brings rows and index entries into the form that the class has now, some at a time. Call it until `next` is absent. */
    upgrade(options?: UpgradeOptions): Promise<UpgradeProgress>;
}

/** How a row is put. */
export interface PutOptions {
    /**
     * Writes the row without reading what is there: one message less, and no conflict with others who put it, of whom the
     * last one stays. A row of a later version is lost then, and so is what is no row. Only for entities that have no
     * indexes and no `keys`: nothing else can stand under their composite keys. Default: false.
     */
    readonly blind?: boolean;
}

/** A query of CouchDB's, to which the entity's tag is added. */
export interface RichStateQuery {
    readonly selector: Readonly<Record<string, unknown>>;
    readonly sort?: readonly (string | Readonly<Record<string, 'asc' | 'desc'>>)[];
    /** Allows it in a transaction that may write, though its results are not checked again at commit. Default: false. */
    readonly unchecked?: boolean;
}

/** Which part of an upgrade is done. */
export interface UpgradeOptions {
    /** `next` of the call before. Default: the beginning. */
    readonly after?: string;
    /** How many rows and entries are looked at, 1,000 at most. Default: 100. */
    readonly limit?: number;
    /**
     * What becomes of entries that lead to no row, in an index that hand-written code has made (`as`): they may be stale, or
     * belong to something that this entity knows nothing of. Default: they stay, and `orphans` of the answer has their keys.
     * Stale entries that lead to rows of the entity, and all of its own indexes, are deleted in any case.
     */
    readonly orphans?: 'report' | 'delete';
}

/** How far an upgrade has come. */
export interface UpgradeProgress {
    /** How many rows and entries were written or deleted. */
    readonly upgraded: number;
    /** The keys of entries that were left, since they may be another's; absent where all entries lead to rows. */
    readonly orphans?: readonly string[];
    /** Where to go on; absent at the end. */
    readonly next?: string;
}

/** The sums of a class on the ledger. */
export interface CounterState<T, K> {
    /** Adds an amount, which may be negative. It reads nothing, and so conflicts with nothing. */
    add(key: KeyOf<T, K>, amount: bigint): Promise<void>;
    /** The sum. It reads all additions: a transaction that is committed conflicts with others that add. */
    value(key: KeyOf<T, K>): Promise<bigint>;
    /** Makes one addition of many older ones, so that `value` reads fewer. It conflicts with no `add`. */
    compact(key: KeyOf<T, K>, options?: CompactOptions): Promise<CompactProgress>;
}

/** What `compact` takes together. */
export interface CompactOptions {
    /** Additions of transactions that are older than so many minutes. Default: 10. */
    readonly olderThanMinutes?: number;
    /** How many additions at most. Default: 500. */
    readonly limit?: number;
}

/** What `compact` has done. */
export interface CompactProgress {
    /** How many additions are one now. */
    readonly folded: number;
    /** Whether there are more to take together. */
    readonly more: boolean;
}
