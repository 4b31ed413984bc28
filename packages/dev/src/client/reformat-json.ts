const INDENT = '    ';

/**
 * Writes a JSON text anew, token by token, so that numbers keep all of their digits and repeated keys stay. Undefined
 * if the text is not JSON.
 *
 * @param layout `lines` indents by four spaces; `one line` has no white space at all
 */
export function reformatJson(text: string, layout: 'lines' | 'one line'): string | undefined {
    if (!isJson(text)) return undefined;
    // Strings first, so that what is in them is never taken for a bracket; an empty object stays on one line.
    const tokens = text.match(/"(?:[^"\\]|\\.)*"|\{\s*\}|\[\s*\]|[{}[\],:]|[^\s{}[\],:"]+/g) ?? [];
    const compact = tokens.map((token) => (/^[[{]\s/.test(token) ? token.replace(/\s/g, '') : token));
    return layout === 'one line' ? compact.join('') : indent(compact);
}

function isJson(text: string): boolean {
    try {
        JSON.parse(text);
        return true;
    } catch {
        return false;
    }
}

function indent(tokens: readonly string[]): string {
    let depth = 0;
    const line = (): string => `\n${INDENT.repeat(depth)}`;
    const written = tokens.map((token) => {
        if (token === '{' || token === '[') {
            depth += 1;
            return token + line();
        }
        if (token === '}' || token === ']') {
            depth -= 1;
            return line() + token;
        }
        if (token === ',') return token + line();
        return token === ':' ? ': ' : token;
    });
    return written.join('');
}
