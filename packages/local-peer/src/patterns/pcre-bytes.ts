/** Sets of bytes, and the names that PCRE has for them with Erlang's tables, which are those of ISO Latin 1. */
export type ByteSet = ReadonlySet<number>;

export function byteSet(...ranges: readonly (number | readonly [number, number])[]): Set<number> {
    const bytes = new Set<number>();
    for (const range of ranges) {
        const [first, last] = typeof range === 'number' ? [range, range] : range;
        for (let byte = first; byte <= last; byte++) bytes.add(byte);
    }
    return bytes;
}

export const ALL_BYTES: ByteSet = byteSet([0, 255]);

export function complement(bytes: ByteSet): Set<number> {
    return difference(ALL_BYTES, bytes);
}

function difference(bytes: ByteSet, others: ByteSet): Set<number> {
    return new Set([...bytes].filter((byte) => !others.has(byte)));
}

function union(...sets: readonly ByteSet[]): Set<number> {
    return new Set(sets.flatMap((set) => [...set]));
}

const DIGIT = byteSet([0x30, 0x39]);
const LOWER = byteSet([0x61, 0x7a], 0xaa, 0xb5, 0xba, [0xdf, 0xf6], [0xf8, 0xff]);
const UPPER = byteSet([0x41, 0x5a], [0xc0, 0xd6], [0xd8, 0xde]);
const ALPHA = union(LOWER, UPPER);
const ALNUM = union(ALPHA, DIGIT);
const WORD = union(ALNUM, byteSet(0x5f));
const SPACE = byteSet([9, 13], 0x20);
const CNTRL = byteSet([0, 0x1f], [0x7f, 0x9f]);
const HORIZONTAL = byteSet(9, 0x20, 0xa0);
export const VERTICAL = byteSet([10, 13], 0x85);
const GRAPH = difference(complement(CNTRL), byteSet(0x20));

/** `\d` and its like; a capital letter means all others. */
const ESCAPES: Readonly<Record<string, ByteSet>> = {
    d: DIGIT,
    s: SPACE,
    w: WORD,
    h: HORIZONTAL,
    v: VERTICAL,
};

/** `[:alpha:]` and its like, which stand in brackets. */
const POSIX: Readonly<Record<string, ByteSet>> = {
    alpha: ALPHA,
    lower: LOWER,
    upper: UPPER,
    alnum: ALNUM,
    ascii: byteSet([0, 0x7f]),
    blank: byteSet(9, 0x20),
    cntrl: CNTRL,
    digit: DIGIT,
    graph: GRAPH,
    print: union(GRAPH, byteSet(0x20)),
    punct: difference(GRAPH, ALNUM),
    space: SPACE,
    word: WORD,
    xdigit: union(DIGIT, byteSet([0x41, 0x46], [0x61, 0x66])),
};

/** Undefined where the letter names none. */
export function escapedSet(letter: string): ByteSet | undefined {
    const bytes = own(ESCAPES, letter.toLowerCase());
    return bytes === undefined || letter === letter.toLowerCase() ? bytes : complement(bytes);
}

export function posixSet(name: string): ByteSet | undefined {
    return own(POSIX, name);
}

function own(sets: Readonly<Record<string, ByteSet>>, name: string): ByteSet | undefined {
    return Object.hasOwn(sets, name) ? sets[name] : undefined;
}

/** With the other case of each letter. */
export function bothCases(bytes: ByteSet): Set<number> {
    return new Set([...bytes].flatMap((byte) => [byte, otherCase(byte)]));
}

/** Small letters are as far behind the capital ones in both halves of the table. */
const CASE_DISTANCE = 0x20;

function otherCase(byte: number): number {
    if (UPPER.has(byte)) return byte + CASE_DISTANCE;
    return UPPER.has(byte - CASE_DISTANCE) ? byte - CASE_DISTANCE : byte;
}

/** As JavaScript writes it; a class of nothing matches nothing. */
export function setSource(bytes: ByteSet): string {
    if (bytes.size === ALL_BYTES.size) return '[^]';
    const parts: string[] = [];
    for (let byte = 0; byte <= 0xff; byte++) {
        if (!bytes.has(byte)) continue;
        const first = byte;
        while (bytes.has(byte + 1)) byte++;
        parts.push(first === byte ? hex(byte) : `${hex(first)}-${hex(byte)}`);
    }
    return `[${parts.join('')}]`;
}

function hex(byte: number): string {
    return `\\x${byte.toString(16).padStart(2, '0')}`;
}
