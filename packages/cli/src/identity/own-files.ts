import { lstatSync, readdirSync, statSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { findPackageEntry, readManifest } from '../input/package-entry';
import { ConfigurationError } from '../reporting/command-error';
import { type FileRule, rulesOf } from './file-rules';
import { foldersOf, foundInsteadOf } from './found-instead';

/** What a server reads of it besides the code; the indexes below META-INF are in the package themselves. */
const METADATA = /^(?:META-INF\/(?!statedb\/)|contract-metadata\/)/;
/** What Node.js loads. */
const LOADED = /\.(?:[cm]?js|json|node|wasm)$/;
const LOCK_FILES = ['package-lock.json', 'npm-shrinkwrap.json', 'pnpm-lock.yaml', 'yarn.lock'];

/**
 * Finds the files of a package of contracts that a server has: package.json, what describes the contracts, and what `files`
 * in package.json names. Where it names none, that is the folder of the entry, or all code where the entry is at the top.
 * Names that begin with a dot are left out, and so is what compilers keep for themselves. Whatever is named, what Node.js would
 * find before those files and before the packages that they need is among them.
 *
 * @param folder absolute
 * @param isPackage tells whether a package is at the top of a folder, whose node_modules is gone through otherwise
 * @returns paths with slashes, sorted
 * @throws ConfigurationError if package.json cannot be read, or has no entry that is there
 */
export function ownFilesOf(folder: string, isPackage: (folder: string) => boolean): string[] {
    const isServed = servedBy(folder);
    const paths = filesBelow(folder, (name) => name.startsWith('.') || name === 'node_modules');
    const own = paths.filter((path) => isServed(path) && !path.endsWith('.tsbuildinfo'));
    const nearer = foldersOf(own).flatMap((path) => nearerPackages(folder, path, isPackage));
    return Array.from(new Set([...own, ...nearer, ...foundInsteadOf(folder, own)])).sort();
}

/** The files of a node_modules besides own files: Node.js looks there before it looks in that of the package. */
function nearerPackages(folder: string, path: string, isPackage: (folder: string) => boolean): string[] {
    const place = `${path}/node_modules`;
    const entry = lstatSync(join(folder, place), { throwIfNoEntry: false });
    if (entry === undefined || isPackage(join(folder, path))) return [];
    return entry.isDirectory() ? filesBelow(folder, (name) => name.startsWith('.'), place) : [place];
}

/** The lock file in a folder; undefined if it has no lock file. */
export function lockFileOf(folder: string): string | undefined {
    return LOCK_FILES.find((name) => statSync(join(folder, name), { throwIfNoEntry: false })?.isFile() === true);
}

/** All files below a folder but those of the names that are left out: paths with slashes, sorted. */
export function filesBelow(folder: string, isLeftOut: (name: string, path: string) => boolean, below = ''): string[] {
    const entries = readdirSync(join(folder, below), { withFileTypes: true });
    const paths = entries.flatMap((entry) => {
        const path = below === '' ? entry.name : `${below}/${entry.name}`;
        if (isLeftOut(entry.name, path)) return [];
        return entry.isDirectory() ? filesBelow(folder, isLeftOut, path) : [path];
    });
    return below === '' ? paths.sort() : paths;
}

function servedBy(folder: string): (path: string) => boolean {
    const { files } = readManifest(folder);
    const isNamed = Array.isArray(files) ? namedBy(rulesOf(files, folder)) : besideEntry(folder);
    return (path) => path === 'package.json' || METADATA.test(path) || isNamed(path);
}

/** The last rule that fits a path holds, as for npm. */
function namedBy(rules: readonly FileRule[]): (path: string) => boolean {
    return (path) => rules.findLast(({ fits }) => fits(path))?.isTaken ?? false;
}

function besideEntry(folder: string): (path: string) => boolean {
    const path = relative(folder, findPackageEntry(folder).file).split(sep);
    const [first = '', ...rest] = path;
    if (first === '..') {
        throw new ConfigurationError(`the entry of ${folder} is outside of it: name one below it in package.json`);
    }
    // Lock files count by themselves, whichever of them there is.
    if (rest.length === 0) return (own) => LOADED.test(own) && !LOCK_FILES.includes(own);
    return (own) => own.startsWith(`${first}/`);
}
