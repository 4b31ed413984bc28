import { type KeyTexts, splitKey } from './key-layout';
import { decodeKeyPart, type KeyPartKind, type KeyPartValue } from './ordered-key';

/** What a key of the ledger is, by the metadata of the contracts that wrote it. */
export interface DescribedKey {
    /** A row; an entry of an index, which leads to a row; or one of the sums of a counter. */
    readonly kind: 'row' | 'entry' | 'sum';
    readonly contract: string;
    readonly entity: string;
    /** Of an entry: the index, and the values of its fields. */
    readonly index?: DescribedEntry | undefined;
    /** The fields of the row's key; a unique entry has them in its value only. */
    readonly values: KeyValues | undefined;
    /** For people: `lot(f1, 7)`, `lot.byHolder(ann) → lot(f1, 7)`, `votes(b1) by 5f3a…`. */
    readonly text: string;
}

export interface DescribedEntry {
    readonly name: string;
    readonly unique: boolean;
    readonly values: KeyValues;
}

/** Fields of a key, by their names. */
export type KeyValues = Readonly<Record<string, KeyPartValue>>;

/** A key, and what is known of where it stands. */
export interface KeyPlace {
    /** Where it is a key of private data. */
    readonly collection?: string | undefined;
    /** What it stands for, where that is known. */
    readonly value?: Uint8Array | undefined;
}

type Members = Readonly<Record<string, unknown>>;

const SEPARATOR = '\u0000';
const EXTENSION_VERSION = 1;
const TX_ID_SHOWN = 8;
const PLAIN = /^[\w.:@-]{1,64}$/;

/**
 * Reads the keys of a chaincode by its metadata alone, as `org.hyperledger.fabric:GetMetadata` answers it: for explorers and
 * other tools. Keys that no contract declares are not described, and metadata of other programs describes none.
 *
 * @example
 * const keys = new DescribedKeys(JSON.parse(metadata));
 * keys.read('\u0000lot\u0000f1\u0000p17\u0000')?.text; // lot(f1, 7)
 */
export class DescribedKeys {
    readonly #entities: readonly DescribedEntity[];

    /** @param metadata the document, parsed */
    constructor(metadata: unknown) {
        const contracts = Object.entries(members(members(metadata)['contracts']));
        this.#entities = contracts.flatMap(([contract, described]) =>
            entitiesOf(contract, members(described)['x-heddle']),
        );
    }

    /** What a key is; undefined for one that no entity has. */
    read(key: string, place: KeyPlace = {}): DescribedKey | undefined {
        for (const entity of this.#entities) {
            const found = entity.isPrivate === (place.collection !== undefined) ? entity.read(key, place) : undefined;
            if (found !== undefined) return found;
        }
        return undefined;
    }
}

function members(value: unknown): Members {
    return typeof value === 'object' && value !== null ? (value as Members) : {};
}

function entitiesOf(contract: string, extension: unknown): DescribedEntity[] {
    const { v: version, entities } = members(extension);
    if (version !== EXTENSION_VERSION) return [];
    return Object.entries(members(entities)).map(
        ([name, described]) => new DescribedEntity(contract, name, members(described)),
    );
}

interface KeyField {
    readonly field: string;
    readonly as: KeyPartKind;
    readonly descending?: boolean;
    /** Stands there as hand-written code has it. */
    readonly text?: boolean;
}

interface DescribedIndex {
    readonly name: string;
    readonly prefix: string;
    readonly fields: readonly KeyField[];
    readonly unique: boolean;
}

/** Behind the key of a counter's sum stand when it was added to, and by which transaction. */
const OF_SUMS: readonly KeyField[] = [
    { field: '~time', as: 'date' },
    { field: '~txId', as: 'string' },
];

class DescribedEntity {
    readonly isPrivate: boolean;
    readonly #contract: string;
    readonly #name: string;
    readonly #kind: 'row' | 'sum';
    readonly #fields: readonly KeyField[];
    readonly #format: KeyTexts;
    readonly #indexes: readonly DescribedIndex[];

