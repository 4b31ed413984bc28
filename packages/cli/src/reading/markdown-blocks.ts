/** A part of a page, as the pages of Heddle are written: what else Markdown has is read as paragraphs. */
export type Block =
    | { readonly kind: 'heading'; readonly level: number; readonly text: string }
    | { readonly kind: 'paragraph'; readonly text: string }
    | { readonly kind: 'item'; readonly indent: number; readonly marker: string; readonly text: string }
    | { readonly kind: 'code'; readonly indent: number; readonly lines: readonly string[] }
    | { readonly kind: 'table'; readonly head: readonly string[]; readonly rows: readonly (readonly string[])[] };

/** Reads one kind of block where it begins; undefined if another kind does. */
type Reader = (lines: readonly string[], from: number) => { readonly block?: Block; readonly next: number } | undefined;

const READERS: readonly Reader[] = [readNothing, readCode, readHeading, readTable, readItem, readParagraph];

/** Takes a page apart. */
export function parseMarkdown(markdown: string): Block[] {
    const lines = markdown.replaceAll('\r\n', '\n').split('\n');
    const blocks: Block[] = [];
    let at = 0;
    while (at < lines.length) {
        const from = at;
        const read = READERS.map((reader) => reader(lines, from)).find((one) => one !== undefined);
        if (read?.block !== undefined) blocks.push(read.block);
        at = read?.next ?? at + 1;
    }
    return blocks;
}

/** The cells of a table's line; a bar that is escaped belongs to its cell. */
export function cellsOf(line: string): string[] {
    return line
        .trim()
        .slice(1, -1)
        .split(/(?<!\\)\|/)
        .map((cell) => cell.trim().replaceAll('\\|', '|'));
}

/** Empty lines, and comments for tools. */
function readNothing(lines: readonly string[], from: number): ReturnType<Reader> {
    const line = lines[from] ?? '';
    return line.trim() === '' || /^<!--.*-->$/.test(line) ? { next: from + 1 } : undefined;
}

function readCode(lines: readonly string[], from: number): ReturnType<Reader> {
    const [, spaces] = /^(\s*)```/.exec(lines[from] ?? '') ?? [];
    if (spaces === undefined) return undefined;
    const end = lines.findIndex((line, index) => index > from && /^\s*```\s*$/.test(line));
    const last = end < 0 ? lines.length : end;
    const content = lines
        .slice(from + 1, last)
        .map((line) => (line.startsWith(spaces) ? line.slice(spaces.length) : line));
    return { block: { kind: 'code', indent: spaces.length, lines: content }, next: last + 1 };
}

function readHeading(lines: readonly string[], from: number): ReturnType<Reader> {
    const [, marks, text] = /^(#{1,6}) (.*)$/.exec(lines[from] ?? '') ?? [];
    if (marks === undefined || text === undefined) return undefined;
    return { block: { kind: 'heading', level: marks.length, text }, next: from + 1 };
}

function readTable(lines: readonly string[], from: number): ReturnType<Reader> {
    if (!isRow(lines[from]) || !/^\|[\s:|-]+\|\s*$/.test(lines[from + 1] ?? '')) return undefined;
    const end = lines.findIndex((line, index) => index > from && !isRow(line));
    const next = end < 0 ? lines.length : end;
    const head = cellsOf(lines[from] ?? '');
    return { block: { kind: 'table', head, rows: lines.slice(from + 2, next).map(cellsOf) }, next };
}

function readItem(lines: readonly string[], from: number): ReturnType<Reader> {
    const [, spaces, marker, first] = /^(\s*)([-*]|\d+\.) +(.*)$/.exec(lines[from] ?? '') ?? [];
    if (spaces === undefined || marker === undefined) return undefined;
    const { text, next } = readText(lines, from + 1);
    return { block: { kind: 'item', indent: spaces.length, marker, text: `${first ?? ''} ${text}`.trim() }, next };
}

function readParagraph(lines: readonly string[], from: number): ReturnType<Reader> {
    const { text, next } = readText(lines, from + 1);
    return { block: { kind: 'paragraph', text: `${(lines[from] ?? '').trim()} ${text}`.trim() }, next };
}

/** Lines that go on with what is above them, as one line. */
function readText(lines: readonly string[], from: number): { readonly text: string; readonly next: number } {
    const end = lines.findIndex((line, index) => index >= from && /^\s*($|```|#{1,6} |[-*] |\d+\. |\|)/.test(line));
    const next = end < 0 ? lines.length : end;
    const text = lines.slice(from, next).map((line) => line.trim());
    return { text: text.join(' '), next };
}

function isRow(line: string | undefined): boolean {
    return /^\|.*\|\s*$/.test(line ?? '');
}
