import { jsonLines } from './json-lines';

/** An argument on one line: JSON with the names of its members bare, as one would write it, and other text in quotes. */
export function argumentText(text: string): string {
    const lines = jsonLines(text);
    if (lines === undefined) return JSON.stringify(text);
    const tokens = lines.flatMap((line) => line.tokens);
    const [only] = tokens;
    if (tokens.length === 1 && only?.kind === 'string') return JSON.stringify(text);
    return tokens.map(({ kind, text: token }) => (kind === 'name' ? bareName(token) : spaced(token))).join('');
}

/** A call on one line: `transferAsset("asset1", "Brad")`. */
export function callText(name: string, args: readonly string[]): string {
    return `${name}(${args.map(argumentText).join(', ')})`;
}

function bareName(quoted: string): string {
    const name = quoted.slice(1, -1);
    return /^[A-Za-z_$][\w$]*$/.test(name) ? name : quoted;
}

function spaced(token: string): string {
    if (token === ',') return ', ';
    if (token === '{') return '{ ';
    return token === '}' ? ' }' : token;
}
