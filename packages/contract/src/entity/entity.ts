import { isMarked, mark } from '@heddle/core/internal';

// Symbol.for, so that entities that another copy of this package made are recognised.
const MARKER = Symbol.for('heddle.entity');

/** Names of fields. The alternatives make compilers infer each name, without a `const` type parameter (TypeScript 5). */
export type Fields = readonly string[] | readonly ''[] | readonly [];

/** The field, or the fields in this order, that make a key. */
export type KeyFields = string | Fields;

/** The fields of an index in their order; a `-` before one makes it descend. */
export type IndexFields = Fields | IndexOptions;

/** An index that is more than its fields. */
export interface IndexOptions {
    /** The fields that its entries are ordered by; a `-` before a number, bigint or date lets it descend. */
    readonly fields: Fields;
    /** At most one row may have the same values. Default: false. */
    readonly unique?: boolean;
    /** The index is written and not read yet, since rows from before it have no entries. Default: false. */
    readonly building?: boolean;
    /**
     * The object type of its keys, where an index of hand-written code is on the ledger already: its entries have the value
     * 0x00 as in Fabric's samples. Default: `entity.index`, and `{}`.
     */
    readonly as?: string;
}

/** Indexes by their names. */
export type Indexes = Readonly<Record<string, IndexFields>>;

/**
 * How keys that are no composite keys are put together: prefix, parts with the separator between them, suffix. The fields
 * have the parts alone: `{ prefix: 'car' }` makes the key `car7` of `7`. Where fields have all of `car7`, write
 * `keys: 'simple'`, and a `tag` where other rows stand under such keys.
 */
export interface KeyLayout {
    readonly prefix: string;
    /** Default: U+0000. */
    readonly separator?: string;
    /** Default: none. */
    readonly suffix?: string;
}

/**
 * Makes JSON of the next version of JSON of an older one. Integers that no number holds come as objects whose `String()`
 * has their digits.
 */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- nobody has declared what old rows look like
export type Upgrade = (old: any) => unknown;

/** What an entity says of itself, besides its name. */
export interface EntityOptions<K extends KeyFields = KeyFields, I extends Indexes = Indexes> {
    /** The field, or the fields in this order, that make the key: texts, numbers, bigints, booleans, dates, enums of these. */
    readonly key: K;
    /** Kept as composite keys in the transaction that changes a row, on any state database. Default: none. */
    readonly indexes?: I;
    /** Makes the rows private data of this collection. Default: they are public. */
    readonly collection?: CollectionSpec | string;
    /**
     * For keys on the ledger that are no composite keys: bare texts, or a layout. No other entity of the chaincode may have the
     * same, unless the tags of both differ. Default: composite keys.
     */
    readonly keys?: 'simple' | KeyLayout;
    /**
     * Fields that stand in keys as `String(value)`, as hand-written code has them: they can be compared for equality
     * only. Default: none.
     */
    readonly text?: readonly string[];
    /** The version of the rows that are written; default: 1. */
    readonly version?: number;
    /** How JSON of version n becomes that of version n + 1, by n. Needed for each version below `version`. */
    readonly upgrade?: Readonly<Record<number, Upgrade>>;
    /**
     * Members that each row is written with, such as `{ docType: 'asset' }`: rows that have others belong to
     * others. Default: none.
     */
    readonly tag?: Readonly<Record<string, string | number | boolean>>;
    /** CouchDB indexes to generate, for rich queries only: their fields by their names. Default: none. */
    readonly couch?: Readonly<Record<string, readonly string[]>>;
    /** Rows may have endorsement policies of their own, which their index entries share. Default: false. */
    readonly keyPolicies?: boolean;
}

/** What a class whose rows are kept has in its static member `entity`. */
export interface EntitySpec<N extends string = string, K extends KeyFields = KeyFields, I extends Indexes = Indexes> {
    readonly kind: 'entity';
    readonly name: N;
    readonly options: EntityOptions<K, I>;
}

/** What a class whose sums are kept has in its static member `entity`. */
export interface CounterSpec<N extends string = string, K extends KeyFields = KeyFields> {
    readonly kind: 'counter';
    readonly name: N;
    readonly options: { readonly key: K };
}

/** Who has a collection of private data, and for how long. The names are those of Fabric's collection file. */
export interface CollectionOptions {
    /** The organizations that have it, by their MSP ids. */
    readonly members?: readonly string[];
    /** Only clients of members may read. Default: false. */
    readonly memberOnlyRead?: boolean;
    /** Only clients of members may write. Default: false. */
    readonly memberOnlyWrite?: boolean;
    /** How many other peers must have the data before endorsement. Default: 0. */
    readonly requiredPeerCount?: number;
    /** How many other peers are given the data. Default: 1. */
    readonly maxPeerCount?: number;
    /** After how many blocks the data is purged. Default: 0, never. */
    readonly blockToLive?: number;
    /** Who endorses writes, as a signature policy. Default: the chaincode's policy. */
    readonly endorsementPolicy?: string;
}

/** A collection of private data. */
export interface CollectionSpec extends CollectionOptions {
    readonly name: string;
}

/**
 * Says how the rows of a class are kept on the ledger: as its static member `entity`, from which the compiler and the
 * start-up check read the same.
 * @param name the object type of the rows' keys; codes are made of it, such as LOT_NOT_FOUND
 *
 * @example
 * class Lot {
 *     static readonly entity = entity('lot', { key: ['farm', 'number'], indexes: { byHolder: ['holder'] } });
 *     \@IsString() farm!: string;
 *     \@IsInt() number!: number;
 *     \@IsString() holder!: string;
 * }
 */
// eslint-disable-next-line @typescript-eslint/no-generated-empty-object-type -- without indexes there is no name of one
export function entity<N extends string, K extends KeyFields, I extends Indexes = Record<never, never>>(
    name: N,
    options: EntityOptions<K, I>,
): EntitySpec<N, K, I> {
    return marked({ kind: 'entity', name, options });
}

/**
 * Says that a class stands for sums that many transactions change at once, such as votes: see `ctx.state(Votes).add`.
 *
 * @example
 * class Votes {
 *     static readonly entity = counter('votes', { key: 'ballot' });
 *     \@IsString() ballot!: string;
 * }
 */
export function counter<N extends string, K extends KeyFields>(
    name: N,
    options: { readonly key: K },
): CounterSpec<N, K> {
    return marked({ kind: 'counter', name, options });
}

/**
 * Names a collection of private data, and says what its definition has to be: `heddle collections` writes the file that
 * `approve` and `commit` take.
 *
 * @example const terms = collection('tradeTerms', { members: ['FarmMSP', 'MillMSP'], memberOnlyRead: true });
 */
export function collection(name: string, options: CollectionOptions = {}): CollectionSpec {
    return Object.freeze({ ...options, name });
}

/** Names the collection that every organization has for itself, without any definition. */
export function implicitCollection(mspId: string): string {
    return `_implicit_org_${mspId}`;
}

/** Tells whether a value was made by `entity` or `counter`, of this or of another copy of the package. */
export function isStateSpec(value: unknown): value is EntitySpec | CounterSpec {
    return isMarked(value, MARKER);
}

function marked<S extends EntitySpec | CounterSpec>(spec: S): S {
    mark(spec, MARKER);
    return Object.freeze(spec);
}
