import { type ByteSet, byteSet, complement, escapedSet, posixSet } from './pcre-bytes';
import { PatternInvalid, type PatternText, PatternUnsupported } from './pcre-text';

/** What stands for bytes in PCRE: escapes, and classes in brackets. */

const CONTROLS: Readonly<Record<string, number>> = { a: 7, e: 27, f: 12, n: 10, r: 13, t: 9 };
const MAX_BYTE = 0xff;

/** The byte or the bytes that an escape stands for, whose backslash has been read; octal where it is a number. */
export function readEscape(text: PatternText): number | ByteSet {
    const sign = text.take();
    if (Object.hasOwn(CONTROLS, sign)) return CONTROLS[sign] ?? 0;
    const bytes = escapedSet(sign);
    if (bytes !== undefined) return bytes;
    switch (sign) {
        case 'x':
            return readHexadecimal(text);
        case 'o':
            return toByte(text.expect(/\{([0-7]+)\}/y)[1], 8);
        case 'c':
            return readControl(text);
        case 'p':
        case 'P':
            return readProperty(text, sign === 'P');
        default:
            return readPlain(text, sign);
    }
}

function readPlain(text: PatternText, sign: string): number {
    if (/[0-7]/.test(sign)) {
        text.at--;
        return toByte(text.expect(/[0-7]{1,3}/y)[0], 8);
    }
    if (/[lLuUgkN]/.test(sign)) throw new PatternInvalid();
    return sign.charCodeAt(0);
}

function readHexadecimal(text: PatternText): number {
    if (text.next === '{') return toByte(text.expect(/\{([0-9a-fA-F]+)\}/y)[1], 16);
    return toByte(`0${text.match(/[0-9a-fA-F]{1,2}/y)?.[0] ?? ''}`, 16);
}

function toByte(digits: string | undefined, base: number): number {
    const value = Number.parseInt(digits ?? '', base);
    if (!(value <= MAX_BYTE)) throw new PatternInvalid();
    return value;
}

function readControl(text: PatternText): number {
    const sign = text.take().charCodeAt(0);
    if (sign > 0x7f) throw new PatternInvalid();
    return String.fromCharCode(sign).toUpperCase().charCodeAt(0) ^ 0x40;
}

const CATEGORIES = /^(?:C[cfnos]?|L[lmotu&]?|M[cen]?|N[dlo]?|P[cdefios]?|S[ckmo]?|Z[lps]?|Any)$/;

/** Properties are those of the characters that ISO Latin 1 has at the bytes. */
function readProperty(text: PatternText, isNegated: boolean): ByteSet {
    const [, sign = '', inBraces, letter] = text.expect(/(?:\{(?:(\^?)([A-Za-z_0-9& ]+))\}|([A-Za-z]))/y);
    const name = inBraces ?? letter ?? '';
    if (!CATEGORIES.test(name)) throw new PatternUnsupported(`property \\p{${name}}`);
    const property = name === 'L&' ? '[\\p{Lu}\\p{Ll}\\p{Lt}]' : `\\p{${name}}`;
    const pattern = new RegExp(property, 'u');
    const bytes = new Set(
        Array.from({ length: 256 }, (_, byte) => byte).filter((byte) => pattern.test(String.fromCharCode(byte))),
    );
    return isNegated === (sign === '^') ? bytes : complement(bytes);
}

/** The bytes of a class, whose opening bracket has been read; without the other case of its letters. */
export function readClass(text: PatternText): { readonly bytes: Set<number>; readonly isNegated: boolean } {
    const isNegated = text.skip('^');
    const bytes = new Set<number>();
    let isFirst = true;
    while (isFirst || text.next !== ']') {
        if (text.isAtEnd) throw new PatternInvalid();
        isFirst = !readClassItem(text, bytes) && isFirst;
    }
    text.at++;
    return { bytes, isNegated };
}

/** Tells whether there was anything in it. */
function readClassItem(text: PatternText, bytes: Set<number>): boolean {
    if (text.skip('\\E')) return false;
    if (text.skip('\\Q')) return readQuoted(text, bytes);
    const first = readClassAtom(text);
    if (typeof first !== 'number') {
        for (const byte of first) bytes.add(byte);
        return true;
    }
    for (const byte of byteSet([first, readRangeEnd(text, first)])) bytes.add(byte);
    return true;
}

function readQuoted(text: PatternText, bytes: Set<number>): boolean {
    const quoted = text.expect(/([^]*?)\\E/y)[1] ?? '';
    for (const sign of quoted) bytes.add(sign.charCodeAt(0));
    return quoted !== '';
}

/** A hyphen at the end of a class is one. */
function readRangeEnd(text: PatternText, first: number): number {
    if (text.match(/-(?!\])(?=[^])/y) === undefined) return first;
    const last = readClassAtom(text);
    if (typeof last !== 'number' || last < first) throw new PatternInvalid();
    return last;
}

function readClassAtom(text: PatternText): number | ByteSet {
    const posix = text.match(/\[([:.=])(\^?)([a-zA-Z<>]*)\1\]/y);
    if (posix !== undefined) return readPosix(posix);
    const sign = text.take();
    if (sign !== '\\') return sign.charCodeAt(0);
    if (text.skip('b')) return 8;
    return readEscape(text);
}

function readPosix([, kind, sign, name = '']: RegExpExecArray): ByteSet {
    const bytes = kind === ':' ? posixSet(name) : undefined;
    if (bytes === undefined) throw new PatternInvalid();
    return sign === '^' ? complement(bytes) : bytes;
}
