import { readFileSync, realpathSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, extname, join, resolve, sep } from 'node:path';

/** A text that may have doc comments. */
export interface SourceText {
    readonly file: string;
    readonly text: string;
}

/** `require('./asset')`, `import … from './asset.js'`, `export … from`, `import('./asset')`. */
const IMPORTS = /(?:\brequire\s*\(|\bimport\s*\(|\bfrom\s|\bimport\s)\s*(['"])([^'"\n]+)\1/g;
const SOURCE_MAP = /^\/\/[#@]\s*sourceMappingURL=(\S+)\s*$/gm;

/**
 * Finds the texts that a built package was made of: those of its entry and of all that this imports, but for what is
 * installed. Each is the source, where a source map leads to it; else the declarations and the code that the compiler wrote.
 *
 * @param entry the file that an import of the package loads
 */
export function findSourceTexts(entry: string): SourceText[] {
    const found = new Map<string, SourceText>();
    const met = new Set<string>();
    const next = [entry];
    for (let file = next.pop(); file !== undefined; file = next.pop()) {
        if (met.has(file)) continue;
        met.add(file);
        const text = readText(file);
        if (text === undefined) continue;
        for (const source of sourcesOf(file, text)) found.set(source.file, source);
        next.push(...importsOf(file, text));
    }
    return [...found.values()].sort((left, right) => (left.file < right.file ? -1 : 1));
}

/** Files of the package, and of other members of its workspace. */
function importsOf(file: string, text: string): string[] {
    const { resolve: locate } = createRequire(file);
    const names = Array.from(text.matchAll(IMPORTS), ([, , name = '']) => name);
    // Ours say nothing about the contracts of others.
    return names
        .filter((name) => !name.startsWith('@heddle/'))
        .flatMap((name) => {
            try {
                const target = realpathSync(locate(name));
                const isInstalled = target.split(sep).includes('node_modules');
                return isInstalled || !/\.[cm]?js$/.test(target) ? [] : [target];
            } catch {
                // Built in, or a name in a text; what is missing is told when the package is loaded.
                return [];
            }
        });
}

function sourcesOf(file: string, text: string): SourceText[] {
    const sources = mappedSources(file, text);
    if (sources.length > 0) return sources;
    const declarations = file.replace(/\.([cm]?)js$/, '.d.$1ts');
    const declared = readText(declarations);
    const code = { file, text };
    return declared === undefined ? [code] : [code, { file: declarations, text: declared }];
}

interface SourceMap {
    readonly sourceRoot?: string;
    readonly sources?: readonly (string | null)[];
    readonly sourcesContent?: readonly (string | null)[];
}

function mappedSources(file: string, text: string): SourceText[] {
    const url = Array.from(text.matchAll(SOURCE_MAP)).at(-1)?.[1];
    const map = url === undefined ? undefined : readSourceMap(file, url);
    const { sources = [], sourcesContent = [], sourceRoot = '' } = map ?? {};
    return sources.flatMap((name, index) => {
        // Bundles have the sources of what is installed, too.
        if (name === null || extname(name) === '' || name.split('/').includes('node_modules')) return [];
        const source = resolve(dirname(file), sourceRoot, name);
        const content = sourcesContent[index] ?? readText(source);
        return content === undefined ? [] : [{ file: source, text: content }];
    });
}

function readSourceMap(file: string, url: string): SourceMap | undefined {
    const embedded = /^data:application\/json[^,]*;base64,(.*)$/.exec(url)?.[1];
    const text =
        embedded === undefined ? readText(join(dirname(file), url)) : Buffer.from(embedded, 'base64').toString();
    try {
        return text === undefined ? undefined : (JSON.parse(text) as SourceMap);
    } catch {
        return undefined;
    }
}

function readText(file: string): string | undefined {
    try {
        return readFileSync(file, 'utf8');
    } catch {
        return undefined;
    }
}