    constructor(contract: string, name: string, { kind, key, format, indexes, collection }: Members) {
        const { prefix = '', separator = SEPARATOR, suffix = '' } = members(format) as Partial<Record<string, string>>;
        this.isPrivate = collection !== undefined;
        this.#contract = contract;
        this.#name = name;
        this.#kind = kind === 'counter' ? 'sum' : 'row';
        this.#fields = key as readonly KeyField[]; // as this version of the extension has it
        this.#format = { prefix, separator, suffix };
        this.#indexes = Object.entries(members(indexes)).map(([index, described]) =>
            indexOf(index, members(described)),
        );
    }

    read(key: string, { value }: KeyPlace): DescribedKey | undefined {
        return this.#kind === 'sum' ? this.#sum(key) : (this.#row(key) ?? this.#entry(key, value));
    }

    #row(key: string): DescribedKey | undefined {
        const parts = splitKey(key, this.#format, this.#fields.length);
        const values = parts && valuesOf(this.#fields, parts);
        return values && { ...this.#about('row'), values, text: textOf(this.#name, values) };
    }

    #sum(key: string): DescribedKey | undefined {
        const fields = [...this.#fields, ...OF_SUMS];
        const parts = splitKey(key, this.#format, fields.length);
        const all = parts && valuesOf(fields, parts);
        if (all === undefined) return undefined;
        const { '~time': _time, '~txId': txId, ...values } = all;
        const text = `${textOf(this.#name, values)} by ${String(txId).slice(0, TX_ID_SHOWN)}`;
        return { ...this.#about('sum'), values, text };
    }

    #entry(key: string, value: Uint8Array | undefined): DescribedKey | undefined {
        const index = this.#indexes.find(({ prefix }) => key.startsWith(prefix));
        if (index === undefined || !key.endsWith(SEPARATOR)) return undefined;
        const parts = key.slice(index.prefix.length, -1).split(SEPARATOR);
        const indexed = valuesOf(index.fields, parts.slice(0, index.fields.length));
        const rowParts = index.unique ? partsIn(value) : parts.slice(index.fields.length);
        const values = rowParts && valuesOf(this.#fields, rowParts);
        if (indexed === undefined || (values === undefined && !index.unique)) return undefined;
        const row = values === undefined ? '' : ` → ${textOf(this.#name, values)}`;
        const text = `${textOf(`${this.#name}.${index.name}`, indexed)}${row}`;
        return {
            ...this.#about('entry'),
            index: { name: index.name, unique: index.unique, values: indexed },
            values,
            text,
        };
    }

    #about<K extends DescribedKey['kind']>(
        kind: K,
    ): { readonly kind: K; readonly contract: string; readonly entity: string } {
        return { kind, contract: this.#contract, entity: this.#name };
    }
}

function indexOf(name: string, { objectType, fields, unique }: Members): DescribedIndex {
    return {
        name,
        prefix: `${SEPARATOR}${String(objectType)}${SEPARATOR}`,
        fields: fields as readonly KeyField[], // as this version of the extension has it
        unique: unique === true,
    };
}

function valuesOf(fields: readonly KeyField[], parts: readonly string[]): KeyValues | undefined {
    if (fields.length !== parts.length) return undefined;
    const values: Record<string, KeyPartValue> = {};
    for (const [index, { field, as, descending, text }] of fields.entries()) {
        const part = parts[index] ?? '';
        const value = text === true ? part : decoded(part, as, descending);
        if (value === undefined) return undefined;
        values[field] = value;
    }
    return values;
}

function decoded(part: string, as: KeyPartKind, descending: boolean | undefined): KeyPartValue | undefined {
    try {
        return decodeKeyPart(part, as, descending);
    } catch {
        return undefined;
    }
}

/** The row's parts in the value of a unique entry. */
function partsIn(value: Uint8Array | undefined): readonly string[] | undefined {
    if (value === undefined) return undefined;
    try {
        const { key } = JSON.parse(Buffer.from(value).toString()) as { readonly key?: unknown };
        return Array.isArray(key) && key.every((part) => typeof part === 'string') ? key : undefined;
    } catch {
        return undefined;
    }
}

function textOf(name: string, values: KeyValues): string {
    return `${name}(${Object.values(values).map(shown).join(', ')})`;
}

function shown(value: KeyPartValue): string {
    const text = value instanceof Date ? value.toISOString() : String(value);
    return PLAIN.test(text) ? text : JSON.stringify(text);
}
