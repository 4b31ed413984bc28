import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { LAUNCHER, readManifest } from 'heddle/command';

/**
 * Compiles the contracts of a package as its server would, where they are built.
 *
 * @returns what is wrong with them, as the server would say it; undefined where nothing is, or where nothing is built
 */
export async function definitionMistakes(folder: string): Promise<string | undefined> {
    if (!isBuilt(folder)) return undefined;
    return await new Promise((resolve) => {
        execFile(process.execPath, [LAUNCHER, 'metadata', '--module-path', folder], (error, _stdout, stderr) => {
            resolve(error === null ? undefined : stderr.trim());
        });
    });
}

function isBuilt(folder: string): boolean {
    if (!existsSync(join(folder, 'package.json'))) return false;
    const { main, dependencies = {} } = readManifest(folder) as {
        main?: string;
        dependencies?: Readonly<Record<string, string>>;
    };
    return main !== undefined && '@heddle/contract' in dependencies && existsSync(join(folder, main));
}
