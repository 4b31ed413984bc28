const WIDTH = 116;

/** A doc comment; nothing where there is nothing to say. */
export function comment(indent: string, ...paragraphs: readonly (string | undefined)[]): string {
    const said = paragraphs.filter((paragraph) => paragraph !== undefined && paragraph !== '');
    // What would end the comment, or be a tag in it, is data of somebody else.
    const lines = said.flatMap((paragraph) => (paragraph ?? '').split(/\r?\n|[\u2028\u2029]/)).map(harmless);
    const [only, ...others] = lines;
    if (only === undefined) return '';
    if (others.length === 0 && indent.length + only.length + 8 <= WIDTH) return `${indent}/** ${only} */\n`;
    const wrapped = lines.flatMap((line) => wrap(line, WIDTH - indent.length - 3));
    return `${indent}/**\n${wrapped.map((line) => `${indent} * ${line}`.trimEnd()).join('\n')}\n${indent} */\n`;
}

/** What terminals and editors take for commands is none in a comment. */
function harmless(line: string): string {
    return line
        .replaceAll('*/', '*\\/')
        .replaceAll('\t', ' ')
        .replaceAll(/\p{Cc}/gu, '')
        .trimEnd();
}

function wrap(line: string, width: number): string[] {
    const lines: string[] = [];
    let rest = line;
    while (rest.length > width) {
        const space = rest.lastIndexOf(' ', width);
        if (space <= 0) break;
        lines.push(rest.slice(0, space));
        rest = rest.slice(space + 1);
    }
    return [...lines, rest];
}
