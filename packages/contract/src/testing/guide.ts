import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** The repository's documentation. */
const DOCS = join(__dirname, '..', '..', '..', '..', 'docs');
const OUTPUT = join(__dirname, '..', 'guides');

/** A call that a guide shows, and what it is answered. */
export interface ShownCall {
    readonly args: readonly string[];
    /** `200 payload` or `404 CODE: message`. */
    readonly answer: string;
}

/** What a page has in fenced blocks of a kind: the words after the backticks, and the text. */
function blocksOf(page: string, kind: string): { readonly attributes: string; readonly text: string }[] {
    const text = readFileSync(join(DOCS, page), 'utf8');
    return Array.from(text.matchAll(/^```(\w+)([^\n]*)\n([^]*?)^```$/gm))
        .filter(([, language]) => language === kind)
        .map(([, , attributes = '', body = '']) => ({ attributes: attributes.trim(), text: body }));
}

/** Compiles the TypeScript of some pages, as a reader would; returns the modules by page. */
export function compileSnippets(pages: readonly string[]): ReadonlyMap<string, string[]> {
    const files = new Map<string, string[]>();
    for (const page of pages) {
        const snippets = blocksOf(page, 'ts').filter(({ attributes }) => attributes.startsWith('file='));
        const names = snippets.map(({ attributes, text }) => {
            const name = attributes.slice('file='.length);
            mkdirSync(join(OUTPUT, dirname(name)), { recursive: true });
            writeFileSync(join(OUTPUT, name), text);
            return join(OUTPUT, name.replace(/\.ts$/, '.js'));
        });
        files.set(page, names);
    }
    const base = join(DOCS, '..', 'tsconfig.base.json');
    const compilerOptions = {
        composite: false,
        tsBuildInfoFile: null,
        declaration: false,
        declarationMap: false,
        erasableSyntaxOnly: false,
    };
    const project = join(OUTPUT, 'tsconfig.json');
    writeFileSync(project, JSON.stringify({ extends: base, compilerOptions, include: ['**/*.ts'] }));
    const compiler = join(createRequire(__filename).resolve('@typescript/native/package.json'), '..', 'bin', 'tsc');
    execFileSync(process.execPath, [compiler, '-p', project], { stdio: 'inherit' });
    return files;
}

/** The calls that a page shows, in order. */
export function shownCalls(page: string): ShownCall[] {
    return blocksOf(page, 'calls').flatMap(({ text }) =>
        Array.from(text.matchAll(/^> (.*)\n(.*)$/gm), ([, call = '', answer = '']) => ({
            args: Array.from(call.matchAll(/'([^']*)'|(\S+)/g), ([, quoted, word]) => quoted ?? word ?? ''),
            answer,
        })),
    );
}
