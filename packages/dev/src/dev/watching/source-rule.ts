import { existsSync, readFileSync } from 'node:fs';
import { basename, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { DataReaders } from './data-readers';

/** What of a package is looked at. */
export interface SourceRule {
    /** Whether there may be sources in a folder. */
    hasSources(folder: string): boolean;
    isSource(file: string): boolean;
}

export interface WatchedPackage {
    readonly folder: string;
    /** The file that an import of the package loads, as package.json has it; it need not exist. */
    readonly entry: string;
    /** Whether something else is run than what is written. */
    readonly isBuilt: boolean;
    /** Paths that others write to while the package is watched. */
    readonly besides: readonly string[];
    /** The commands of the build, which may name files. */
    readonly steps?: readonly string[];
}

const CODE = /\.[cm]?[jt]sx?$/;
/** What code may read. So may other processes, and write it: data counts where the package reads it. */
const DATA = /\.(?:json|wasm|proto|ya?ml)$/;
/** What says how to build or to run, wherever it is; and what peers and the metadata are told. */
const CONFIGURATION = /^(?:package|[tj]sconfig.*|.*\.config)\.json$/;
const META_FOLDERS = ['META-INF', 'contract-metadata'];
const DEPENDENCIES = ['node_modules', 'coverage'];
const OUTPUT_FOLDERS = ['dist', 'build', 'out'];

/** Makes the rule for what in a package is source, and not made of it: so that a build does not set off the next one. */
export function sourceRuleOf({ folder, entry, isBuilt, besides, steps = [] }: WatchedPackage): SourceRule {
    const outputs = isBuilt ? [...OUTPUT_FOLDERS, ...configuredOutputs(folder), topFolderOf(folder, entry)] : [];
    const ignored = [...outputs.filter((name) => name !== '').map((name) => resolve(folder, name)), ...besides];
    // A path that has the whole package in it says nothing.
    const meant = ignored.filter((path) => !isWithin(folder, path));
    const isIgnored = (path: string): boolean =>
        relative(folder, path)
            .split(sep)
            .some((name) => name.startsWith('.') || DEPENDENCIES.includes(name)) ||
        meant.some((one) => isWithin(path, one)) ||
        (isBuilt && isOutputOfProject(path, folder));
    const isCode = (path: string): boolean => CODE.test(path) && !isIgnored(path) && !(isBuilt && isCompiled(path));
    const readers = new DataReaders(folder, { isCode, isIgnored, steps });
    return {
        hasSources: (path) => !isIgnored(path),
        isSource: (path) => isCode(path) || (DATA.test(path) && !isIgnored(path) && isRead(path, folder, readers)),
    };
}

/** Data is read if it is beside code, below the package's own folder, or if something names it. */
function isRead(path: string, folder: string, readers: DataReaders): boolean {
    const [top = '', ...below] = relative(folder, path).split(sep);
    if (CONFIGURATION.test(basename(path)) || META_FOLDERS.includes(top)) return true;
    return (below.length > 0 && readers.hasCode(join(folder, top))) || readers.name(basename(path));
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

/** A project inside the package, such as an application beside the contract, has its own output. */
function isOutputOfProject(path: string, folder: string): boolean {
    const names = relative(folder, path).split(sep);
    return names.some(
        (name, at) => OUTPUT_FOLDERS.includes(name) && existsSync(join(folder, ...names.slice(0, at), 'tsconfig.json')),
    );
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
