import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';

/** The top folder of the repository, seen from this file's compiled twin in `conformance/dist/repository`. */
export const ROOT = join(__dirname, '..', '..', '..');

/** A file as the checks see it; the checks are functions of these, so that a test can make some up. */
export interface SourceFile {
    /** Relative to the repository, with forward slashes. */
    readonly path: string;
    readonly text: string;
}

/** The parts of a package.json that say what its code may import. */
export interface Manifest {
    readonly name: string;
    readonly private?: boolean;
    readonly dependencies?: Readonly<Record<string, string>>;
    readonly peerDependencies?: Readonly<Record<string, string>>;
    readonly devDependencies?: Readonly<Record<string, string>>;
}

export interface SourcePackage {
    /** Relative to the repository: `packages/core`. */
    readonly folder: string;
    readonly manifest: Manifest;
    readonly files: readonly SourceFile[];
}

/** Reads the package.json of a folder. */
export function readManifest(folder: string): Manifest {
    return JSON.parse(readFileSync(join(ROOT, folder, 'package.json'), 'utf8')) as Manifest;
}

/** Reads every `.ts` and `.tsx` file below `src` of a folder; a folder without `src` gives an empty list. */
export function readSources(folder: string): SourceFile[] {
    const source = join(ROOT, folder, 'src');
    if (!existsSync(source)) return [];
    return readdirSync(source, { recursive: true, encoding: 'utf8' })
        .filter((name) => /\.tsx?$/.test(name))
        .map((name) => ({
            path: `${folder}/src/${name.split(sep).join('/')}`,
            text: readFileSync(join(source, name), 'utf8'),
        }));
}

/** Lists the folders below `parent` that hold a package.json: `packages/core`, … */
export function memberFolders(parent: string): string[] {
    if (!existsSync(join(ROOT, parent))) return [];
    return readdirSync(join(ROOT, parent))
        .map((name) => `${parent}/${name}`)
        .filter((folder) => existsSync(join(ROOT, folder, 'package.json')));
}

/** Reads all published packages. */
export function readPackages(): SourcePackage[] {
    return memberFolders('packages').map((folder) => ({
        folder,
        manifest: readManifest(folder),
        files: readSources(folder),
    }));
}

/** Tells whether a file exists for tests alone: a test, a shared suite, or a helper in `src/testing`. */
export function isTestOnly(path: string): boolean {
    return /\.(test|suite)\.ts$/.test(path) || path.includes('/src/testing/');
}
