import { type Dirent, lstatSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type FabricPackage, isFabricPackage } from './fabric-packages';

/** An installed package that asks for one of Fabric's. */
export interface Asker {
    readonly name: string;
    readonly version: string;
    readonly asksFor: Readonly<Partial<Record<FabricPackage, string>>>;
}

export interface InstalledPackages {
    /** Folders in which one of Fabric's own packages is, and not the facade. */
    readonly originals: readonly string[];
    /** Folders in which the facade is in the place of one of them. */
    readonly facades: readonly string[];
    /** Dependencies that ask for Fabric's packages; those packages themselves do not count. */
    readonly askers: readonly Asker[];
}

interface Manifest {
    readonly name?: unknown;
    readonly version?: unknown;
    readonly dependencies?: unknown;
    readonly peerDependencies?: unknown;
}

/** Looks through all that is installed below a folder, in npm's layout and in pnpm's. Nothing is installed: nothing is found. */
export function findInstalledPackages(folder: string): InstalledPackages {
    const originals: string[] = [];
    const facades: string[] = [];
    const askers = new Map<string, Asker>();
    for (const found of packagesBelow(join(folder, 'node_modules'))) {
        const manifest = readManifest(found);
        if (isFabricPackage(String(manifest.name))) {
            originals.push(found);
            continue;
        }
        if (isFabricPackage(String(manifest.name).replace('@heddle/', ''))) facades.push(found);
        if (String(manifest.name).startsWith('@heddle/')) continue;
        const asker = askerOf(manifest);
        if (asker !== undefined) askers.set(`${asker.name}@${asker.version}`, asker);
    }
    return { originals, facades, askers: [...askers.values()] };
}

function askerOf({ name, version, dependencies, peerDependencies }: Manifest): Asker | undefined {
    const all = { ...(peerDependencies as object | undefined), ...(dependencies as object | undefined) };
    const asked = Object.entries(all).filter(([one]) => isFabricPackage(one));
    if (asked.length === 0) return undefined;
    return { name: String(name), version: String(version), asksFor: Object.fromEntries(asked) };
}

/** The folders of packages, each with those that are nested in it. What a link leads to has its own place here, or is the author's. */
function* packagesBelow(modules: string): Generator<string> {
    for (const { name } of entriesOf(modules)) yield* packagesAt(modules, name);
}

function* packagesAt(modules: string, name: string): Generator<string> {
    const path = join(modules, name);
    if (name === '.pnpm') {
        for (const store of entriesOf(path)) yield* packagesBelow(join(path, store.name, 'node_modules'));
    } else if (name.startsWith('@')) {
        for (const one of entriesOf(path)) yield* packageAt(join(path, one.name));
    } else if (!name.startsWith('.')) yield* packageAt(path);
}

function* packageAt(path: string): Generator<string> {
    yield path;
    if (!lstatSync(path).isSymbolicLink()) yield* packagesBelow(join(path, 'node_modules'));
}

function entriesOf(folder: string): Dirent[] {
    try {
        return readdirSync(folder, { withFileTypes: true }).filter(
            (entry) => entry.isDirectory() || entry.isSymbolicLink(),
        );
    } catch {
        return [];
    }
}

function readManifest(folder: string): Manifest {
    try {
        return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;
    } catch {
        return {}; // a folder that is no package
    }
}
