import { ChaincodeError } from '../errors';

/**
 * As much of DER (ITU-T X.690) as is needed to walk through a certificate: node:crypto shows neither extensions of other
 * people's making nor the exact parts of a name. Bytes come from clients, so nothing here recurses, allocates by a
 * length that the bytes claim, or reads past the end.
 */

/** Tags of the elements that certificates are made of (class and constructed bit included). */
export const DerTag = {
    OCTET_STRING: 0x04,
    OBJECT_IDENTIFIER: 0x06,
    SEQUENCE: 0x30,
    SET: 0x31,
    /** `[0] EXPLICIT`: a certificate's version. */
    CONTEXT_0: 0xa0,
    /** `[3] EXPLICIT`: a certificate's extensions. */
    CONTEXT_3: 0xa3,
} as const;

/** One element: its identifier octet and, as a view, its content. */
export interface DerElement {
    readonly tag: number;
    readonly content: Buffer;
}

const MAX_LENGTH_BYTES = 4;
/** Longer than any object identifier in use; the time to read one grows with the square of its length. */
const MAX_OBJECT_IDENTIFIER_BYTES = 128;

/**
 * Splits bytes into the elements that they consist of, one level deep.
 * @throws ChaincodeError INVALID_IDENTITY where they are not DER
 */
export function derElements(bytes: Buffer): DerElement[] {
    const elements: DerElement[] = [];
    for (let at = 0; at < bytes.length;) {
        const header = headerAt(bytes, at);
        const end = header.start + header.length;
        if (end > bytes.length) throw malformed(`${header.length} bytes at ${header.start}, ${bytes.length} in all`);
        elements.push({ tag: header.tag, content: bytes.subarray(header.start, end) });
        at = end;
    }
    return elements;
}

/** The elements within an element that must have this tag. */
export function derChildren(element: DerElement | undefined, tag: number): DerElement[] {
    return derElements(derContent(element, tag));
}

/** The content of an element that must have this tag. */
export function derContent(element: DerElement | undefined, tag: number): Buffer {
    if (element?.tag === tag) return element.content;
    throw malformed(`tag ${tag} expected, ${element?.tag ?? 'nothing'} found`);
}

/** An object identifier in dotted form, such as `2.5.4.3`. */
export function derObjectIdentifier(element: DerElement | undefined): string {
    const content = derContent(element, DerTag.OBJECT_IDENTIFIER);
    if (content.length > MAX_OBJECT_IDENTIFIER_BYTES) throw malformed('an object identifier beyond all bounds');
    const arcs: bigint[] = [];
    let arc = 0n;
    let open = true;
    for (const byte of content) {
        arc = (arc << 7n) | BigInt(byte & 0x7f);
        open = byte > 0x7f;
        if (open) continue;
        arcs.push(arc);
        arc = 0n;
    }
    const [first, ...rest] = arcs;
    if (first === undefined || open) throw malformed('an incomplete object identifier');
    // The first two arcs share a number; only below 2 may the second reach beyond 39.
    const root = first < 80n ? first / 40n : 2n;
    return [root, first - root * 40n, ...rest].join('.');
}

function headerAt(bytes: Buffer, at: number): { tag: number; start: number; length: number } {
    const tag = byteAt(bytes, at);
    if ((tag & 0x1f) === 0x1f) throw malformed('a tag of several bytes');
    const first = byteAt(bytes, at + 1);
    if (first < 0x80) return { tag, start: at + 2, length: first };
    const size = first & 0x7f;
    if (size === 0 || size > MAX_LENGTH_BYTES) throw malformed(`a length of ${size} bytes`);
    let length = 0;
    for (let index = 0; index < size; index++) length = length * 256 + byteAt(bytes, at + 2 + index);
    return { tag, start: at + 2 + size, length };
}

function byteAt(bytes: Buffer, at: number): number {
    const byte = bytes[at];
    if (byte === undefined) throw malformed(`it ends at byte ${bytes.length}`);
    return byte;
}

function malformed(what: string): ChaincodeError {
    return new ChaincodeError('INVALID_IDENTITY', `the client's certificate cannot be read: malformed DER, ${what}`);
}
