import { parseJson } from './json-text';
import { CodecProblem, refuse } from './problem';

/**
 * How values of a type travel: as arguments and results of transactions, where texts and numbers stand bare, and inside of
 * JSON. Generated clients put them together from those that this package has.
 */
export interface Codec<T> {
    /** What messages call the type, to follow "must be". */
    readonly expected: string;
    /** The JSON of a value. @throws CodecProblem */
    write(value: T, path: string): string;
    /** The value of parsed JSON. @throws CodecProblem */
    read(json: unknown, path: string): T;
    /** An argument of a value. @throws CodecProblem */
    toArgument(value: T, path: string): string | Uint8Array;
    /** The value of a result. @throws CodecProblem */
    fromResult(bytes: Uint8Array, path: string): T;
}

type InJson<T> = Pick<Codec<T>, 'expected' | 'write' | 'read'>;

/** Makes the codec of a type whose results are JSON. */
export function jsonCodec<T>({ expected, write, read }: InJson<T>): Codec<T> {
    return {
        expected,
        write,
        read,
        toArgument: (value, path) => bare(write(value, path)),
        fromResult: (bytes, path) => read(parsed(bytes, path, expected), path),
    };
}

/** Makes the codec of a type that JSON has in a string; its results are the string's content. */
export function textCodec<T>({ expected, write, read }: InJson<T>): Codec<T> {
    return {
        ...jsonCodec({ expected, write, read }),
        fromResult: (bytes, path) => read(textOf(bytes, path), path),
    };
}

/** What JSON has in a string stands without quotes as an argument. */
function bare(json: string): string {
    return json.startsWith('"') ? (JSON.parse(json) as string) : json;
}

function parsed(bytes: Uint8Array, path: string, expected: string): unknown {
    const text = textOf(bytes, path);
    if (text === '') throw new CodecProblem(path, `must be ${expected}, and is empty`);
    try {
        return parseJson(text);
    } catch {
        return refuse(path, `JSON of ${expected}`, text);
    }
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** @throws CodecProblem for bytes that are not UTF-8 */
export function textOf(bytes: Uint8Array, path: string): string {
    try {
        return utf8.decode(bytes);
    } catch {
        throw new CodecProblem(path, `must be text, and its ${bytes.length} bytes are not UTF-8`);
    }
}
