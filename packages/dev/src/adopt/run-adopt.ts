import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { CommandError, ConfigurationError, type PackageManifest, type Terminal } from 'heddle/command';
import { findBuildSteps } from '../dev/building/build-steps';
import { runBuild } from '../dev/building/run-build';
import { DEV_FOLDER, makeDevFolder } from '../dev/connection/connection-file';
import { type Change, isAdopted, overrideOthers, overridePackages, replaceDependencies, takeBack } from './adoption';
import { type Adoption, reportAdoption } from './adoption-report';
import { type FacadeSource, fromTarballs, REGISTRY } from './facade-source';
import { FABRIC_PACKAGES } from './fabric-packages';
import { findInstalledPackages } from './installed-packages';
import { JsonFile } from './json-file';
import { KeptFiles } from './kept-files';
import { findPackageManager, type PackageManager } from './package-manager';
import { checkStartup } from './startup-check';

export interface AdoptRequest {
    /** The chaincode's package, absolute. */
    readonly folder: string;
    readonly check: boolean;
    readonly undo: boolean;
    /** A folder with packed packages; default: the registry. */
    readonly from: string | undefined;
    readonly packageManager: string | undefined;
    readonly terminal: Terminal;
    /** Ends what is under way. */
    readonly signal: AbortSignal;
}

/** A package on its way. */
interface Work extends AdoptRequest {
    readonly manifest: JsonFile;
    readonly manager: PackageManager;
}

/** What lies beside package.json and changes with it. */
const OTHER_FILES = ['pnpm-workspace.yaml'];

/**
 * Puts the facade into the place of Fabric's packages in one package, reports what that would be, or takes it back.
 *
 * @throws ConfigurationError for a package that this is not for; CommandError where an installation failed, and then the
 * package is as it was
 */
export async function runAdopt(request: AdoptRequest): Promise<void> {
    const manifest = JsonFile.read(join(request.folder, 'package.json'));
    const manager = findPackageManager(request.folder, {
        given: request.packageManager,
        declared: manifest.get(['packageManager']),
    });
    const work = { ...request, manifest, manager };
    if (request.undo) await undo(work);
    else if (request.check) await check(work);
    else {
        if (isAdopted(manifest)) throw adoptedAlready(request.folder);
        report(work, await adopt(work));
    }
}

async function adopt(work: Work): Promise<Adoption> {
    const { folder, manifest, manager, from } = work;
    const source = from === undefined ? REGISTRY : fromTarballs(from);
    const kept = KeptFiles.read(folder, ['package.json', ...manager.lockFiles, ...OTHER_FILES]);
    try {
        const changes = [...replaceDependencies(manifest, source), ...overrideOthers(manifest, source, manager)];
        const found = findInstalledPackages(folder);
        if (changes.length === 0 && found.askers.length === 0) throw nothingToAdopt(folder);
        changes.push(...(await installWithout(work, source, kept)));
        makeDevFolder(folder);
        kept.save(keptFile(folder));
        return await describe(work, changes);
    } catch (error) {
        kept.restore();
        throw error;
    }
}

/** Installs, and once more where a dependency has brought the originals along. */
async function installWithout(work: Work, source: FacadeSource, kept: KeptFiles): Promise<Change[]> {
    const { manifest, folder, manager } = work;
    manifest.write();
    await install(work);
    if (findInstalledPackages(folder).originals.length === 0) return [];
    const changes = overridePackages(manifest, source, manager);
    manifest.write();
    // What is installed already, and a lock that has it, are gone by as far as they go: by their names they would do.
    kept.restore(manager.lockFiles);
    rmSync(join(folder, 'node_modules'), { recursive: true, force: true });
    await install(work);
    return changes;
}

async function describe(work: Work, changes: readonly Change[]): Promise<Adoption> {
    const { folder, manifest, manager, signal, check: isCheck } = work;
    const steps = findBuildSteps(folder, { scripts: manifest.get(['scripts']) } as PackageManifest);
    const { failure, output } = await runBuild(steps, { folder, signal });
    const { askers, originals } = findInstalledPackages(folder);
    return {
        folder,
        changes,
        askers,
        originals,
        startup: await checkStartup(folder, signal),
        buildFailure: failure === undefined ? undefined : `${output.trim()}\n${failure}`,
        start: `${manager.name} start`,
        isCheck,
    };
}

/** Tries it on a copy: what is in the package's folder stays as it is. */
async function check(work: Work): Promise<void> {
    const { folder, manifest } = work;
    const parent = mkdtempSync(join(tmpdir(), 'heddle-adopt-'));
    const copy = join(parent, basename(folder));
    try {
        cpSync(folder, copy, { recursive: true, filter: (path) => basename(path) !== 'node_modules' });
        const adoption = isAdopted(manifest)
            ? await describeAgain({ ...work, folder: copy })
            : await adopt({ ...work, folder: copy, manifest: JsonFile.read(join(copy, 'package.json')) });
        report(work, { ...adoption, folder });
    } finally {
        rmSync(parent, { recursive: true, force: true });
    }
}

async function describeAgain(work: Work): Promise<Adoption> {
    await install(work);
    return describe(work, []);
}

async function undo(work: Work): Promise<void> {
    const { folder, manifest } = work;
    if (!isAdopted(manifest)) {
        throw new ConfigurationError(
            `${manifest.path} has no record of an adoption ("heddle": {"adopted": …}): there is nothing to take back`,
        );
    }
    const putBack = KeptFiles.unchanged(folder, keptFile(folder));
    takeBack(manifest);
    manifest.write();
    putBack?.();
    // npm goes by the name of the folder, and would keep them for what is asked for again.
    for (const facade of findInstalledPackages(folder).facades) rmSync(facade, { recursive: true, force: true });
    await install(work);
    // A package manager of another version, or with other settings, writes the same lock in other words.
    putBack?.();
    rmSync(keptFile(folder), { force: true });
    print(work, [`${folder} asks for Fabric's packages again, as before`]);
}

async function install({ folder, manager, terminal, signal }: Work): Promise<void> {
    terminal.write(`${manager.install} …\n`);
    const { failure, output } = await runBuild([manager.install], { folder, signal });
    if (failure === undefined) return;
    throw new CommandError(1, `${failure} in ${folder}; package.json is as it was. It said:\n${output.trim()}`);
}

function keptFile(folder: string): string {
    return join(folder, DEV_FOLDER, 'adopted-from.json');
}

/** @throws CommandError where the contracts cannot be served, after all that is known of it is told */
function report(work: Work, adoption: Adoption): void {
    print(work, reportAdoption(adoption));
    if (adoption.startup.failure !== undefined)
        throw new CommandError(1, `the contracts of ${adoption.folder} cannot be served as they are: see above`);
}

function print({ terminal }: Work, lines: readonly string[]): void {
    terminal.write(`${lines.join('\n')}\n`);
}

function adoptedAlready(folder: string): ConfigurationError {
    return new ConfigurationError(
        `${folder} has adopted Heddle's packages already: report on it by --check, or take it back by --undo`,
    );
}

function nothingToAdopt(folder: string): ConfigurationError {
    const hint = existsSync(join(folder, 'node_modules')) ? '' : ', and nothing is installed that could ask for them';
    return new ConfigurationError(
        `${join(folder, 'package.json')} asks for none of ${FABRIC_PACKAGES.join(', ')}${hint}: run the command in the package of a chaincode that is written for them`,
    );
}
