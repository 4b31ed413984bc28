import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A file of the corpus: one fault, with who sees it, and its correct twin. */
export interface CorpusFile {
    readonly name: string;
    readonly path: string;
    readonly twinPath: string;
    /** The rules that see it. */
    readonly rules: readonly string[];
    /** The layers that see it: L, T, D, P, X, F, W, R. */
    readonly layers: readonly string[];
    /** The marked line, from 1. */
    readonly line: number;
}

export const CORPUS = join(__dirname, '..', '..', 'corpus');

/** Reads the corpus, in the order of its numbers. */
export function readCorpus(): readonly CorpusFile[] {
    return readdirSync(CORPUS)
        .filter((file) => file.endsWith('.ts') && !file.endsWith('.correct.ts'))
        .map((file) => {
            const name = file.slice(0, -'.ts'.length);
            const lines = readFileSync(join(CORPUS, file), 'utf8').split('\n');
            const seen = (lines[1] ?? '').replace('// seen by: ', '').split(' ');
            return {
                name,
                path: join(CORPUS, file),
                twinPath: join(CORPUS, `${name}.correct.ts`),
                rules: seen.filter((one) => one.startsWith('L:')).map((one) => one.slice(2).replace(/\(.*/, '')),
                layers: seen.map((one) => one.charAt(0)),
                line: markedLine(lines),
            };
        });
}

/** `code // fault` marks its line, and `// fault` alone the next one, where a formatter leaves it no other place. */
function markedLine(lines: readonly string[]): number {
    const at = lines.findIndex((line) => /\/\/ fault( above)?$/.test(line));
    const line = lines[at] ?? '';
    if (line.endsWith('// fault above')) return at;
    return line.trim() === '// fault' ? at + 2 : at + 1;
}
