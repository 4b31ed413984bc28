import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { packPackages } from '../harness/pack-packages';
import { HEDDLE, runProgram } from '../harness/run-program';
import { readPackages } from '../repository/source-files';

/**
 * Packs this repository's packages once, as npm publishes them.
 *
 * @returns what puts the facade into a folder as its author would, by `heddle adopt`
 */
export async function createAdopter(work: string): Promise<(folder: string) => Promise<void>> {
    const tarballs = await packAll(join(work, 'packed'));
    return async (folder) => {
        const args = [HEDDLE, 'adopt', '--from', tarballs, '--module-path', folder, '--package-manager', 'npm'];
        const { PATH = '', HOME = '' } = process.env;
        const { code, stdout, stderr } = await runProgram(args, { cwd: folder, env: { PATH, HOME } });
        if (code !== 0) throw new Error(`heddle adopt ended with ${code} in ${folder}:\n${stdout}${stderr}`);
    };
}

/** Packs all packages that are published into a folder of their own. @returns the folder */
export async function packAll(target: string): Promise<string> {
    rmSync(target, { recursive: true, force: true });
    mkdirSync(target, { recursive: true });
    const published = readPackages().filter(({ manifest }) => manifest.private !== true);
    await packPackages(
        published.map(({ folder }) => folder.replace('packages/', '')),
        target,
    );
    return target;
}
