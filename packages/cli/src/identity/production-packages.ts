import { existsSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, join, sep } from 'node:path';
import { type PackageManifest, readManifest } from '../input/package-entry';
import { ConfigurationError } from '../reporting/command-error';
import { ENDINGS } from './found-instead';

/** An installed package that a package of contracts needs when it is served. */
export interface InstalledPackage {
    /** Where it really is: links are followed, as Node.js does. */
    readonly folder: string;
    readonly manifest: PackageManifest;
    /** What it finds under which name. */
    readonly uses: ReadonlyMap<string, string>;
}

/** What a package of contracts needs when it is served, by where it is; the package itself comes first. */
export interface ProductionPackages {
    readonly packages: readonly InstalledPackage[];
    /** What is declared and not installed, such as `ajv, which basic needs`. */
    readonly missing: readonly string[];
    /** Names of packages that are for this kind of machine alone. */
    readonly ofThisMachine: readonly string[];
}

interface Dependency {
    readonly name: string;
    /** Whether its package works without it. */
    readonly isOptional: boolean;
}

/**
 * Finds what is needed when it is served, as Node.js would: dependencies and those of dependencies, not those for
 * development, each beside or above who needs it. It does not matter how a package manager laid them out.
 *
 * An optional peer is not looked for: what it finds may be there for development alone. An optional dependency for one kind
 * of machine (`os`, `cpu` or `libc` in its package.json) is told and not followed, since other machines have another one.
 *
 * @param folder absolute
 * @throws ConfigurationError if a package.json cannot be read
 */
export function findProductionPackages(folder: string): ProductionPackages {
    const packages: InstalledPackage[] = [];
    const missing: string[] = [];
    const ofThisMachine: string[] = [];
    // It grows while it is gone through.
    const folders = new Set([realpathSync(folder)]);
    for (const here of folders) {
        const manifest = readManifest(here);
        const found = dependenciesOf(manifest).map((dependency) => ({ ...dependency, ...lookFor(dependency, here) }));
        const absent = found.filter(({ place, isOptional }) => place === undefined && !isOptional);
        missing.push(...absent.map(({ name }) => `${name}, which ${nameIn(manifest)} needs`));
        ofThisMachine.push(...found.flatMap(({ machine }) => machine ?? []));
        const uses = new Map(found.flatMap(({ name, place }) => (place === undefined ? [] : [[name, place] as const])));
        for (const place of uses.values()) folders.add(place);
        packages.push({ folder: here, manifest, uses });
    }
    return { packages, missing, ofThisMachine: [...new Set(ofThisMachine)].sort() };
}

/** Where it is; or, where it is for this kind of machine alone, its name. */
function lookFor({ name, isOptional }: Dependency, from: string): { place?: string; machine?: string } {
    const place = findInstalled(name, from);
    if (place === undefined) return {};
    const manifest = readManifest(place);
    return isOptional && isOfOneMachine(manifest) ? { machine: nameIn(manifest) } : { place };
}

/** Name and version, by which packages are called wherever they are. */
export function identifierOf({ name, version }: PackageManifest): string {
    return `${typeof name === 'string' ? name : ''}@${typeof version === 'string' ? version : ''}`;
}

/** Whether a package manager put it there, and not a workspace. */
export function isInstalled(folder: string): boolean {
    return folder.split(sep).includes('node_modules');
}

/** Sorted by name, so that packages are found in the same order on all machines. */
function dependenciesOf(manifest: PackageManifest): Dependency[] {
    const { dependencies, optionalDependencies, peerDependencies, peerDependenciesMeta } = manifest;
    const optional = new Set(namesIn(optionalDependencies));
    const peersMeta = (peerDependenciesMeta ?? {}) as Readonly<Record<string, { readonly optional?: unknown }>>;
    // npm may be told to leave peers to the user.
    const peers = namesIn(peerDependencies).filter((name) => peersMeta[name]?.optional !== true);
    const required = new Set(namesIn(dependencies).filter((name) => !optional.has(name)));
    return Array.from(new Set([...required, ...optional, ...peers]))
        .sort()
        .map((name) => ({ name, isOptional: !required.has(name) }));
}

function namesIn(dependencies: unknown): string[] {
    return typeof dependencies === 'object' && dependencies !== null ? Object.keys(dependencies) : [];
}

/**
 * As Node.js looks for packages: in the node_modules of the folder, and of those above.
 * @throws ConfigurationError where Node.js would load something that is no package
 */
function findInstalled(name: string, from: string): string | undefined {
    for (let folder = from; ; folder = dirname(folder)) {
        const place = basename(folder) === 'node_modules' ? undefined : installedAt(join(folder, 'node_modules', name));
        if (place !== undefined || dirname(folder) === folder) return place;
    }
}

/** Node.js takes a file of that name for the package, and so the index of a folder that has no package.json. */
function installedAt(candidate: string): string | undefined {
    const isPackage = existsSync(join(candidate, 'package.json'));
    const places = isPackage ? [candidate] : [candidate, join(candidate, 'index')];
    const stray = places.flatMap((place) => ENDINGS.map((ending) => place + ending)).find(isFile);
    if (stray === undefined) return isPackage ? realpathSync(candidate) : undefined;
    const problem = `${stray} is no package, and Node.js would load it for one`;
    throw new ConfigurationError(`${problem}: take it away, or install again by the lock file: npm ci --omit=dev`);
}

/** Links are followed. A folder is no file that Node.js loads: `asn1.js` may be a package beside `asn1`. */
function isFile(place: string): boolean {
    return statSync(place, { throwIfNoEntry: false })?.isFile() === true;
}

function isOfOneMachine({ os, cpu, libc }: PackageManifest): boolean {
    return [os, cpu, libc].some((kinds) => kinds !== undefined);
}

function nameIn({ name }: PackageManifest): string {
    return typeof name === 'string' ? name : 'the package';
}
