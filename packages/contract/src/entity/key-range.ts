import { types } from 'node:util';
import type { KeyPartBounds, KeyRange } from '@heddle/core/internal';
import { endsAtSeparator, orderedKeyRange } from '@heddle/core/internal';
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
        if (isBounds(value)) return boundedRange(keys, { field, prefix, behind: keys.behind(index) }, value);
        prefix += partFor(keys, field, value) + keys.behind(index);
    }
    return { ...openRange(prefix), exact: prefix };
}

/** The part of a field's value. @throws ContractError INVALID_KEY, status 400 */
export function partFor(keys: RangedKeys, field: KeyField, value: unknown): string {
    const part = partOf(field, value);
    if (typeof part !== 'string') throw unfit(keys, field, value, part.problem);
    const { delimiter } = keys;
    if (delimiter === undefined || endsAtSeparator(part, delimiter, field === keys.fields.at(-1))) return part;
    const problem = part.includes(delimiter)
        ? `must not contain ${quote(delimiter)}, which separates the parts of the key`
        : `must not end so that ${quote(delimiter)}, which separates the parts of the key, begins within it`;
    throw unfit(keys, field, value, problem);
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
    { field, prefix, behind }: { readonly field: KeyField; readonly prefix: string; readonly behind: string },
    bounds: KeyPartBounds,
): KeyRange {
    const { label } = keys;
    const isOrdered = !field.text && (behind === '' || behind.startsWith('\u0000'));
    if (!isOrdered)
        throw misuse(label, `${field.field} stands in keys as text, for which there is no range: give an equal value`);
    for (const bound of Object.values(bounds)) partFor(keys, field, bound);
    try {
        const range = orderedKeyRange(prefix, bounds, { descending: field.descending, bare: behind === '' });
        return range.startKey === '' ? { ...range, startKey: FIRST_SIMPLE_KEY } : range;
    } catch (error) {
        throw misuse(label, `the range of ${field.field} has ${(error as Error).message}`); // nothing else is thrown
    }
}

/** Tells a range from an equal value, which is never a plain object. */
function isBounds(value: unknown): value is KeyPartBounds {
    return typeof value === 'object' && value !== null && !types.isDate(value);
}

/** TypeScript refuses these already. */
function refuseOthers({ label, fields }: RangedKeys, where: Readonly<Record<string, unknown>>): void {
    const names = fields.map(({ field }) => field);
    // Of anything else no field would be looked at, and all rows would be chosen.
    if (!isBounds(where) || Array.isArray(where))
        throw misuse(label, `a where-clause is an object with values of ${names.join(', ')}, not ${quote(where)}`);
    for (const [name, value] of Object.entries(where)) {
        const field = fields.find((known) => known.field === name);
        if (field === undefined) throw misuse(label, `${quote(name)} is none of ${names.join(', ')}`);
        refuseUndefined(label, name, value);
        const isOpen = (before: string): boolean => where[before] === undefined || isBounds(where[before]);
        const open = names.slice(0, names.indexOf(name)).find(isOpen);
        if (open !== undefined)
            throw misuse(
                label,
                `${name} comes behind ${open}, which needs one equal value: only the last may be a range`,
            );
        if (isBounds(value)) refuseOtherBounds(label, field, value);
    }
}

/** A value that a client left out would choose all rows. */
function refuseUndefined(label: string, name: string, value: unknown): void {
    if (value === undefined)
        throw misuse(label, `${name} is undefined: give it a value, or leave it out of the clause`);
}

function refuseOtherBounds(label: string, { field, as }: KeyField, bounds: object): void {
    const known: readonly string[] = BOUNDS;
    const given = Object.entries(bounds);
    if (given.length === 0 || given.some(([name]) => !known.includes(name)))
        throw misuse(label, `${field} takes a value, or an object with ${BOUNDS.join(', ')}`);
    for (const [name, bound] of given) refuseUndefined(label, `${field}.${name}`, bound);
    if (as !== 'string' && 'startsWith' in bounds) throw misuse(label, `startsWith of ${field}, which is no text`);
}

function misuse(label: string, message: string): ContractError {
    return new ContractError('STATE_MISUSE', `${label}: ${message}`, { status: 500 });
}
