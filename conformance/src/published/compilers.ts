import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { ROOT } from '../repository/source-files';

export const MODULE_RESOLUTIONS = ['node10', 'node16', 'nodenext', 'bundler'] as const;
export type ModuleResolution = (typeof MODULE_RESOLUTIONS)[number];

/** A version of TypeScript, with what its users have installed beside it. */
export interface Compiler {
    readonly version: string;
    /** Whose third parties come before those of this repository, which need a newer compiler. */
    readonly folder: string;
    /** Its command, in the folder's or the repository's node_modules. */
    readonly command: readonly [name: string, path: string];
    /** The resolutions that it does not have, with what it says when it is asked for one. */
    readonly absent: Readonly<Partial<Record<ModuleResolution, RegExp>>>;
}

const NO_BUNDLER = { bundler: /error TS6046: Argument for '--moduleResolution' option must be/ };
const NO_NODE16 = { node16: NO_BUNDLER.bundler, nodenext: NO_BUNDLER.bundler };
const NO_NODE10 = { node10: /error TS5108: Option 'moduleResolution=node10' has been removed/ };

/** The oldest compiler with which chaincode was written that the facade has to compile. */
export const FIRST_OF_THE_FACADE: Compiler = olderCompiler('4.4', { ...NO_BUNDLER, ...NO_NODE16 });

/** The compilers, the oldest first; the last two are those that this repository works with. */
export const COMPILERS: readonly Compiler[] = [
    olderCompiler('4.7', NO_BUNDLER),
    olderCompiler('4.9', NO_BUNDLER),
    olderCompiler('5.0'),
    olderCompiler('5.4'),
    olderCompiler('5.9'),
    { version: '6.0', folder: ROOT, command: ['typescript', 'bin/tsc6'], absent: {} },
    { version: '7.0', folder: ROOT, command: ['@typescript/native', 'bin/tsc'], absent: NO_NODE10 },
];

function olderCompiler(version: string, absent: Compiler['absent'] = {}): Compiler {
    const folder = join(ROOT, 'conformance', 'compilers', `typescript-${version}`);
    return { version, folder, command: ['typescript', 'bin/tsc'], absent };
}

/**
 * Installs an older compiler with what fits it, where that has not been done: together they are larger than all else that
 * the repository installs, and only this test needs them.
 */
export function installCompiler({ folder }: Compiler): void {
    if (folder === ROOT || existsSync(join(folder, 'node_modules'))) return;
    execFileSync('npm', ['install', '--no-package-lock', '--no-audit', '--no-fund', '--ignore-scripts'], {
        cwd: folder,
        stdio: 'ignore',
    });
}

/** The file of a compiler's command. */
export function commandOf({ folder, command: [name, path] }: Compiler): string {
    const manifest = createRequire(join(folder, 'package.json')).resolve(`${name}/package.json`);
    return join(dirname(manifest), path);
}

/** The options of a resolution. Before 5.0 node10 is called `node`, and 6.0 wants to be told that its end is known. */
export function moduleOptions(resolution: ModuleResolution, version: string): Readonly<Record<string, string>> {
    switch (resolution) {
        case 'node10':
            return {
                module: 'commonjs',
                moduleResolution: version.startsWith('4.') ? 'node' : resolution,
                ...(version === '6.0' && { ignoreDeprecations: '6.0' }),
            };
        case 'node16':
        case 'nodenext':
            return { module: resolution, moduleResolution: resolution };
        case 'bundler':
            return { module: 'esnext', moduleResolution: resolution };
    }
}
