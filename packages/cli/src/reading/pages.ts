import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { DOCS_FOLDER } from './docs-folder';
import { parseMarkdown } from './markdown-blocks';
import { plainText } from './plain-text';

/** A page of the documentation. */
export interface Page {
    /** `getting-started` of a guide, `reference/cli/server` of what is looked up. */
    readonly name: string;
    /** Markdown. */
    readonly text: string;
}

/** The guides, and what is looked up, each by name. */
export function readPages(): Page[] {
    const guides = namesIn('guide').map((name) => ({ name, text: read('guide', `${name}.md`) }));
    const reference = namesIn('reference').map((name) => ({
        name: nameOf(`reference/${name}`),
        text: read('reference', `${name}.md`),
    }));
    return [...guides, ...reference];
}

/** The text of a page, by its path below the folder of the pages. */
export function read(...path: readonly string[]): string {
    return readFileSync(join(DOCS_FOLDER, ...path), 'utf8');
}

/** The page of that name, or the only one whose name ends in it: `server` is `reference/cli/server`. */
export function findPage(pages: readonly Page[], given: string): Page | undefined {
    const name = nameOf(given.replace(/\.md$/, ''));
    const exact = pages.find((page) => page.name === name);
    if (exact !== undefined) return exact;
    const [only, ...others] = pages.filter((page) => page.name.endsWith(`/${name}`));
    return others.length === 0 ? only : undefined;
}

/** Says what each page is about: what the index of the documentation says, or else its first sentence. */
export function readSubjects(pages: readonly Page[]): ReadonlyMap<string, string> {
    const lines = read('README.md').matchAll(/^- \[[^\]]+\]\(([^)]+)\.md\): (.+)$/gm);
    const indexed = new Map(
        [...lines].map(([, path = '', subject = '']) => [nameOf(path), toSentence(plainText(subject))]),
    );
    return new Map(pages.map((page) => [page.name, indexed.get(page.name) ?? firstSentence(page)]));
}

function nameOf(path: string): string {
    return path.replace(/^guide\//, '').replace(/\/README$/, '');
}

function toSentence(subject: string): string {
    return `${subject.charAt(0).toUpperCase()}${subject.slice(1)}.`;
}

function firstSentence(page: Page): string {
    const first = parseMarkdown(page.text).find(({ kind }) => kind === 'paragraph');
    if (first?.kind !== 'paragraph') return '';
    const text = plainText(first.text);
    return /^.*?[.:](?= |$)/.exec(text)?.[0].replace(/:$/, '.') ?? text;
}

function namesIn(folder: string): string[] {
    const path = join(DOCS_FOLDER, folder);
    if (!existsSync(path)) return [];
    return readdirSync(path, { recursive: true, encoding: 'utf8' })
        .filter((name) => name.endsWith('.md'))
        .map((name) => name.split(sep).join('/').slice(0, -'.md'.length))
        .sort();
}
