import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runCommand } from '../fabric/daemon';
import { runNpm } from '../harness/pack-packages';
import { REFERENCE_VERSION, REPLACED_PACKAGES } from './sides';

interface Manifest {
    dependencies?: Record<string, string>;
    readonly scripts?: Readonly<Record<string, string>>;
    [field: string]: unknown;
}

/**
 * Copies somebody's chaincode, and installs what it needs with the reference, as its author would.
 *
 * @param locals packages that no registry has, by their folder
 */
export async function prepareReference(
    source: string,
    target: string,
    locals: Readonly<Record<string, string>>,
): Promise<void> {
    copyChaincode(source, target);
    const file = join(target, 'package.json');
    const manifest = existsSync(file)
        ? (JSON.parse(readFileSync(file, 'utf8')) as Manifest)
        : { name: 'chaincode', version: '1.0.0' };
    const dependencies = { ...manifest.dependencies };
    for (const name of ['fabric-contract-api', 'fabric-shim']) dependencies[name] = REFERENCE_VERSION;
    for (const [name, folder] of Object.entries(locals)) dependencies[name] = `file:${folder}`;
    // What is not published asks for versions that are not published either.
    const overrides = Object.keys(locals).length === 0 ? {} : { overrides: { 'fabric-contract-api': REFERENCE_VERSION } };
    writeFileSync(file, JSON.stringify({ ...manifest, dependencies, ...overrides }, undefined, 4));
    await runNpm(target, ['install', '--ignore-scripts', '--install-links']);
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

/** Builds it by its own script, of its own compiler. */
async function build(folder: string): Promise<void> {
    const { scripts } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;
    if (scripts?.['build'] === undefined) return;
    await runCommand('npm', ['--prefix', folder, 'run', 'build', '--silent'], { ...process.env });
}
