import { type Page, readSubjects } from './pages';

/**
 * Lists pages with a line each.
 *
 * @param width characters in a line of a terminal; undefined: lines are not shortened
 */
export function pageList(pages: readonly Page[], width: number | undefined): string {
    const longest = Math.max(...pages.map(({ name }) => name.length));
    const subjects = [...readSubjects(pages)];
    const lines = subjects.map(([name, subject]) => shortened(`${name.padEnd(longest)}  ${subject}`, width));
    return `${lines.join('\n')}\n`;
}

function shortened(line: string, width = Infinity): string {
    return line.length <= width ? line : `${line.slice(0, width - 1).trimEnd()}…`;
}
