import { types } from 'node:util';
import { decodeKeyPart, encodeKeyPart, type KeyPartKind, type KeyPartValue } from '@heddle/core/internal';
import { scalarNamed } from '../scalars/scalars';
import type { ValueType } from '../value-types/value-type';

/** A field of a key or of an index, and how its values are parts of keys. */
export interface KeyField {
    readonly field: string;
    readonly as: KeyPartKind;
    readonly descending: boolean;
    /** Stands there as `String(value)`, for equality only. */
    readonly text: boolean;
}

const KINDS: ReadonlyMap<string, KeyPartKind> = new Map([
    ['string', 'string'],
    ['number', 'number'],
    ['bigint', 'bigint'],
    ['boolean', 'boolean'],
    ['Date', 'date'],
]);

/** What a key has of values of a type; undefined where no key can be made of them. */
export function keyKindOf(type: ValueType): KeyPartKind | undefined {
    if (type.kind === 'nullable') return keyKindOf(type.value);
    if (type.kind === 'scalar') return KINDS.get(type.scalar.names[0] ?? '');
    if (type.kind !== 'enum') return undefined;
    const [kind, ...others] = new Set(type.values.map((value) => typeof value));
    return others.length === 0 ? KINDS.get(kind ?? '') : undefined;
}

/** Why a value is no part of a key, to follow the field's name. */
export interface UnfitValue {
    readonly problem: string;
}

/** Writes a value of the field as a part of a key. */
export function partOf({ as, descending, text }: KeyField, value: unknown): string | UnfitValue {
    if (!isOfKind(value, as)) return { problem: `must be a ${as === 'string' ? 'text' : as}` };
    try {
        return text ? encodeKeyPart(String(value)) : encodeKeyPart(value, descending);
    } catch (error) {
        return { problem: `cannot be in a key: ${(error as Error).message}` }; // nothing else is thrown
    }
}

/** Reads a part back; undefined for what is no part of this field. */
export function valueOfPart({ as, descending, text }: KeyField, part: string): KeyPartValue | undefined {
    if (text) return valueOfText(as, part);
    try {
        return decodeKeyPart(part, as, descending);
    } catch {
        return undefined;
    }
}

function isOfKind(value: unknown, kind: KeyPartKind): value is KeyPartValue {
    return kind === 'date' ? types.isDate(value) : typeof value === kind;
}

function valueOfText(kind: KeyPartKind, text: string): KeyPartValue | undefined {
    const parsed = scalarNamed(kind)?.parse?.(text);
    if (parsed === undefined || !('value' in parsed)) return undefined;
    // The text of a value is one: 7.0 is another key.
    return String(parsed.value) === text ? (parsed.value as KeyPartValue) : undefined; // of the scalar of that name
}
