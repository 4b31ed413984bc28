/** Reads as much of a certificate's DER as it takes to repeat a name byte by byte; the rest is node:crypto's part. */

const SEQUENCE = 0x30;
/** Of the version, which is left out where it is the first. */
const EXPLICIT_0 = 0xa0;
const LONG_FORM = 0x80;

interface Element {
    readonly tag: number;
    /** Where its content begins, and where the element ends. */
    readonly content: number;
    readonly end: number;
}

/** The subject's name, with its tag. @throws Error for bytes that are not a certificate */
export function subjectOf(certificate: Buffer): Buffer {
    const body = elementAt(certificate, elementAt(certificate, 0).content);
    const first = elementAt(certificate, body.content);
    // Version, serial number, algorithm, issuer, validity; then the subject.
    let at = first.tag === EXPLICIT_0 ? first.end : body.content;
    for (let passed = 0; passed < 4; passed++) at = elementAt(certificate, at).end;
    const subject = elementAt(certificate, at);
    if (subject.tag !== SEQUENCE) throw new Error('a certificate without a name of its subject');
    return certificate.subarray(at, subject.end);
}

function elementAt(der: Buffer, at: number): Element {
    const [tag, first] = [der[at], der[at + 1]];
    if (tag === undefined || first === undefined) throw new Error('bytes that are not a certificate');
    const lengthBytes = first < LONG_FORM ? 0 : first - LONG_FORM;
    const content = at + 2 + lengthBytes;
    const length = lengthBytes === 0 ? first : der.readUIntBE(at + 2, lengthBytes);
    if (content + length > der.length) throw new Error('bytes that are not a certificate');
    return { tag, content, end: content + length };
}
