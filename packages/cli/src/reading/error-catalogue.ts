import { parseMarkdown } from './markdown-blocks';
import { read } from './pages';

/** What the reference says of a code in one of its tables. */
export interface ErrorEntry {
    readonly code: string;
    /** The cells behind the code, by the headings of their columns. */
    readonly cells: readonly (readonly [name: string, text: string])[];
}

/** One of the tables: the codes of one origin. */
export interface ErrorGroup {
    readonly title: string;
    /** What holds for all of them. */
    readonly introduction: string;
    readonly entries: readonly ErrorEntry[];
}

/** Reads every code from the reference of errors. */
export function readErrorGroups(): ErrorGroup[] {
    const groups: { title: string; introduction: string; entries: ErrorEntry[] }[] = [];
    for (const block of parseMarkdown(read('reference', 'errors.md'))) {
        const group = groups.at(-1);
        if (block.kind === 'heading' && block.level === 2) {
            groups.push({ title: block.text, introduction: '', entries: [] });
        } else if (block.kind === 'paragraph' && group !== undefined) group.introduction = block.text;
        else if (block.kind === 'table') group?.entries.push(...block.rows.map((row) => entryOf(block.head, row)));
    }
    return groups;
}

function entryOf([, ...names]: readonly string[], [code = '', ...cells]: readonly string[]): ErrorEntry {
    return { code: code.replaceAll('`', ''), cells: names.map((name, index) => [name, cells[index] ?? '']) };
}

/** The codes, each once. */
export function codesOf(groups: readonly ErrorGroup[]): string[] {
    return [...new Set(groups.flatMap(({ entries }) => entries.map(({ code }) => code)))].sort();
}

/** A page about one code, Markdown; undefined if there is no such code. */
export function errorPage(groups: readonly ErrorGroup[], code: string): string | undefined {
    const sections = groups.flatMap(({ title, introduction, entries }) =>
        entries.filter((entry) => entry.code === code).map((entry) => sectionOf(title, introduction, entry)),
    );
    if (sections.length === 0) return undefined;
    return [`# \`${code}\``, ...sections, '"heddle explain" lists all codes.\n'].join('\n\n');
}

function sectionOf(title: string, introduction: string, { cells }: ErrorEntry): string {
    const items = cells.map(([name, text]) => `- ${name}: ${text}`);
    return [`## ${title}`, ...(introduction === '' ? [] : [introduction]), items.join('\n')].join('\n\n');
}

/** A page with all codes by their groups, Markdown. */
export function errorIndex(groups: readonly ErrorGroup[]): string {
    const tables = groups.map(({ title, entries }) => {
        const rows = entries.map(({ code, cells }) => `| \`${code}\` | ${escaped(meaningOf(cells))} |`);
        return [`## ${title}`, ['| code | means |', '| --- | --- |', ...rows].join('\n')].join('\n\n');
    });
    return ['# Codes of errors', ...tables, '"heddle explain CODE" says more, and what to do.\n'].join('\n\n');
}

/** The column that says when it comes, whatever it is called. */
function meaningOf(cells: ErrorEntry['cells']): string {
    return cells.find(([name]) => name.startsWith('w'))?.[1] ?? '';
}

function escaped(cell: string): string {
    return cell.replaceAll('|', '\\|');
}
