import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { ROOT } from '../repository/source-files';

/** A version of TypeScript, with what its users have installed beside it. */
export interface Compiler {
    readonly version: string;
    /** The launcher of its command. */
    readonly program: string;
    /** Whose third parties come before those of this repository, which need a newer compiler. */
    readonly folder: string;
}

export const MODULE_RESOLUTIONS = ['node10', 'node16', 'nodenext', 'bundler'] as const;
export type ModuleResolution = (typeof MODULE_RESOLUTIONS)[number];

/** Where a version has no such module resolution: what its compiler says then. */
export const ABSENT: Readonly<Partial<Record<string, Readonly<Partial<Record<ModuleResolution, RegExp>>>>>> = {
    '4.7': { bundler: /TS6046.*'--moduleResolution'/ }, // came with 5.0
    '4.9': { bundler: /TS6046.*'--moduleResolution'/ },
    '7.0': { node10: /TS5108.*'moduleResolution=node10' has been removed/ },
};

/** The compilers, the oldest first. */
export const COMPILERS: readonly Compiler[] = [
    ...['4.7', '4.9', '5.0', '5.4', '5.9'].map((version) =>
        compilerIn(version, join(ROOT, 'compilers', `typescript-${version}`), 'typescript/bin/tsc'),
    ),
    // Those that this repository works with.
    compilerIn('6.0', ROOT, 'typescript/bin/tsc6'),
    compilerIn('7.0', ROOT, '@typescript/native/bin/tsc'),
];

function compilerIn(version: string, folder: string, launcher: string): Compiler {
    const [, name = '', path = ''] = /^((?:@[^/]+\/)?[^/]+)\/(.*)$/.exec(launcher) ?? [];
    const manifest = createRequire(join(folder, 'package.json')).resolve(`${name}/package.json`);
    return { version, folder, program: join(dirname(manifest), path) };
}

/** The options of a resolution. Older compilers know node10 as `node` only, and 6.0 warns of its end. */
export function moduleOptions(resolution: ModuleResolution, version: string): Readonly<Record<string, string>> {
    switch (resolution) {
        case 'node10':
            return {
                module: 'commonjs',
                moduleResolution: version < '5' ? 'node' : resolution,
                ...(version === '6.0' && { ignoreDeprecations: '6.0' }),
            };
        case 'node16':
        case 'nodenext':
            return { module: resolution, moduleResolution: resolution };
        case 'bundler':
            return { module: 'esnext', moduleResolution: resolution };
    }
}
