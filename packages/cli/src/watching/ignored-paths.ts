import { existsSync, readFileSync } from 'node:fs';
import { isAbsolute, join, relative, resolve, sep } from 'node:path';

/** Whether a change of a path does not matter. */
export type IsIgnored = (path: string) => boolean;

export interface WatchedPackage {
    readonly folder: string;
    /** The file that an import of the package loads, as package.json has it; it need not exist. */
    readonly entry: string;
    /** Whether something else is run than what is written. */
    readonly isBuilt: boolean;
    /** Paths that others write to while the package is watched. */
    readonly besides: readonly string[];
}

/** Written by tools, read by people, or an editor's own. Names that begin with a dot are ignored, too. */
const NAMES = /^(?:node_modules|coverage|.*\.(?:md|log|tgz|tsbuildinfo|swp|tmp)|.*~|4913)$/;
const OUTPUT_FOLDERS = ['dist', 'build', 'out'];

/** Makes the rule for what in a package is no source, so that a build does not set off the next one. */
export function ignoredIn({ folder, entry, isBuilt, besides }: WatchedPackage): IsIgnored {
    const outputs = isBuilt ? [...OUTPUT_FOLDERS, ...configuredOutputs(folder), topFolderOf(folder, entry)] : [];
    const ignored = [...outputs.filter((name) => name !== '').map((name) => resolve(folder, name)), ...besides];
    // A path that has the whole package in it says nothing.
    const meant = ignored.filter((path) => !isWithin(folder, path));
    return (path) => {
        const names = relative(folder, path).split(sep);
        if (names.some((name) => name.startsWith('.') || NAMES.test(name))) return true;
        return meant.some((one) => isWithin(path, one)) || (isBuilt && isCompiled(path));
    };
}

/** `dist` for dist/index.js; nothing for src/index.ts or index.js. */
function topFolderOf(folder: string, entry: string): string {
    const [top = '', ...below] = relative(folder, resolve(folder, entry)).split(sep);
    return below.length === 0 || top === 'src' || top === '..' ? '' : top;
}

/** By a search: the file may have comments, and what it extends has its own paths. */
function configuredOutputs(folder: string): string[] {
    const file = join(folder, 'tsconfig.json');
    if (!existsSync(file)) return [];
    const [, output = ''] = /"outDir"\s*:\s*"([^"]*)"/.exec(readFileSync(file, 'utf8')) ?? [];
    return [output];
}

/** A compiler without an output folder writes beside the source. */
function isCompiled(path: string): boolean {
    const [, stem] = /^(.*?)\.(?:d\.ts|js|js\.map|d\.ts\.map)$/.exec(path) ?? [];
    return stem !== undefined && existsSync(`${stem}.ts`);
}

function isWithin(path: string, folder: string): boolean {
    const way = relative(folder, path);
    return way === '' || (!way.startsWith(`..${sep}`) && way !== '..' && !isAbsolute(way));
}
