import { ConfigurationError, readGivenFile, reasonOf } from 'heddle/command';

const IS_TEXT = 'name one that can, or write @@ for a text that begins with @';

/**
 * The bytes of an argument: its text, or the content of a file after `@`; `@@` begins a text with `@`.
 *
 * @param source what messages call it, such as `argument 2`
 * @throws ConfigurationError if the file cannot be read
 */
export function parseArgument(text: string, source: string): Uint8Array {
    if (text.startsWith('@@')) return Buffer.from(text.slice(1));
    if (text.startsWith('@')) return readGivenFile({ value: text.slice(1), source }, IS_TEXT);
    return Buffer.from(text);
}

type Entry = readonly [key: string, value: Uint8Array];

/**
 * Transient data from `key=value` and `key=@file`, or, where it begins with a brace, as the peer command takes it: a JSON
 * object with base64 of each value. So no key begins with a brace.
 *
 * @throws ConfigurationError if one has no key, has the key of another, names a file that cannot be read, or is no such
 * object
 */
export function parseTransient(given: readonly string[]): Record<string, Uint8Array> {
    const data = new Map<string, Uint8Array>();
    const entries = given.flatMap((text) => (/^\s*\{/.test(text) ? parsePeerForm(text) : [parseEntry(text)]));
    for (const [key, value] of entries) {
        if (data.has(key)) throw new ConfigurationError(`--transient gives ${key} twice: give each key once`);
        data.set(key, value);
    }
    return Object.fromEntries(data);
}

function parseEntry(text: string): Entry {
    const end = text.indexOf('=');
    if (end < 1) {
        throw new ConfigurationError(`--transient ${text} has no key: write --transient key=value or key=@file`);
    }
    const key = text.slice(0, end);
    return [key, parseArgument(text.slice(end + 1), `--transient ${key}`)];
}

/** `{"key":"YmFzZTY0"}`: Go reads each value as bytes, which are base64 in JSON. */
function parsePeerForm(text: string): Entry[] {
    let value: unknown;
    try {
        value = JSON.parse(text);
    } catch (cause) {
        const remedy = 'correct it, or write --transient key=value';
        throw new ConfigurationError(`--transient begins with { and is no JSON (${reasonOf(cause)}): ${remedy}`);
    }
    return Object.entries(value as object).map(([key, member]: readonly [string, unknown]) => {
        if (typeof member === 'string' && BASE64.test(member)) return [key, Buffer.from(member, 'base64')];
        const remedy = `write base64, as for the peer command, or --transient '${key}=value' for a text`;
        throw new ConfigurationError(`--transient ${key} is ${JSON.stringify(member)}, which is no base64: ${remedy}`);
    });
}

/** With the padding that Go demands. */
const BASE64 = /^(?:[A-Za-z\d+/]{4})*(?:[A-Za-z\d+/]{2}==|[A-Za-z\d+/]{3}=)?$/;
