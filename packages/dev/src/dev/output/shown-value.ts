import { isUtf8 } from 'node:buffer';

const LONGEST = 72;
/** What a terminal would obey, and what would turn the text around it: C0, C1, line ends, and marks of direction. */
const UNSAFE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cn}\p{Cs}]/gu;

/** Bytes as text where they are text, shortened, on one line and harmless to a terminal. */
export function showBytes(bytes: Uint8Array): string {
    if (isText(bytes)) return showText(Buffer.from(bytes).toString());
    return `<${bytes.length} bytes ${Buffer.from(bytes.subarray(0, 8)).toString('hex')}${bytes.length > 8 ? '…' : ''}>`;
}

/** The same with text in quotes, as an argument is written. */
export function quoteBytes(bytes: Uint8Array): string {
    return isText(bytes) ? `'${showBytes(bytes)}'` : showBytes(bytes);
}

function isText(bytes: Uint8Array): boolean {
    return isUtf8(bytes) && !bytes.includes(0);
}

/** @param longest how many characters it may have */
export function showText(text: string, longest = LONGEST): string {
    // Half of a pair that is cut apart is escaped.
    const shown = text.length > longest ? `${text.slice(0, longest - 1)}…` : text;
    return shown.replaceAll(UNSAFE, escape);
}

/** A key; a composite one as its parts. */
export function showKey(key: string): string {
    if (!key.startsWith('\u0000')) return showText(key);
    const parts = key.split('\u0000').filter((part) => part !== '');
    return `[${showText(parts.join(', '))}]`;
}

/** The keys that a range query asked for. */
export function showRange(startKey: string, endKey: string): string {
    // What a peer makes of no start (fabric, core/ledger/kvledger/txmgmt/txmgr).
    const start = startKey === '\u0001' ? '' : startKey;
    if (start === '' && endKey === '') return 'all keys';
    if (endKey === `${start}\u{10ffff}`) return `${showKey(start)}…`;
    return `${showKey(start)}…${showKey(endKey)}`;
}

function escape(character: string): string {
    const named: Readonly<Record<string, string>> = {
        '\n': String.raw`\n`,
        '\r': String.raw`\r`,
        '\t': String.raw`\t`,
    };
    return named[character] ?? `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
}
