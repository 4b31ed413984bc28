import { join } from 'node:path';
import { runCommand } from '../fabric/daemon';
import { readManifest, ROOT } from '../repository/source-files';

/**
 * Packs packages of this repository as npm would publish them.
 *
 * @param folders below `packages`
 * @param target an empty folder for the tarballs
 * @returns the names of the tarballs by those of the packages
 */
export async function packPackages(folders: readonly string[], target: string): Promise<ReadonlyMap<string, string>> {
    const paths = folders.map((name) => join(ROOT, 'packages', name));
    await runNpm(ROOT, ['pack', '--pack-destination', target, ...paths]);
    return new Map(
        folders.map((folder) => {
            const { name, version } = readManifest(`packages/${folder}`) as { name: string; version: string };
            return [name, `${name.replace('@', '').replace('/', '-')}-${version}.tgz`];
        }),
    );
}

/** Runs npm in a folder. @returns its output @throws Error with all of its output where it fails */
export async function runNpm(folder: string, args: readonly string[]): Promise<string> {
    const quiet = ['--no-audit', '--no-fund', '--loglevel=error'];
    const { stdout } = await runCommand('npm', ['--prefix', folder, ...args, ...quiet], { ...process.env });
    return stdout;
}
