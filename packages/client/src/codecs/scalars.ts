import { type Codec, jsonCodec, textCodec, textOf } from './codec';
import { Payload } from './payload';
import { CodecProblem, memberPath, refuse } from './problem';

function identity<T>(expected: string, is: (value: unknown) => boolean): Pick<Codec<T>, 'expected' | 'write' | 'read'> {
    return {
        expected,
        write: (value, path) => (is(value) ? JSON.stringify(value) : refuse(path, expected, value)),
        read: (json, path) => (is(json) ? (json as T) : refuse(path, expected, json)),
    };
}

/** Texts. Half of a surrogate pair, which UTF-8 has no bytes for, is refused. */
export const string: Codec<string> = textCodec(
    identity('a text', (value) => typeof value === 'string' && value.isWellFormed()),
);

/** Doubles. An integer that a double does not hold exactly is refused. */
export const number: Codec<number> = jsonCodec({
    ...identity<number>('a number', Number.isFinite),
    read: (json, path) => {
        if (typeof json === 'bigint' && isHeld(json)) return Number(json);
        return Number.isFinite(json) ? (json as number) : refuse(path, 'a number', json);
    },
});

/** Whether the digits are those of a double: all of them, or the fewest that tell it from others. */
function isHeld(digits: bigint): boolean {
    const value = Number(digits);
    return Number.isFinite(value) && (BigInt(value) === digits || String(value) === String(digits));
}

/** true and false. */
export const boolean: Codec<boolean> = jsonCodec(identity('true or false', (value) => typeof value === 'boolean'));

const DIGITS = /^(?:0|-?[1-9]\d*)$/;

/** Integers of any size, which JSON has as a string of digits: contracts of Heddle write them so. */
export const bigint: Codec<bigint> = textCodec({
    expected: 'an integer in decimal digits',
    write: (value, path) => (typeof value === 'bigint' ? `"${value}"` : refuse(path, 'a bigint', value)),
    read: (json, path) =>
        typeof json === 'string' && DIGITS.test(json)
            ? BigInt(json)
            : refuse(path, 'an integer in decimal digits', json),
});

/** Integers of 64 bits, which JSON has as numbers: contracts in Go and in Java write them so. */
export const int64: Codec<bigint> = jsonCodec({
    expected: 'an integer',
    write: (value, path) => (typeof value === 'bigint' ? String(value) : refuse(path, 'a bigint', value)),
    read: (json, path) => {
        if (typeof json === 'bigint') return json;
        return Number.isSafeInteger(json) ? BigInt(json as number) : refuse(path, 'an integer', json);
    },
});

const TIMESTAMP = /^(\d{4}-\d\d-\d\d)[Tt](\d\d:\d\d:\d\d)(?:\.(\d+))?(?:[Zz]|[+-]\d\d:\d\d)$/;
const AN_INSTANT = 'a date and time of RFC 3339, to the millisecond';

/** Instants, to the millisecond. What is finer is refused, since a Date would lose it. */
export const date: Codec<Date> = textCodec({
    expected: AN_INSTANT,
    write: (value, path) =>
        value instanceof Date && isInFourDigits(value)
            ? `"${value.toISOString()}"`
            : refuse(path, 'a valid Date', value),
    read: (json, path) => parseDate(json) ?? refuse(path, AN_INSTANT, json),
});

function parseDate(json: unknown): Date | undefined {
    if (typeof json !== 'string') return undefined;
    const [, day = '', time = '', fraction = ''] = TIMESTAMP.exec(json) ?? [];
    const local = new Date(`${day}T${time}Z`);
    // Date takes 30 February for 1 March.
    if (Number.isNaN(local.getTime()) || !local.toISOString().startsWith(`${day}T${time}`)) return undefined;
    const value = new Date(json);
    return isInFourDigits(value) && !/[1-9]/.test(fraction.slice(3)) ? value : undefined;
}

/** No NaN, of an invalid date, is in between. */
function isInFourDigits(value: Date): boolean {
    const year = value.getUTCFullYear();
    return year >= 0 && year <= 9999;
}

const BASE64 = /^(?:[A-Za-z\d+/]{4})*(?:[A-Za-z\d+/]{2}==|[A-Za-z\d+/]{3}=)?$/;

/** Bytes, which JSON has in base64. */
export const bytes: Codec<Uint8Array> = {
    expected: 'bytes',
    write: (value, path) => `"${Buffer.from(asBytes(value, path)).toString('base64')}"`,
    read: (json, path) =>
        typeof json === 'string' && BASE64.test(json)
            ? new Uint8Array(Buffer.from(json, 'base64'))
            : refuse(path, 'bytes in base64', json),
    toArgument: asBytes,
    fromResult: (value) => value,
};

function asBytes(value: Uint8Array, path: string): Uint8Array {
    return value instanceof Uint8Array ? value : refuse(path, 'bytes', value);
}

/** Anything that JSON has; bigints, dates and bytes in it become strings. For what no type is declared of. */
export const unknown: Codec<unknown> = {
    ...jsonCodec<unknown>({ expected: 'a value', write: writeAny, read: (json) => json }),
    toArgument: (value, path) => {
        if (value instanceof Uint8Array) return value;
        const json = writeAny(value, path);
        return json.startsWith('"') ? (JSON.parse(json) as string) : json;
    },
};

function writeAny(value: unknown, path: string): string {
    const scalar = scalarOf(value);
    if (scalar !== undefined) return scalar.write(value, path);
    if (value === null) return 'null';
    if (Array.isArray(value)) return `[${value.map((element, at) => writeAny(element, `${path}[${at}]`)).join(',')}]`;
    if (typeof value !== 'object') return refuse(path, 'a value that JSON has', value);
    const members: [string, unknown][] = Object.entries(value);
    const present = members.filter(([, member]) => member !== undefined);
    return `{${present.map(([name, member]) => `${JSON.stringify(name)}:${writeAny(member, memberPath(path, name))}`).join(',')}}`;
}

function scalarOf(value: unknown): Codec<unknown> | undefined {
    if (value instanceof Date) return date;
    if (value instanceof Uint8Array) return bytes;
    return SCALARS.get(typeof value);
}

const SCALARS: ReadonlyMap<string, Codec<unknown>> = new Map<string, Codec<unknown>>([
    ['string', string],
    ['number', number],
    ['boolean', boolean],
    ['bigint', bigint],
]);

/** No value: a transaction that answers nothing. What it answers all the same is refused. */
export const nothing: Codec<void> = {
    expected: 'nothing',
    write: () => 'null',
    read: () => undefined,
    toArgument: () => '',
    fromResult: (payload, path) => {
        if (payload.length === 0 || textOf(payload, path) === 'null') return;
        throw new CodecProblem(path, `must be empty, and has ${payload.length} bytes`);
    },
};

/** What no result is declared of: its bytes, as they are. */
export const payload: Codec<Payload> = {
    expected: 'a payload',
    write: (value, path) => bytes.write(value.bytes, path),
    read: (json, path) => new Payload(bytes.read(json, path)),
    toArgument: (value) => value.bytes,
    fromResult: (value) => new Payload(value),
};
