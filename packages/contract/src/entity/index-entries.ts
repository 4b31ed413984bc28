import type { KeyRange } from '@heddle/core/internal';
import { ContractError } from '../failures/contract-error';
import type { KeyField } from './key-field';
import { compositeLayout, exactRange, type KeyFormat } from './key-format';
import { partFor, type RangedKeys, type WhereRange, whereRange } from './key-range';

/** A key that leads to a row. */
export interface IndexEntry {
    readonly index: EntityIndex;
    readonly key: string;
    readonly value: Buffer;
    /** Made of what older code has stored, of whose types nothing is known: it may not be there, or be another row's. */
    readonly isOlder?: boolean;
}

const SEPARATOR = '\u0000';
/** In bytes, as for keys of rows. */
const LONGEST_KEY = 4_096;
/**
 * Entries say all in their keys, and an empty value would be none. JSON: CouchDB keeps it in the document, and what is no
 * JSON as an attachment, which takes more than twice the time to write and to read.
 */
const NO_VALUE = Buffer.from('{}');
/** In an index that hand-written code has made, as Fabric's samples do. */
const NO_VALUE_BY_HAND = Buffer.from([0]);

/** An index of an entity: which entries rows have, and to which rows entries lead. */
export class EntityIndex implements RangedKeys {
    readonly name: string;
    readonly label: string;
    readonly objectType: string;
    readonly fields: readonly KeyField[];
    readonly unique: boolean;
    readonly building: boolean;
    /** The ledger has it from hand-written code, which may have entries of other rows in it, and values of its own. */
    readonly isByHand: boolean;
    readonly prefix: string;
    readonly delimiter = undefined;
    readonly secret: boolean;
    readonly #rows: KeyFormat;
    readonly #noValue: Buffer;

    constructor(
        name: string,
        fields: readonly KeyField[],
        { rows, objectType, isByHand = false, unique = false, building = false }: EntityIndexOptions,
    ) {
        this.name = name;
        this.label = `${rows.label}.${name}`;
        this.objectType = objectType;
        this.fields = fields;
        this.unique = unique;
        this.building = building;
        this.isByHand = isByHand;
        this.prefix = compositeLayout(objectType).prefix;
        this.secret = rows.secret;
        this.#rows = rows;
        this.#noValue = isByHand ? NO_VALUE_BY_HAND : NO_VALUE;
    }

    readonly behind = (): string => SEPARATOR;

    /**
     * The entry of a row; undefined where one of the index's fields is absent or null.
     * @throws ContractError INVALID_KEY, status 400, for a value that no key has
     */
    entryOf(row: Readonly<Record<string, unknown>>): IndexEntry | undefined {
        return this.#entryOf(row, partFor);
    }

    /** The entry that a row may have had when its fields had other types; undefined where no entry has such values. */
    olderEntryOf(row: Readonly<Record<string, unknown>>): IndexEntry | undefined {
        try {
            const entry = this.#entryOf(row, olderPartFor);
            return entry && { ...entry, isOlder: true };
        } catch (error) {
            if (ContractError.is(error)) return undefined;
            throw error;
        }
    }

    #entryOf(row: Readonly<Record<string, unknown>>, partOfField: typeof partFor): IndexEntry | undefined {
        let key = this.prefix;
        for (const field of this.fields) {
            const value = row[field.field];
            if (value === undefined || value === null) return undefined;
            key += partOfField(this, field, value) + SEPARATOR;
        }
        const parts = this.#rows.partsOf(row);
        if (!this.unique) key += parts.map((part) => part + SEPARATOR).join('');
        if (key.length * 3 > LONGEST_KEY && Buffer.byteLength(key) > LONGEST_KEY)
            throw new ContractError(
                'INVALID_KEY',
                `${this.label}: the entry's key is longer than ${LONGEST_KEY} bytes`,
            );
        return { index: this, key, value: this.unique ? Buffer.from(JSON.stringify({ key: parts })) : this.#noValue };
    }

    /** The key of the row that an entry leads to; undefined for what is no entry of this index. */
    rowKeyOf(key: string, value: Uint8Array): string | undefined {
        const parts = this.#partsBehind(key);
        const rowParts = this.unique ? partsIn(value) : parts;
        return rowParts?.length === this.#rows.fields.length ? this.#rows.join(rowParts) : undefined;
    }

    /**
     * The range of the entries that a where-clause chooses.
     * @throws ContractError STATE_MISUSE for a form that no scan answers, INVALID_KEY for a value that no key has
     */
    range(where?: Readonly<Record<string, unknown>>): WhereRange {
        const { exact, ...range } = whereRange(this, where);
        return this.unique && exact !== undefined ? { exact, ...exactRange(exact) } : range;
    }

    /** The range of all entries there are. */
    all(): KeyRange {
        return whereRange(this);
    }

    /** The parts of an entry's key behind those of the index's fields; undefined where it has fewer. */
    #partsBehind(key: string): string[] | undefined {
        if (!key.startsWith(this.prefix) || !key.endsWith(SEPARATOR)) return undefined;
        const parts = key.slice(this.prefix.length, -1).split(SEPARATOR);
        return parts.length < this.fields.length ? undefined : parts.slice(this.fields.length);
    }
}

export interface EntityIndexOptions {
    /** The keys of the rows that its entries lead to. */
    readonly rows: KeyFormat;
    readonly objectType: string;
    /** The ledger has it from hand-written code. Default: false. */
    readonly isByHand?: boolean | undefined;
    readonly unique?: boolean | undefined;
    readonly building?: boolean | undefined;
}

/** All entries that a row has. @throws ContractError INVALID_KEY, status 400, for a value that no key has */
export function entriesOf(indexes: Iterable<EntityIndex>, row: object): IndexEntry[] {
    return Array.from(indexes).flatMap((index) => index.entryOf(row as Record<string, unknown>) ?? []); // only reads fields
}

/** The part of a value that may be of another type than the field is now. @throws ContractError INVALID_KEY, status 400 */
function olderPartFor(keys: RangedKeys, field: KeyField, value: unknown): string {
    return partFor(keys, { ...field, as: scalarKindOf(value) ?? field.as }, value);
}

function scalarKindOf(value: unknown): 'boolean' | 'number' | 'string' | undefined {
    const kind = typeof value;
    return kind === 'boolean' || kind === 'number' || kind === 'string' ? kind : undefined;
}

/** The row's parts in the value of a unique entry. */
function partsIn(value: Uint8Array): string[] | undefined {
    try {
        const { key } = JSON.parse(Buffer.from(value).toString()) as { key?: unknown };
        return Array.isArray(key) && key.every((part) => typeof part === 'string') ? key : undefined;
    } catch {
        return undefined;
    }
}
