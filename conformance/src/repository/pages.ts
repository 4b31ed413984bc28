import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, posix, sep } from 'node:path';
import { ROOT, type SourceFile } from './source-files';

const FENCED_BLOCK = /^```.*?^```$/gms;
const CODE = /`[^`\n]*`/g;
const LINK = /\]\(([^()\s]+)\)/g;

/** Reads one page of Markdown. */
export function readPage(path: string): SourceFile {
    return { path, text: readFileSync(join(ROOT, path), 'utf8') };
}

/** Reads every page of Markdown below a folder; installed and downloaded ones are left out. */
export function readPages(folder: string): SourceFile[] {
    return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
        .filter((name) => name.endsWith('.md') && !/(^|[/\\])(node_modules|\.binaries)[/\\]/.test(name))
        .map((name) => readPage(`${folder}/${name.split(sep).join('/')}`));
}

/** Reads the pages at the top of the repository. */
export function readTopPages(): SourceFile[] {
    return readdirSync(ROOT)
        .filter((name) => name.endsWith('.md'))
        .map(readPage);
}

/** The files that a page links to, relative to the repository. */
export function linkTargets(page: SourceFile): string[] {
    return linksOf(page.text).map((link) => resolve(page, link).path);
}

/** Lists the links of a page that lead to no file, or to no heading of a page. */
export function brokenLinks(page: SourceFile): string[] {
    return linksOf(page.text).filter((link) => {
        const { path, heading } = resolve(page, link);
        if (path === page.path) return heading !== undefined && !headingsOf(page.text).has(heading);
        const file = join(ROOT, path);
        if (!existsSync(file)) return true;
        return heading !== undefined && (statSync(file).isDirectory() || !headingsOf(readPage(path).text).has(heading));
    });
}

/** Links within the repository, outside of code. */
function linksOf(text: string): string[] {
    const prose = text.replaceAll(FENCED_BLOCK, '').replaceAll(CODE, '');
    return Array.from(prose.matchAll(LINK), ([, link = '']) => link).filter((link) => !/^[a-z]+:/.test(link));
}

function resolve({ path }: SourceFile, link: string): { readonly path: string; readonly heading: string | undefined } {
    const [target = '', heading] = link.split('#');
    return { path: target === '' ? path : posix.join(posix.dirname(path), target), heading };
}

/** The anchors that GitHub gives to headings: lower case, no punctuation, hyphens for spaces, numbered when repeated. */
function headingsOf(text: string): ReadonlySet<string> {
    const seen = new Map<string, number>();
    const anchors = Array.from(text.replaceAll(FENCED_BLOCK, '').matchAll(/^#{1,6} (.*)$/gm), ([, heading = '']) => {
        const anchor = heading
            .replaceAll(/\]\([^)]*\)/g, '')
            .toLowerCase()
            .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
            .replaceAll(' ', '-');
        const times = seen.get(anchor) ?? 0;
        seen.set(anchor, times + 1);
        return times === 0 ? anchor : `${anchor}-${times}`;
    });
    return new Set(anchors);
}
