/** A block as Go's encoding/pem decodes it. */
export interface PemBlock {
    readonly type: string;
    readonly bytes: Buffer;
}

/**
 * Which BEGIN an END belongs to: the last one before it in newer versions of Go (1.25.2), the first one in older ones.
 */
export type Pairing = 'last' | 'first';

const BEGIN = '-----BEGIN ';
const END = '\n-----END ';

/** Decodes the first PEM block of a text by the rules of Go's pem.Decode, which is what a peer reads identities with. */
export function decodeAsGo(text: string, pairing: Pairing): PemBlock | undefined {
    let rest = text;
    for (let end = rest.indexOf(END); end >= 0; end = rest.indexOf(END)) {
        const begin = pairing === 'last' ? rest.lastIndexOf(BEGIN, end) : firstBegin(rest);
        const next = rest.slice(end + END.length);
        const block = isAtLine(rest, begin) ? blockIn(rest.slice(begin + BEGIN.length)) : undefined;
        if (block !== undefined) return block;
        rest = pairing === 'last' || begin < 0 || begin > end ? next : rest.slice(begin + BEGIN.length);
    }
    return undefined;
}

function firstBegin(text: string): number {
    if (text.startsWith(BEGIN)) return 0;
    const at = text.indexOf(`\n${BEGIN}`);
    return at < 0 ? -1 : at + 1;
}

function isAtLine(text: string, at: number): boolean {
    return at === 0 || (at > 0 && text[at - 1] === '\n');
}

/** @param text what is behind BEGIN */
function blockIn(text: string): PemBlock | undefined {
    const [first, ...lines] = text.split('\n').map((line) => line.replace(/[ \t\r]+$/, ''));
    if (first?.endsWith('-----') !== true) return undefined;
    const type = first.slice(0, -'-----'.length);
    while (lines[0]?.includes(':') === true) lines.shift();
    const end = lines.findIndex((line) => line.startsWith(END.slice(1)));
    if (lines[end] !== `-----END ${type}-----`) return undefined;
    const base64 = lines
        .slice(0, end)
        .join('')
        .replace(/[ \t\r]/g, '');
    if (base64.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(base64)) return undefined;
    return { type, bytes: Buffer.from(base64, 'base64') };
}
