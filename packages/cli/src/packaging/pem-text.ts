import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';

/** Up to the next five dashes, so that hostile texts take no longer than others. */
const BLOCK = /-----BEGIN ([A-Z0-9 ]{1,64})-----[^-]*(?:-(?!----)[^-]*)*-----END \1-----/g;

/** Its PEM blocks alone, with the same line breaks on all machines: what else is in such files is for people. */
export function normalizePem(text: string): string {
    const blocks = text.replace(/\r\n?/g, '\n').match(BLOCK) ?? [];
    return blocks.map((block) => `${block}\n`).join('');
}

/** All certificates in a PEM text; undefined if it has no certificate, or one that cannot be read. */
export function certificatesIn(text: string): [X509Certificate, ...X509Certificate[]] | undefined {
    try {
        const [first, ...others] = blocksOf(text, /^CERTIFICATE$/).map((block) => new X509Certificate(block));
        return first === undefined ? undefined : [first, ...others];
    } catch {
        return undefined;
    }
}

/** The private key in a PEM text; undefined if it has no key, or the key is encrypted or cannot be read. */
export function privateKeyIn(text: string): KeyObject | undefined {
    try {
        const [block] = blocksOf(text, /PRIVATE KEY$/);
        return block === undefined ? undefined : createPrivateKey(block);
    } catch {
        return undefined;
    }
}

/** How messages call a certificate: by its subject in one line. */
export function certificateName({ subject }: X509Certificate): string {
    return (subject as string | undefined)?.replaceAll('\n', ', ') ?? 'a certificate without subject';
}

function blocksOf(text: string, kind: RegExp): string[] {
    return Array.from(normalizePem(text).matchAll(BLOCK))
        .filter(([, label = '']) => kind.test(label))
        .map(([block]) => block);
}
