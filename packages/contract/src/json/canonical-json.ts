import { types } from 'node:util';
import type { Failures, Place } from '../failures/failures';
import { scalarText } from '../scalars/scalars';
import { DEEPEST_NESTING } from './json-reader';

const PLAIN_TEXT = /^[ !#-[\]-~]*$/;
const LONE_SURROGATE = /\p{Surrogate}/u;

/**
 * Writes a value as canonical JSON: names sorted by their UTF-16 units, numbers and strings as in RFC 8785, no space.
 * Equal values give equal texts, whatever the order in which they were put together. bigint and Date are strings, bytes
 * are base64, a Map is an object; a property that is `undefined` is left out.
 *
 * What no reader would get back is added to the failures: NaN and infinities, integers beyond 2^53 - 1, lone surrogates,
 * `undefined` in an array, functions, symbols, promises, sets, cycles, nesting beyond 100. The text is of no use then.
 */
export function canonicalJson(value: unknown, failures: Failures, place?: Place): string {
    return write(value, { failures, depth: 0, place });
}

interface At {
    readonly failures: Failures;
    readonly depth: number;
    readonly place: Place | undefined;
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
            return `"${value}"`;
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

function writeObject(value: object | null, at: At): string {
    if (value === null) return 'null';
    if (at.depth >= DEEPEST_NESTING) return fail(at, `is nested deeper than ${DEEPEST_NESTING}, or refers to itself`);
    const builtIn = writeBuiltIn(value, at);
    if (builtIn !== undefined) return builtIn;
    const { toJSON } = value as { toJSON?: unknown };
    if (typeof toJSON === 'function') return write(toJSON.call(value), { ...at, depth: at.depth + 1 });
    const properties = value as Record<string, unknown>;
    return writeMembers(Object.keys(value), (name) => properties[name], at);
}

/** Objects of the language itself; undefined for others. */
function writeBuiltIn(value: object, at: At): string | undefined {
    if (Array.isArray(value)) return writeArray(value, at);
    const text = scalarText(value);
    if (text !== undefined) return typeof text === 'string' ? `"${text}"` : fail(at, text.problem);
    if (types.isMap(value)) return writeMap(value, at);
    const what = unrepresentable(value);
    return what === undefined ? undefined : fail(at, what);
}

function writeArray(values: readonly unknown[], at: At): string {
    const { failures, depth, place } = at;
    const parts: string[] = [];
    // Not map, which passes over what was never set.
    for (let index = 0; index < values.length; index += 1)
        parts.push(write(values[index], { failures, depth: depth + 1, place: { parent: place, key: index } }));
    return `[${parts.join(',')}]`;
}

function writeMap(map: ReadonlyMap<unknown, unknown>, at: At): string {
    const names = Array.from(map.keys()).filter((name) => typeof name === 'string');
    if (names.length < map.size) return fail(at, 'is a Map whose keys are not all strings');
    return writeMembers(names, (name) => map.get(name), at);
}

function writeMembers(names: string[], valueOf: (name: string) => unknown, at: At): string {
    const { failures, depth, place } = at;
    let members = '';
    for (const name of names.sort(byUnits)) {
        const value = valueOf(name);
        if (value === undefined) continue;
        const below = { failures, depth: depth + 1, place: { parent: place, key: name } };
        members += `${members === '' ? '' : ','}${writeString(name, below)}:${write(value, below)}`;
    }
    return `{${members}}`;
}

/** The order of UTF-16 units, which `<` compares by. */
function byUnits(left: string, right: string): number {
    return left < right ? -1 : Number(left > right);
}

/** Objects that JSON.stringify takes for plain ones, and loses. */
function unrepresentable(value: object): string | undefined {
    if (types.isPromise(value)) return 'is a promise (an `await` is missing)';
    if (types.isSet(value)) return 'is a Set (sort its members into an array)';
    if (types.isNativeError(value)) return 'is an Error';
    const isExotic =
        types.isRegExp(value) ||
        types.isBoxedPrimitive(value) ||
        types.isWeakMap(value) ||
        types.isWeakSet(value) ||
        types.isAnyArrayBuffer(value) ||
        ArrayBuffer.isView(value);
    return isExotic ? `is a ${Object.prototype.toString.call(value).slice(8, -1)}` : undefined;
}
