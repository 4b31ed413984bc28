import { types } from 'node:util';
import { type KeyPartValue, type KeyRange, splitKey } from '@heddle/core/internal';
import { ContractError } from '../failures/contract-error';
import { quote } from '../failures/failures';
import type { KeyLayout } from './entity';
import { type KeyField, valueOfPart } from './key-field';
import { partFor, type RangedKeys, type WhereRange, whereRange } from './key-range';

const SEPARATOR = '\u0000';
/** In bytes: room for an index entry, in which a key stands again. */
const LONGEST_KEY = 4_096;
const PLAIN = /^[\w.:@-]{1,64}$/;

/** The layout of Fabric's composite keys. */
export function compositeLayout(objectType: string): Required<KeyLayout> {
    return { prefix: SEPARATOR + objectType + SEPARATOR, separator: SEPARATOR, suffix: SEPARATOR };
}

/** How the keys of an entity's rows are made of their fields, and read back. */
export class KeyFormat implements RangedKeys {
    readonly label: string;
    readonly fields: readonly KeyField[];
    readonly prefix: string;
    readonly separator: string;
    readonly suffix: string;
    readonly delimiter: string | undefined;
    readonly secret: boolean;

    constructor(
        label: string,
        fields: readonly KeyField[],
        { layout, secret }: { readonly layout: Required<KeyLayout>; readonly secret: boolean },
    ) {
        this.label = label;
        this.fields = fields;
        this.prefix = layout.prefix;
        this.separator = layout.separator;
        this.suffix = layout.suffix;
        this.delimiter = fields.length === 1 || layout.separator === SEPARATOR ? undefined : layout.separator;
        this.secret = secret;
    }

    /** What stands behind the part of a field. */
    readonly behind = (index: number): string => (index === this.fields.length - 1 ? this.suffix : this.separator);

    /**
     * The fields that a key says, of the bare value of a single part or of an object with all parts.
     * @throws ContractError INVALID_KEY, status 400
     */
    valuesOf(key: unknown): Readonly<Record<string, unknown>> {
        if (typeof key === 'object' && key !== null && !types.isDate(key)) return key as Record<string, unknown>;
        const [only, ...others] = this.fields;
        if (only !== undefined && others.length === 0) return { [only.field]: key };
        const names = this.fields.map(({ field }) => field).join(', ');
        throw new ContractError('INVALID_KEY', `${this.label}: the key is an object with ${names}`);
    }

    /** The same, and the author's object may change behind it. */
    copyOf(key: unknown): Readonly<Record<string, unknown>> {
        const values = this.valuesOf(key);
        const copied: Record<string, unknown> = {};
        for (const { field } of this.fields) {
            const value = values[field];
            copied[field] = types.isDate(value) ? new Date(value) : value;
        }
        return copied;
    }

    /** The ledger's key of a row, or of an object with the key's fields. @throws ContractError INVALID_KEY, status 400 */
    keyOf(values: Readonly<Record<string, unknown>>): string {
        return this.join(this.partsOf(values));
    }

    /** The parts of a row's key. @throws ContractError INVALID_KEY, status 400 */
    partsOf(values: Readonly<Record<string, unknown>>): string[] {
        return this.fields.map((field) => partFor(this, field, values[field.field]));
    }

    /** The key of these parts. @throws ContractError INVALID_KEY, status 400, for one that no ledger has */
    join(parts: readonly string[]): string {
        const key = this.prefix + parts.join(this.separator) + this.suffix;
        if (key === '') throw this.#invalid('the key is empty, which the ledger does not have');
        if (key.startsWith('_')) throw this.#invalid('the key begins with _, which CouchDB keeps for itself');
        const isComposite = this.prefix.startsWith(SEPARATOR);
        if (key.startsWith(SEPARATOR) && !isComposite) throw this.#invalid('the key begins with U+0000');
        // A unit of UTF-16 takes three bytes at most.
        if (key.length * 3 > LONGEST_KEY && Buffer.byteLength(key) > LONGEST_KEY)
            throw this.#invalid(`the key is longer than ${LONGEST_KEY} bytes`);
        return key;
    }

    /** The parts of a key; undefined for one that is not of this format, or has another number of parts. */
    split(key: string): string[] | undefined {
        return splitKey(key, this, this.fields.length);
    }

    /** The values of the key's fields; undefined for a key that is not one of this entity. */
    read(key: string): Record<string, KeyPartValue> | undefined {
        const parts = this.split(key);
        if (parts === undefined) return undefined;
        const values: Record<string, KeyPartValue> = {};
        for (const [index, field] of this.fields.entries()) {
            const value = valueOfPart(field, parts[index] ?? '');
            if (value === undefined) return undefined;
            values[field.field] = value;
        }
        return values;
    }

    /**
     * The range of the rows that a where-clause chooses.
     * @throws ContractError STATE_MISUSE for a form that no scan answers, INVALID_KEY for a value that no key has
     */
    range(where?: Readonly<Record<string, unknown>>): WhereRange {
        const range = whereRange(this, where);
        // Every part is there: between a key and the next one is nothing.
        return range.exact === undefined ? range : { ...range, ...exactRange(range.exact) };
    }

    /** The key for people, such as `lot(f1, 7)`; the name alone where keys may be secrets. */
    describe(key: string): string {
        if (this.secret) return this.label;
        const values = this.read(key);
        return `${this.label}(${values === undefined ? quote(key) : Object.values(values).map(shown).join(', ')})`;
    }

    #invalid(message: string): ContractError {
        return new ContractError('INVALID_KEY', `${this.label}: ${message}`);
    }
}

/** The range of one key. */
export function exactRange(key: string): KeyRange {
    return { startKey: key, endKey: key + SEPARATOR };
}

function shown(value: KeyPartValue): string {
    const text = value instanceof Date ? value.toISOString() : String(value);
    return PLAIN.test(text) ? text : quote(text);
}
