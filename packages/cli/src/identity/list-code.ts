import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ConfigurationError } from '../reporting/command-error';
import { reasonOf } from '../reporting/reason-of';
import { type CodeListing, isListable, type Use } from './code-listing';
import { filesBelow, lockFileOf, ownFilesOf } from './own-files';
import { findProductionPackages, identifierOf, type InstalledPackage, isInstalled } from './production-packages';

/** The code in a folder as it would be served, and what about it cannot be compared. */
export interface ListedCode {
    readonly listing: CodeListing;
    /** By the folder of each package, the package of contracts among them: the SHA-256 of its files. */
    readonly digests: ReadonlyMap<string, string>;
    /** What is declared and not installed. */
    readonly missing: readonly string[];
    /** What other machines have otherwise, and what is therefore not in the listing. */
    readonly leftOut: readonly string[];
}

/** Tells whether a package is at the top of a folder. Its node_modules has packages of their own. */
type IsPackage = (folder: string) => boolean;

/** What may be in a package that no package manager put there. */
const NOT_OF_PACKAGE = new Set(['.DS_Store', '.git']);

/**
 * Lists the code in a folder as it would be served: the files of the package itself, its lock file, and the packages that
 * it needs then, called by name and version. It runs nothing.
 *
 * @param folder absolute
 * @throws ConfigurationError if something cannot be read
 */
export function listCode(folder: string): ListedCode {
    const { packages, missing, ofThisMachine } = findProductionPackages(folder);
    const [own] = packages;
    const folders = new Set(packages.map((one) => one.folder));
    const isPackage = (place: string): boolean => folders.has(place);
    const lists = new Map(
        packages.map((one) => [one, one === own ? ownSums(one.folder, isPackage) : sumsOf(one, isPackage)]),
    );
    const identifiers = identify(packages.slice(1), lists);
    const files = new Map<string, string>();
    const uses = new Map<string, Use>();
    for (const [one, sums] of lists) {
        const identifier = identifiers.get(one.folder);
        const prefix = identifier === undefined ? '' : `node_modules/${identifier}/`;
        for (const [path, sum] of sums) files.set(`${prefix}${path}`, sum);
        for (const [name, target] of one.uses) {
            const use = { from: identifier ?? '.', name: inOneWord(name), to: identifiers.get(target) ?? '.' };
            uses.set(`${use.from} ${name} ${use.to}`, use);
        }
    }
    const built = packages.filter((one) => one !== own && isBuiltOnInstall(one.folder));
    const leftOut = [...ofThisMachine, ...built.map(({ manifest }) => `build/ of ${identifierOf(manifest)}`)];
    const digests = new Map(Array.from(lists, ([one, sums]) => [one.folder, digestOf(sums)]));
    return { listing: { files, uses: [...uses.values()] }, digests, missing, leftOut };
}

function digestOf(sums: ReadonlyMap<string, string>): string {
    return createHash('sha256')
        .update(JSON.stringify([...sums]))
        .digest('hex');
}

/** Copies of one package that have the same files are one; a copy that differs has a number. */
function identify(
    packages: readonly InstalledPackage[],
    lists: ReadonlyMap<InstalledPackage, ReadonlyMap<string, string>>,
): Map<string, string> {
    const copies = new Map<string, string[]>();
    return new Map(
        packages.map((one) => {
            const identifier = inOneWord(identifierOf(one.manifest));
            const content = JSON.stringify([...(lists.get(one) ?? [])]);
            const known = copies.get(identifier) ?? [];
            if (!known.includes(content)) known.push(content);
            copies.set(identifier, known);
            const number = known.indexOf(content) + 1;
            return [one.folder, number === 1 ? identifier : `${identifier}#${number}`];
        }),
    );
}

/** Names that a registry takes are words already. */
function inOneWord(name: string): string {
    return name.replaceAll(/\s/g, '_');
}

function ownSums(folder: string, isPackage: IsPackage): Map<string, string> {
    const lockFile = lockFileOf(folder);
    const own = ownFilesOf(folder, isPackage);
    return sumsIn(folder, lockFile === undefined ? own : [...own, lockFile]);
}

/** Of a workspace it is what would be published; of a package that was installed, all. */
function sumsOf({ folder }: InstalledPackage, isPackage: IsPackage): Map<string, string> {
    if (!isInstalled(folder)) return sumsIn(folder, ownFilesOf(folder, isPackage));
    const isBuilt = isBuiltOnInstall(folder);
    const isLeftOut = (name: string, path: string): boolean => {
        if (name === 'node_modules') return isPackage(dirname(join(folder, path)));
        return NOT_OF_PACKAGE.has(name) || (isBuilt && path === 'build');
    };
    return sumsIn(folder, filesBelow(folder, isLeftOut));
}

/** node-gyp compiles it for the machine that it is installed on, into build/. */
function isBuiltOnInstall(folder: string): boolean {
    return existsSync(join(folder, 'binding.gyp'));
}

function sumsIn(folder: string, paths: readonly string[]): Map<string, string> {
    return new Map([...new Set(paths)].map((path) => [path, sumOf(folder, path)]));
}

function sumOf(folder: string, path: string): string {
    if (!isListable(path)) {
        const remedy = 'give it another name';
        throw new ConfigurationError(`${folder} has a file ${JSON.stringify(path)}, which cannot be listed: ${remedy}`);
    }
    try {
        return createHash('sha256')
            .update(readFileSync(join(folder, path)))
            .digest('hex');
    } catch (cause) {
        const problem = `${join(folder, path)} is code, and cannot be read (${reasonOf(cause)})`;
        throw new ConfigurationError(`${problem}: put a file there, or leave it out of "files" in package.json`, {
            cause,
        });
    }
}
