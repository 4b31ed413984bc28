import { stripVTControlCharacters } from 'node:util';

/** In place of a space where a line is not to break. */
const GLUE = '\u00a0';

/** Keeps words together. */
export function glue(text: string): string {
    return text.replaceAll(' ', GLUE);
}

/**
 * Breaks a line between words where it is longer than the terminal, and indents what follows. Words that fit into no line
 * stay whole, so that a path can be copied.
 *
 * @param columns undefined: the line stays as it is
 */
export function wrapText(line: string, { columns, indent }: { columns: number | undefined; indent: number }): string {
    const lines = columns === undefined ? [line] : breakLine(line, columns, indent);
    return lines.join('\n').replaceAll(GLUE, ' ');
}

function breakLine(line: string, columns: number, indent: number): string[] {
    const [head = '', ...words] = line.split(/(?<=\S) /);
    const lines = [head];
    for (const word of words) {
        const last = lines.at(-1) ?? '';
        const fits = widthOf(last) + 1 + widthOf(word) <= columns;
        // Behind its label it stands as well as on a line of its own.
        const fitsNowhere = widthOf(last) <= indent && indent + widthOf(word) > columns;
        if (fits || fitsNowhere) lines[lines.length - 1] = `${last} ${word}`;
        else lines.push(`${' '.repeat(indent)}${word.trimStart()}`);
    }
    return lines;
}

/** Of what is seen: colours take no place. */
function widthOf(text: string): number {
    return stripVTControlCharacters(text).length;
}
