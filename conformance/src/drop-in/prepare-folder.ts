import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runCommand } from '../fabric/daemon';
import { runNpm } from '../harness/pack-packages';
import { REFERENCE_OVERRIDES, REFERENCE_VERSION, REPLACED_PACKAGES } from './sides';

/** Where a folder keeps what its build said. */
const BUILD_RESULT = '.build-result';

interface Manifest {
    readonly dependencies?: Readonly<Record<string, string>>;
    readonly scripts?: Readonly<Record<string, string>>;
    readonly [field: string]: unknown;
}

/** Copies somebody's chaincode, and installs what it needs with the reference, as its author would. */
export async function prepareReference(source: string, target: string): Promise<void> {
    copyChaincode(source, target);
    const file = join(target, 'package.json');
    const manifest = existsSync(file)
        ? readManifest(target)
        : { name: 'chaincode', version: '1.0.0', main: 'index.js' };
    const dependencies = { ...manifest.dependencies };
    for (const name of ['fabric-contract-api', 'fabric-shim']) dependencies[name] = REFERENCE_VERSION;
    writeManifest(target, { ...manifest, dependencies, overrides: REFERENCE_OVERRIDES });
    await runNpm(target, ['install', '--ignore-scripts']);
    await build(target);
}

/** Copies what was prepared, and puts the facade in the place of the reference: `install` is what `heddle adopt` does. */
export async function prepareFacade(
    reference: string,
    target: string,
    install: (folder: string) => Promise<void>,
): Promise<void> {
    rmSync(target, { recursive: true, force: true });
    cpSync(reference, target, { recursive: true, verbatimSymlinks: true });
    // Its author has nothing to override.
    const { overrides: _, ...manifest } = readManifest(target);
    writeManifest(target, manifest);
    await install(target);
    rmSync(join(target, 'dist'), { recursive: true, force: true });
    await build(target);
}

/** Whether a folder has the facade where the reference would be. */
export function hasFacade(folder: string): boolean {
    return REPLACED_PACKAGES.some((name) => {
        const file = join(folder, 'node_modules', name, 'package.json');
        if (!existsSync(file)) return false;
        return (JSON.parse(readFileSync(file, 'utf8')) as { readonly name: string }).name.startsWith('@heddle/');
    });
}

/** Everything but what an author's machine has made. */
function copyChaincode(source: string, target: string): void {
    rmSync(target, { recursive: true, force: true });
    mkdirSync(target, { recursive: true });
    for (const name of readdirSync(source)) {
        // Locked versions of the author's may be of another release than the one that is compared.
        if (['node_modules', 'dist', 'npm-shrinkwrap.json', 'package-lock.json'].includes(name)) continue;
        cpSync(join(source, name), join(target, name), { recursive: true });
    }
}

/** Builds it by its own script and its own compiler. A compiler that complains may still have built it: the two must agree. */
async function build(folder: string): Promise<void> {
    if (readManifest(folder).scripts?.['build'] === undefined) return;
    let said: string;
    try {
        await runCommand('npm', ['--prefix', folder, 'run', 'build', '--silent'], { ...process.env });
        said = 'built';
    } catch (error) {
        said = (error as Error).message.replaceAll(folder, '');
    }
    writeFileSync(join(folder, BUILD_RESULT), said);
}

/** What the build of a prepared folder said; undefined where there is nothing to build. */
export function buildResultOf(folder: string): string | undefined {
    const file = join(folder, BUILD_RESULT);
    return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
}

function readManifest(folder: string): Manifest {
    return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;
}

function writeManifest(folder: string, manifest: Manifest): void {
    writeFileSync(join(folder, 'package.json'), `${JSON.stringify(manifest, undefined, 4)}\n`);
}
