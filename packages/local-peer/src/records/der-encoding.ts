/** The few forms of ASN.1 DER that certificates, signatures and block headers are written in. */

const Tag = {
    BOOLEAN: 0x01,
    INTEGER: 0x02,
    BIT_STRING: 0x03,
    OCTET_STRING: 0x04,
    OBJECT_IDENTIFIER: 0x06,
    UTF8_STRING: 0x0c,
    UTC_TIME: 0x17,
    GENERALIZED_TIME: 0x18,
    SEQUENCE: 0x30,
    SET: 0x31,
} as const;

const CONTEXT = 0x80;
const CONSTRUCTED = 0x20;

export function sequence(...items: readonly Uint8Array[]): Buffer {
    return element(Tag.SEQUENCE, ...items);
}

export function set(...items: readonly Uint8Array[]): Buffer {
    return element(Tag.SET, ...items);
}

/** A non-negative integer, from its big-endian bytes. */
export function integer(magnitude: Uint8Array): Buffer {
    const start = magnitude.findIndex((byte) => byte !== 0);
    if (start < 0) return element(Tag.INTEGER, Buffer.of(0));
    const bytes = magnitude.subarray(start);
    const isNegative = (bytes[0] ?? 0) >= 0x80;
    return element(Tag.INTEGER, isNegative ? Buffer.of(0) : Buffer.alloc(0), bytes);
}

export function boolean(value: boolean): Buffer {
    return element(Tag.BOOLEAN, Buffer.of(value ? 0xff : 0));
}

export function octetString(bytes: Uint8Array): Buffer {
    return element(Tag.OCTET_STRING, bytes);
}

/** @param unused how many of the last byte's lower bits do not count */
export function bitString(bytes: Uint8Array, unused = 0): Buffer {
    return element(Tag.BIT_STRING, Buffer.of(unused), bytes);
}

export function utf8String(text: string): Buffer {
    return element(Tag.UTF8_STRING, Buffer.from(text));
}

/** `[number] EXPLICIT`, around a whole element. */
export function explicit(number: number, item: Uint8Array): Buffer {
    return element(CONTEXT | CONSTRUCTED | number, item);
}

/** `[number] IMPLICIT`, in place of the tag of a primitive element. */
export function implicit(number: number, contents: Uint8Array): Buffer {
    return element(CONTEXT | number, contents);
}

/** An object identifier, from its dotted form. */
export function objectIdentifier(dotted: string): Buffer {
    const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
    return element(Tag.OBJECT_IDENTIFIER, Buffer.from([first * 40 + second, ...rest].flatMap(base128)));
}

/** A point in time, to the second; UTCTime up to 2049, as X.509 demands. */
export function time(date: Date): Buffer {
    const digits = `${date.toISOString().slice(0, 19).replace(/[-:T]/g, '')}Z`;
    return date.getUTCFullYear() < 2050
        ? element(Tag.UTC_TIME, Buffer.from(digits.slice(2)))
        : element(Tag.GENERALIZED_TIME, Buffer.from(digits));
}

function element(tag: number, ...contents: readonly Uint8Array[]): Buffer {
    const length = contents.reduce((sum, part) => sum + part.length, 0);
    return Buffer.concat([Buffer.from([tag, ...lengthOctets(length)]), ...contents]);
}

function lengthOctets(length: number): number[] {
    if (length < 0x80) return [length];
    const octets: number[] = [];
    for (let rest = length; rest > 0; rest >>>= 8) octets.unshift(rest & 0xff);
    return [0x80 | octets.length, ...octets];
}

function base128(value: number): number[] {
    const septets = [value & 0x7f];
    for (let rest = value >>> 7; rest > 0; rest >>>= 7) septets.unshift((rest & 0x7f) | 0x80);
    return septets;
}
