import { ConfigurationError, readGivenFile } from 'heddle/command';

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

/**
 * Transient data from `key=value` and `key=@file`.
 *
 * @throws ConfigurationError if one has no key, has the key of another, or names a file that cannot be read
 */
export function parseTransient(given: readonly string[]): Record<string, Uint8Array> {
    const data = new Map<string, Uint8Array>();
    for (const text of given) {
        const end = text.indexOf('=');
        if (end < 1) {
            throw new ConfigurationError(`--transient ${text} has no key: write --transient key=value or key=@file`);
        }
        const key = text.slice(0, end);
        if (data.has(key)) throw new ConfigurationError(`--transient gives ${key} twice: give each key once`);
        data.set(key, parseArgument(text.slice(end + 1), `--transient ${key}`));
    }
    return Object.fromEntries(data);
}
