import { join } from 'node:path';
import { FABRIC_PACKAGES, isFabricPackage } from './fabric-packages';
import type { FacadeSource } from './facade-source';
import type { JsonFile } from './json-file';
import type { PackageManager } from './package-manager';
import { WorkspaceFile } from './workspace-file';

/** Where package.json asks for what it needs itself. */
const SECTIONS = ['dependencies', 'devDependencies', 'optionalDependencies'] as const;

/** Where package.json says what it said before, so that whoever has the package can take it back. */
const RECORD = ['heddle', 'adopted'];

/** A line of package.json that has changed. */
export interface Change {
    /** `dependencies`, or where the package manager has its overrides. */
    readonly section: string;
    readonly name: string;
    readonly before: string | undefined;
    readonly after: string;
}

/** Whether a package has adopted the facade. */
export function isAdopted(manifest: JsonFile): boolean {
    return manifest.get(RECORD) !== undefined;
}

/** Puts the facade into the place of Fabric's packages that a package asks for itself. @returns what has changed */
export function replaceDependencies(manifest: JsonFile, source: FacadeSource): Change[] {
    const changes = SECTIONS.flatMap((section) =>
        Object.entries(manifest.texts([section])).flatMap(([name, before]) =>
            isFabricPackage(name) ? [{ section, name, before, after: source.specOf(name) }] : [],
        ),
    );
    for (const { section, name, before, after } of changes) {
        manifest.set([section, name], after);
        manifest.set([...RECORD, section, name], before);
    }
    return changes;
}

/**
 * Puts the facade into the place of Fabric's packages for all that is installed: for dependencies that ask for them.
 *
 * @returns what has changed
 */
export function overridePackages(manifest: JsonFile, source: FacadeSource, manager: PackageManager): Change[] {
    const own = SECTIONS.flatMap((section) => Object.keys(manifest.texts([section])));
    const facade = FABRIC_PACKAGES.map((name): [string, string] => {
        // npm wants an override of what package.json asks for itself to say the same.
        const isOwn = manager.name === 'npm' && own.includes(name);
        return [name, isOwn ? `$${name}` : source.specOf(name)];
    });
    return writeOverrides(manifest, manager, Object.fromEntries(facade));
}

/** Says where the facade's own dependencies are, if no registry has them. @returns what has changed */
export function overrideOthers(manifest: JsonFile, source: FacadeSource, manager: PackageManager): Change[] {
    return writeOverrides(manifest, manager, source.others);
}

/** Takes back what was changed, by the record in package.json. */
export function takeBack(manifest: JsonFile): void {
    for (const section of SECTIONS) {
        for (const [name, before] of Object.entries(manifest.texts([...RECORD, section])))
            manifest.set([section, name], before);
    }
    for (const section of ['overrides', 'resolutions', WORKSPACE]) takeBackOverrides(manifest, section);
    manifest.set(RECORD, undefined);
}

const WORKSPACE = 'pnpm-workspace.yaml';

function takeBackOverrides(manifest: JsonFile, section: string): void {
    const record = manifest.get([...RECORD, section]);
    const before = Object.entries((record ?? {}) as Readonly<Record<string, string | null>>);
    if (section !== WORKSPACE) {
        for (const [name, value] of before) manifest.set([section, name], value ?? undefined);
        return;
    }
    if (before.length === 0) return;
    const file = WorkspaceFile.read(join(manifest.path, '..', WORKSPACE));
    for (const [name, value] of before) file.override(name, value ?? undefined);
    file.write();
}

/** In package.json, or for pnpm in its own file, which is written at once. A null in the record is a line that is new. */
function writeOverrides(
    manifest: JsonFile,
    { overrides }: PackageManager,
    wanted: Readonly<Record<string, string>>,
): Change[] {
    const section = overrides === WORKSPACE ? WORKSPACE : overrides[0];
    const file = overrides === WORKSPACE ? WorkspaceFile.read(join(manifest.path, '..', WORKSPACE)) : undefined;
    const known = file === undefined ? manifest.texts([section]) : file.overrides;
    const changes = Object.entries(wanted)
        .filter(([name, after]) => known[name] !== after)
        .map(([name, after]): Change => ({ section, name, before: known[name], after }));
    for (const { name, before, after } of changes) {
        if (file === undefined) manifest.set([section, name], after);
        else file.override(name, after);
        manifest.set([...RECORD, section, name], before ?? null);
    }
    if (changes.length > 0) file?.write();
    return changes;
}
