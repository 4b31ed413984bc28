import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, join, relative } from 'node:path';
import type { Contract } from '@heddle/contract';
import { transformSync } from '@swc/core';

const CORPUS = join(__dirname, '..', '..', '..', 'packages', 'eslint-plugin', 'corpus');
const COMPILED = join(__dirname, '..', 'corpus');

/**
 * Who may see a fault: lint, traps, two runs, the second of them perturbed, the matrix, the fuzzer, the report of work, and
 * what is refused in any case.
 */
export type Layer = 'L' | 'T' | 'D' | 'P' | 'X' | 'F' | 'W' | 'R';

/** A file of the corpus: a fault, or its correct twin, which has no layers and no lines. */
export interface CorpusFile {
    readonly name: string;
    readonly number: string;
    readonly isTwin: boolean;
    readonly layers: readonly Layer[];
    /** Where the fault is marked. */
    readonly lines: readonly number[];
}

/**
 * The lines that a layer names where it cannot know the marked one, by the number of the file: the write or the read in which
 * two runs differ, and not the variable in memory, or the list in the order of answers, that led to it; the write after an
 * await, and not the loop that waits for nobody; where private data was read, and not where it is returned; where an engine
 * has thrown, and not where its text is taken; the write that a full stack has decided, since an engine tells nobody where
 * it had no room.
 */
export const PLACES: Readonly<Record<string, Partial<Record<Layer, number>>>> = {
    '18': { X: 10 },
    '20': { X: 18 },
    '24': { P: 11 },
    '26': { D: 11 },
    '27': { D: 11 },
    '28': { D: 10 },
    '29': { D: 16 },
    '31': { R: 11 },
    '57': { T: 8 },
};

/** The lines that a layer's report of a file has to name. */
export function placesOf({ number, lines }: CorpusFile, layer: Layer): readonly number[] {
    const place = PLACES[number]?.[layer];
    return place === undefined ? lines : [place];
}

/** Reads the corpus, in the order of its numbers. */
export function readCorpus(): CorpusFile[] {
    return readdirSync(CORPUS)
        .filter((name) => /^\d\d-.*\.ts$/.test(name))
        .map((name) => describeFile(name, readFileSync(join(CORPUS, name), 'utf8')));
}

function describeFile(name: string, text: string): CorpusFile {
    const [, seenBy = ''] = /^\/\/ seen by: (.*)$/m.exec(text) ?? [];
    return {
        name,
        number: name.slice(0, 2),
        isTwin: name.endsWith('.correct.ts'),
        layers: seenBy.split(' ').flatMap((one) => (one === '' ? [] : [one.charAt(0) as Layer])), // as INDEX.md lists them
        lines: markedLines(text.split('\n')),
    };
}

/** `code // fault` marks its line, `// fault` alone the next one, and `// fault above` the one before. */
function markedLines(lines: readonly string[]): number[] {
    return lines.flatMap((line, index) => {
        if (line.endsWith('// fault above')) return [index];
        if (line.trim() === '// fault') return [index + 2];
        return line.includes('// fault') ? [index + 1] : [];
    });
}

let loaded = 0;

/**
 * Compiles it to another file each time: what a module keeps in memory is as after a start.
 * @returns the compiled file
 */
export function compile({ name }: CorpusFile, folder = COMPILED): string {
    const parser = { syntax: 'typescript', decorators: true } as const;
    const transform = { legacyDecorator: true, decoratorMetadata: true };
    const filename = join(CORPUS, name);
    const { code, map = '' } = transformSync(readFileSync(filename, 'utf8'), {
        filename,
        sourceMaps: true,
        module: { type: 'commonjs' },
        jsc: { target: 'es2022', parser, transform },
    });
    mkdirSync(folder, { recursive: true });
    const compiled = join(folder, `${name}.${(loaded += 1)}.js`);
    writeFileSync(
        `${compiled}.map`,
        JSON.stringify({ ...(JSON.parse(map) as object), sources: [relative(folder, filename)] }),
    );
    writeFileSync(compiled, `${code}\n//# sourceMappingURL=${basename(compiled)}.map\n`);
    return compiled;
}

/** Its contract, of a module of its own. */
export function load(file: CorpusFile): new () => Contract {
    return (createRequire(__filename)(compile(file)) as { readonly C: new () => Contract }).C; // each of them exports it
}

/** The lines of a file that a message names. */
export function linesIn(message: string, { name }: CorpusFile): number[] {
    return Array.from(message.matchAll(/([\w.-]+\.ts):(\d+):\d+/g)).flatMap(([, file, line]) =>
        file === name ? [Number(line)] : [],
    );
}
