import { stripVTControlCharacters } from 'node:util';

const LEAST_ROOM = 20;
const USUAL_COLUMNS = 80;
const REPORT_INDENT = 4;

/** In place of a space where a line is not to break. */
const GLUE = '\u00a0';

/** Keeps words together. */
export function glue(text: string): string {
    return text.replaceAll(' ', GLUE);
}

export interface WrapOptions {
    /** Of the terminal. Undefined: lines stay as they are. */
    readonly columns: number | undefined;
    /** Of what follows in further lines. */
    readonly indent: number;
    /** Whether words that fit into no line are broken, too. Default: they stay whole, so that a path can be copied. */
    readonly breaksWords?: boolean;
}

/** Breaks a line between words where it is longer than the terminal. */
export function wrapText(line: string, { columns, indent, breaksWords = false }: WrapOptions): string {
    const lines =
        columns === undefined
            ? [line]
            : breakLine(breaksWords ? inPieces(line, columns - indent) : line, columns, indent);
    return lines.join('\n').replaceAll(GLUE, ' ');
}

/** A report of several lines, for a terminal whose width may be unknown: 80 columns then. What follows a line is indented. */
export function wrapReport(text: string, columns: number = USUAL_COLUMNS): string {
    return text
        .split('\n')
        .map((line) => wrapText(line, { columns, indent: REPORT_INDENT }))
        .join('\n');
}

/** Colours are at the ends of what is told, and never within a value. */
function inPieces(line: string, room: number): string {
    const long = new RegExp(`[^ \\u001b]{${Math.max(room, LEAST_ROOM)}}(?=[^ \\u001b])`, 'gu');
    return line.replaceAll(long, '$& ');
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
