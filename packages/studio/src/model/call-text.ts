import { jsonLines, type Token } from './json-lines';

/** An argument on one line: JSON with the names of its members bare, as one would write it, and other text in quotes. */
export function argumentText(text: string): string {
    const lines = jsonLines(text);
    if (lines === undefined) return JSON.stringify(text);
    const tokens = lines.flatMap((line) => line.tokens);
    const [only] = tokens;
    if (tokens.length === 1 && only?.kind === 'string') return JSON.stringify(text);
    return tokens.map((token, index) => spaced(token, tokens[index - 1], tokens[index + 1])).join('');
}

/** A call on one line: `transferAsset("asset1", "Brad")`. */
export function callText(name: string, args: readonly string[]): string {
    return `${name}(${args.map(argumentText).join(', ')})`;
}

function bareName(quoted: string): string {
    const name = quoted.slice(1, -1);
    return /^[A-Za-z_$][\w$]*$/.test(name) ? name : quoted;
}

/** With white space where one would write it: behind commas, and in braces that have something in them. */
function spaced({ kind, text }: Token, before: Token | undefined, after: Token | undefined): string {
    if (kind === 'name') return bareName(text);
    if (kind !== 'mark') return text;
    if (text === ',') return ', ';
    if (text === '{') return isMark(after, '}') ? '{' : '{ ';
    return text === '}' && !isMark(before, '{') ? ' }' : text;
}

function isMark(token: Token | undefined, text: string): boolean {
    return token?.kind === 'mark' && token.text === text;
}
