/** Strings, with the colon behind those that are names, and numbers. */
const TOKENS = /"(?:[^"\\]|\\.)*"(\s*:)?|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

/**
 * Parses JSON as `JSON.parse` does, but an integer that a number does not hold exactly becomes a bigint: what Go and Java
 * write of 64 bits keeps all of its digits.
 * @throws SyntaxError
 */
export function parseJson(text: string): unknown {
    const value: unknown = JSON.parse(text);
    // Fewer digits always fit.
    if (!/\d{16}/.test(text)) return value;
    // JSON.parse tells no number's digits. Those of large integers go through it in strings, and each string says by its
    // first letter what it is.
    const marked = text.replace(TOKENS, (token, colon: string | undefined) => {
        if (!token.startsWith('"')) return isLarge(token) ? `"n${token}"` : token;
        return colon === undefined ? `"s${token.slice(1)}` : token;
    });
    return JSON.parse(marked, (_name, marked: unknown) => {
        if (typeof marked !== 'string') return marked;
        return marked.startsWith('n') ? BigInt(marked.slice(1)) : marked.slice(1);
    });
}

function isLarge(token: string): boolean {
    return /^-?\d+$/.test(token) && !Number.isSafeInteger(Number(token));
}

/** Writes what was parsed: bigints with all of their digits. */
export function writeParsed(value: unknown): string {
    if (typeof value === 'bigint') return String(value);
    if (Array.isArray(value)) return `[${value.map(writeParsed).join(',')}]`;
    if (typeof value !== 'object' || value === null) return JSON.stringify(value);
    const members = Object.entries(value).map(([name, member]) => `${JSON.stringify(name)}:${writeParsed(member)}`);
    return `{${members.join(',')}}`;
}
