import { type Codec, jsonCodec, textCodec, textOf } from './codec';
import { CodecProblem, memberPath, refuse } from './problem';
import { unknown } from './scalars';

/** Makes the codec of arrays. */
export function array<T>(element: Codec<T>): Codec<readonly T[]> {
    return jsonCodec({
        expected: 'an array',
        write: (values, path) => {
            const items: readonly T[] = Array.isArray(values) ? values : refuse(path, 'an array', values);
            return `[${items.map((value, at) => element.write(value, `${path}[${at}]`)).join(',')}]`;
        },
        read: (json, path) => {
            const items: readonly unknown[] = Array.isArray(json) ? json : refuse(path, 'an array', json);
            return items.map((item, at) => element.read(item, `${path}[${at}]`));
        },
    });
}

/** Makes the codec of objects whose names are data, as those of a map are. */
export function record<T>(member: Codec<T>): Codec<Readonly<Record<string, T>>> {
    return jsonCodec({
        expected: 'an object',
        write: (value, path) => {
            const members = Object.entries(membersOf(value, path)) as [string, T][];
            return `{${members.map(([name, one]) => `${JSON.stringify(name)}:${member.write(one, memberPath(path, name))}`).join(',')}}`;
        },
        read: (json, path) => {
            const members = Object.entries(membersOf(json, path));
            return Object.fromEntries(members.map(([name, one]) => [name, member.read(one, memberPath(path, name))]));
        },
    });
}

/** Makes the codec of values that may be null. */
export function nullable<T>(value: Codec<T>): Codec<T | null> {
    const isNull = (bytes: Uint8Array): boolean => bytes.length === 4 && textOf(bytes, '') === 'null';
    return {
        expected: `${value.expected} or null`,
        write: (given, path) => (given === null ? 'null' : value.write(given, path)),
        read: (json, path) => (json === null ? null : value.read(json, path)),
        toArgument: (given, path) => {
            if (given === null) return 'null';
            const argument = value.toArgument(given, path);
            if (argument !== 'null') return argument;
            throw new CodecProblem(path, 'is the text "null", which would arrive as null: put it into an object');
        },
        fromResult: (bytes, path) => (isNull(bytes) ? null : value.fromResult(bytes, path)),
    };
}

const OPTIONAL = Symbol('optional');

/** A member or a parameter that may be left out. */
export interface Optional<T> extends Codec<T> {
    readonly [OPTIONAL]: true;
}

/** Lets a member or a parameter be left out. */
export function optional<T>(value: Codec<T>): Optional<T> {
    return { ...value, [OPTIONAL]: true };
}

/** Tells whether it may be left out. */
export function isOptional(value: Codec<unknown>): boolean {
    return OPTIONAL in value;
}

/** The codecs of an object's members. */
export type MemberCodecs<T> = {
    readonly [K in keyof T]-?: undefined extends T[K] ? Optional<NonNullable<T[K]>> | Codec<T[K]> : Codec<T[K]>;
};

/**
 * Makes the codec of objects with certain members. Members that are not declared, as a newer chaincode may have, stay as
 * they are in JSON: they are neither lost nor in the way.
 * @param members made when the first value is met, since types may contain themselves
 */
export function object<T extends object>(members: () => MemberCodecs<T>): Codec<T> {
    let made: ReadonlyMap<string, Codec<unknown>> | undefined;
    const known = (): ReadonlyMap<string, Codec<unknown>> =>
        (made ??= new Map(Object.entries(members() as Record<string, Codec<unknown>>)));
    return jsonCodec<T>({
        expected: 'an object',
        write: (value, path) => `{${transcribe(known(), membersOf(value, path), path, writeMember).join(',')}}`,
        read: (json, path) => Object.fromEntries(transcribe(known(), membersOf(json, path), path, readMember)) as T,
    });
}

type Transcription<R> = (codec: Codec<unknown>, name: string, value: unknown, path: string) => R;

const writeMember: Transcription<string> = (codec, name, value, path) =>
    `${JSON.stringify(name)}:${codec.write(value, path)}`;
const readMember: Transcription<[string, unknown]> = (codec, name, json, path) => [name, codec.read(json, path)];

function transcribe<R>(
    known: ReadonlyMap<string, Codec<unknown>>,
    members: Readonly<Record<string, unknown>>,
    path: string,
    one: Transcription<R>,
): R[] {
    for (const [name, codec] of known) {
        if (memberOf(members, name) !== undefined || isOptional(codec)) continue;
        throw new CodecProblem(memberPath(path, name), `is missing: it must be ${codec.expected}`);
    }
    return Object.entries(members)
        .filter(([, value]) => value !== undefined)
        .map(([name, value]) => one(known.get(name) ?? unknown, name, value, memberPath(path, name)));
}

function memberOf(members: Readonly<Record<string, unknown>>, name: string): unknown {
    return Object.hasOwn(members, name) ? members[name] : undefined;
}

function membersOf(value: unknown, path: string): Readonly<Record<string, unknown>> {
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    return isObject ? (value as Record<string, unknown>) : refuse(path, 'an object', value);
}

/** Makes the codec of certain values, as of an enum. */
export function oneOf<T extends readonly (string | number | boolean | null)[]>(...values: T): Codec<T[number]> {
    const expected = `one of ${values.map((value) => JSON.stringify(value)).join(', ')}`;
    const byText = new Map<string, T[number]>(values.map((value) => [String(value), value]));
    const isOne = (value: unknown): value is T[number] => values.includes(value as T[number]);
    const codec = textCodec<T[number]>({
        expected,
        write: (value, path) => (isOne(value) ? JSON.stringify(value) : refuse(path, expected, value)),
        read: (json, path) => (isOne(json) ? json : refuse(path, expected, json)),
    });
    return {
        ...codec,
        fromResult: (bytes, path) => {
            const text = textOf(bytes, path);
            const value = byText.get(text);
            return value === undefined ? refuse(path, expected, text) : value;
        },
    };
}

/** Makes the codec of objects that say by one member which they are. */
export function variants<T extends object>(
    property: string,
    codecs: Readonly<Record<string, Codec<unknown>>>,
): Codec<T> {
    const known = new Map(Object.entries(codecs as Readonly<Record<string, Codec<T>>>));
    const expected = `an object whose ${property} is one of ${[...known.keys()].map((name) => JSON.stringify(name)).join(', ')}`;
    const choose = (value: unknown, path: string): Codec<T> => {
        const name = memberOf(membersOf(value, path), property);
        const chosen = typeof name === 'string' ? known.get(name) : undefined;
        return chosen ?? refuse(path, expected, value);
    };
    return jsonCodec<T>({
        expected,
        write: (value, path) => choose(value, path).write(value, path),
        read: (json, path) => choose(json, path).read(json, path),
    });
}
