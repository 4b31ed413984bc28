import { types } from 'node:util';
import type { Failures, Place } from '../failures/failures';
import { bigintScalar } from '../scalars/bigint-scalar';
import type { Unwritable } from '../scalars/scalar';
import { scalarText } from '../scalars/scalars';
import { DEEPEST_NESTING, InexactNumber } from './json-reader';
import { unrepresentable } from './unrepresentable';

const PLAIN_TEXT = /^[ !#-[\]-~]*$/;
const LONE_SURROGATE = /\p{Surrogate}/u;

/**
 * Writes a value as canonical JSON: names sorted by their UTF-16 units, numbers and strings as in RFC 8785, no space.
 * Equal values give equal texts, whatever the order in which they were put together. bigint and Date are strings, bytes
 * are base64, a Map is an object; a property that is `undefined` is left out. Other objects are what their `toJSON` says,
 * or their own enumerable properties.
 *
 * What no reader would get back is added to the failures: NaN and infinities, integers beyond 2^53 - 1, lone surrogates,
 * bigints of more than a thousand digits, `undefined` in an array or a Map, functions, symbols, promises, sets, iterators,
 * objects that keep all they have to themselves, cycles, nesting beyond 100. The text is of no use then.
 */
export function canonicalJson(value: unknown, failures: Failures, place?: Place, extra?: ExtraMembers): string {
    return write(value, { failures, depth: 0, place, extra });
}

/** A member of an object that is written as its text says. */
export interface WrittenMember {
    readonly name: string;
    readonly text: string;
}

/** Members that an object is written with, besides its own properties or in their place. */
export type ExtraMembers = (object: object) => readonly WrittenMember[] | undefined;

interface At {
    readonly failures: Failures;
    readonly depth: number;
    readonly place: Place | undefined;
    readonly extra: ExtraMembers | undefined;
}

function write(value: unknown, at: At): string {
    switch (typeof value) {
        case 'string':
            return writeString(value, at);
        case 'number':
            return writeNumber(value, at);
        case 'boolean':
            return value ? 'true' : 'false';
        case 'bigint':
            return writeScalar(bigintScalar.json.write(value), at);
        case 'object':
            return writeObject(value, at);
        case 'undefined':
            return fail(at, 'is undefined');
        case 'function':
        case 'symbol':
            return fail(at, `is a ${typeof value}`);
    }
}

function fail({ failures, place }: At, what: string): string {
    failures.add(place, `${what}, which JSON cannot represent`, 'unrepresentable');
    return 'null';
}

function writeString(value: string, at: At): string {
    if (PLAIN_TEXT.test(value)) return `"${value}"`;
    if (LONE_SURROGATE.test(value)) return fail(at, 'has half of a surrogate pair');
    return JSON.stringify(value);
}

function writeNumber(value: number, at: At): string {
    if (!Number.isFinite(value)) return fail(at, `is ${value}`);
    if (Number.isInteger(value) && !Number.isSafeInteger(value))
        return fail(at, `is an integer beyond ±(2^53 - 1) and not a bigint`);
    // -0 is 0 in RFC 8785 too.
    return String(value);
}

/** Text that JSON need not escape. */
function writeScalar(text: string | Unwritable, at: At): string {
    return typeof text === 'string' ? `"${text}"` : fail(at, text.problem);
}

function writeObject(value: object | null, at: At): string {
    if (value === null) return 'null';
    if (at.depth >= DEEPEST_NESTING) return fail(at, `is nested deeper than ${DEEPEST_NESTING}, or refers to itself`);
    const builtIn = writeBuiltIn(value, at);
    if (builtIn !== undefined) return builtIn;
    // What an object says of itself counts more than what it is.
    const { toJSON } = value as { toJSON?: unknown };
    if (typeof toJSON === 'function') return write(toJSON.call(value), { ...at, depth: at.depth + 1 });
    const what = unrepresentable(value);
    return what === undefined ? writeProperties(value as Record<string, unknown>, at) : fail(at, what);
}

/** Objects of the language that have a form of their own; undefined for others. */
function writeBuiltIn(value: object, at: At): string | undefined {
    if (Array.isArray(value)) return writeArray(value, at);
    const text = scalarText(value);
    if (text !== undefined) return writeScalar(text, at);
    if (value instanceof InexactNumber) return value.text;
    return types.isMap(value) ? writeMap(value, at) : undefined;
}

function writeArray(values: readonly unknown[], at: At): string {
    const { failures, depth, place, extra } = at;
    const parts: string[] = [];
    // Not map, which passes over what was never set.
    for (let index = 0; index < values.length; index += 1)
        parts.push(write(values[index], { failures, depth: depth + 1, place: { parent: place, key: index }, extra }));
    return `[${parts.join(',')}]`;
}

function writeMap(map: ReadonlyMap<unknown, unknown>, at: At): string {
    const names = Array.from(map.keys()).filter((name) => typeof name === 'string');
    if (names.length < map.size) return fail(at, 'is a Map whose keys are not all strings');
    // An entry that is left out is one that the Map has lost, unlike a property.
    const empty = names.find((name) => map.get(name) === undefined);
    if (empty !== undefined) return fail({ ...at, place: { parent: at.place, key: empty } }, 'is undefined');
    return writeMembers(names, (name) => map.get(name), at);
}

function writeProperties(properties: Readonly<Record<string, unknown>>, at: At): string {
    const names = Object.keys(properties);
    if (names.includes('__proto__')) refuseName('__proto__', at);
    const extra = at.extra?.(properties);
    if (extra === undefined) return writeMembers(names, (name) => properties[name], at);
    const written = new Map(extra.map(({ name, text }) => [name, text]));
    return writeMembers(Array.from(new Set([...names, ...written.keys()])), (name) => properties[name], at, written);
}

/** Readers refuse it: as a property of a plain object it changes the prototype as soon as somebody copies it. */
function refuseName(name: string, { failures, place }: At): void {
    failures.add({ parent: place, key: name }, 'is not a name that an object may have', 'unrepresentable');
}

/** @param written the texts of members that are written already */
function writeMembers(
    names: string[],
    valueOf: (name: string) => unknown,
    at: At,
    written?: ReadonlyMap<string, string>,
): string {
    const { failures, depth, place, extra } = at;
    let members = '';
    for (const name of names.sort(byUnits)) {
        const text = written?.get(name);
        const value = text ?? valueOf(name);
        if (value === undefined) continue;
        const below = { failures, depth: depth + 1, place: { parent: place, key: name }, extra };
        members += `${members === '' ? '' : ','}${writeString(name, below)}:${text ?? write(value, below)}`;
    }
    return `{${members}}`;
}

/** The order of UTF-16 units, which `<` compares by. */
function byUnits(left: string, right: string): number {
    return left < right ? -1 : Number(left > right);
}
