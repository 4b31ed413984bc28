import { hang, wrapText } from './wrap-text';

/** A table of Markdown, its inline marks resolved. */
export interface Table {
    readonly head: readonly string[];
    readonly rows: readonly (readonly string[])[];
}

const GAP = '  ';
/** A column that is narrower than this is tiring to read, if it has to be broken into lines. */
const LEAST_BROKEN = 20;

/**
 * Lays a table out for a terminal: side by side where the columns fit, cells broken into lines; or else each row as a
 * record, its first cell above the others.
 *
 * @param width characters in a line
 */
export function renderTable(table: Table, width: number): string[] {
    const widths = fit(table, width);
    if (widths === undefined) return table.rows.flatMap((row) => renderRecord(table.head, row, width));
    const rule = widths.map((one) => '-'.repeat(one)).join(GAP);
    return [...renderRow(table.head, widths), rule, ...table.rows.flatMap((row) => renderRow(row, widths))];
}

/** The widths of the columns; undefined if they do not fit side by side. */
function fit({ head, rows }: Table, width: number): number[] | undefined {
    const columns = head.map((name, index) => [name, ...rows.map((row) => row[index] ?? '')]);
    const natural = columns.map((cells) => Math.max(...cells.map((cell) => cell.length)));
    const least = columns.map((cells, index) =>
        Math.min(natural[index] ?? 0, Math.max(LEAST_BROKEN, longestWord(cells))),
    );
    const widths = share(natural, least, width - GAP.length * (head.length - 1));
    return widths.every((one, index) => one >= (least[index] ?? 0)) ? widths : undefined;
}

/** Narrow columns keep their width; the others share what is left evenly, and none gets more than it needs. */
function share(natural: readonly number[], least: readonly number[], room: number): number[] {
    const order = natural.map((_, index) => index).sort((a, b) => (natural[a] ?? 0) - (natural[b] ?? 0));
    const widths = natural.map(() => 0);
    let left = room;
    for (const [position, index] of order.entries()) {
        const fair = Math.floor(left / (order.length - position));
        const wanted = Math.min(natural[index] ?? 0, Math.max(fair, least[index] ?? 0));
        widths[index] = wanted;
        left -= wanted;
    }
    return left >= 0 ? widths : natural.map(() => 0);
}

function longestWord(cells: readonly string[]): number {
    return Math.max(...cells.flatMap((cell) => cell.split(/\s+/)).map((word) => word.length));
}

function renderRow(cells: readonly string[], widths: readonly number[]): string[] {
    const columns = widths.map((width, index) => wrapText(cells[index] ?? '', width));
    const height = Math.max(...columns.map((lines) => lines.length));
    return Array.from({ length: height }, (_, line) =>
        widths
            .map((width, index) => (columns[index]?.[line] ?? '').padEnd(width))
            .join(GAP)
            .trimEnd(),
    );
}

function renderRecord(head: readonly string[], [first = '', ...cells]: readonly string[], width: number): string[] {
    const names = head.slice(1);
    const longest = Math.max(...names.map((name) => name.length));
    const shown = cells.flatMap((cell, index) => {
        if (cell === '') return [];
        const before = `    ${(names[index] ?? '').padEnd(longest)}${GAP}`;
        return hang(before, wrapText(cell, width - before.length));
    });
    return [first, ...shown];
}
