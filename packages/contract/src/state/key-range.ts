import type { KeyPartBounds, KeyRange } from '@heddle/core/internal';
import { orderedKeyRange } from '@heddle/core/internal';
import { ContractError } from '../failures/contract-error';
import { quote } from '../failures/failures';
import { type KeyField, partOf } from './key-field';

/** Keys of which a where-clause chooses some: those of rows, or those of an index's entries. */
export interface RangedKeys {
    /** For messages, such as `lot` or `lot.byHolder`. */
    readonly label: string;
    readonly fields: readonly KeyField[];
    readonly prefix: string;
    /** What stands behind the part of a field. */
    readonly behind: (index: number) => string;
    /** Text that stands between parts, which no part may have; undefined where U+0000 does. */
    readonly delimiter: string | undefined;
    /** The values of its keys are not for messages. */
    readonly secret: boolean;
}

/** The range of a where-clause. */
export interface WhereRange extends KeyRange {
    /** Where every field has its value, all that stands in front of what the fields do not say. */
    readonly exact?: string;
}

const LAST_CHARACTER = '\u{10ffff}';
const FIRST_SIMPLE_KEY = '\u0001';
const BOUNDS = ['gt', 'gte', 'lt', 'lte', 'startsWith'] as const;

/**
 * The range of keys that a where-clause chooses: equal values for the first fields, then at most one range.
 * @throws ContractError STATE_MISUSE for another form, INVALID_KEY for a value that no key has
 */
export function whereRange(keys: RangedKeys, where: Readonly<Record<string, unknown>> = {}): WhereRange {
    refuseOthers(keys, where);
    let prefix = keys.prefix;
    for (const [index, field] of keys.fields.entries()) {
        const value = where[field.field];
        if (value === undefined) return openRange(prefix);
        if (isBounds(value)) return boundedRange(keys, { index, prefix }, value);
        prefix += partFor(keys, field, value) + keys.behind(index);
    }
    return { ...openRange(prefix), exact: prefix };
}

/** The part of a field's value. @throws ContractError INVALID_KEY, status 400 */
export function partFor(keys: RangedKeys, field: KeyField, value: unknown): string {
    const part = partOf(field, value);
    if (typeof part !== 'string') throw unfit(keys, field, value, part.problem);
    if (keys.delimiter !== undefined && part.includes(keys.delimiter))
        throw unfit(
            keys,
            field,
            value,
            `must not contain ${quote(keys.delimiter)}, which separates the parts of the key`,
        );
    return part;
}

function unfit({ label, secret }: RangedKeys, { field }: KeyField, value: unknown, problem: string): ContractError {
    const found = secret || value === undefined ? '' : `, and is ${quote(value)}`;
    return new ContractError('INVALID_KEY', `${label}: ${field} ${problem}${found}`);
}

function openRange(prefix: string): KeyRange {
    // Simple keys begin behind all composite ones.
    return { startKey: prefix === '' ? FIRST_SIMPLE_KEY : prefix, endKey: prefix + LAST_CHARACTER };
}

function boundedRange(
    keys: RangedKeys,
    { index, prefix }: { readonly index: number; readonly prefix: string },
    bounds: KeyPartBounds,
): KeyRange {
    const { label, fields } = keys;
    const field = fields[index];
    if (field === undefined) return openRange(prefix);
    const behind = keys.behind(index);
    const last = behind === '';
    if (field.text || !(last || behind.startsWith('\u0000')))
        throw misuse(label, `${field.field} stands in keys as text, for which there is no range: give an equal value`);
    if (field.as !== 'string' && bounds.startsWith !== undefined)
        throw misuse(label, `startsWith of ${field.field}, which is no text`);
    for (const name of BOUNDS) if (bounds[name] !== undefined) partFor(keys, field, bounds[name]);
    try {
        const range = orderedKeyRange(prefix, bounds, { descending: field.descending, bare: last });
        return range.startKey === '' ? { ...range, startKey: FIRST_SIMPLE_KEY } : range;
    } catch (error) {
        throw misuse(label, `the range of ${field.field} has ${(error as Error).message}`); // nothing else is thrown
    }
}

/** Tells a range from an equal value, which is never a plain object. */
function isBounds(value: unknown): value is KeyPartBounds {
    return typeof value === 'object' && value !== null && !(value instanceof Date);
}

/** TypeScript refuses these already. */
function refuseOthers({ label, fields }: RangedKeys, where: Readonly<Record<string, unknown>>): void {
    const names = fields.map(({ field }) => field);
    for (const [name, value] of Object.entries(where)) {
        if (value === undefined) continue;
        const index = names.indexOf(name);
        if (index < 0) throw misuse(label, `${quote(name)} is none of ${names.join(', ')}`);
        const missing = names.slice(0, index).find((before) => where[before] === undefined || isBounds(where[before]));
        if (missing !== undefined)
            throw misuse(
                label,
                `${name} comes behind ${missing}, which needs one equal value: a scan has one range, at its end`,
            );
        if (isBounds(value)) refuseUnknownBounds(label, name, value);
    }
}

function refuseUnknownBounds(label: string, field: string, bounds: object): void {
    const known: readonly string[] = BOUNDS;
    const names = Object.keys(bounds);
    const unknown = names.find((name) => !known.includes(name));
    if (unknown !== undefined || names.length === 0)
        throw misuse(label, `${field} takes a value, or an object with ${BOUNDS.join(', ')}`);
}

function misuse(label: string, message: string): ContractError {
    return new ContractError('STATE_MISUSE', `${label}: ${message}`, { status: 500 });
}
