import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { packPackages, runNpm } from '../harness/pack-packages';
import { readManifest, ROOT } from '../repository/source-files';

const PACKAGES = ['protocol', 'core', 'contract', 'cli'];

/** Beside the folder of the package, and as far from each stage's: `file:` is relative, and so it is the same for all. */
const TARBALLS = '../../tarballs';

const COMPILER_OPTIONS = {
    target: 'es2022',
    module: 'node16',
    moduleResolution: 'node16',
    strict: true,
    experimentalDecorators: true,
    emitDecoratorMetadata: true,
    skipLibCheck: true,
    types: ['node'],
    rootDir: 'src',
    outDir: 'dist',
};

/**
 * Makes an example into a package of its own, as somebody would have it who installed ours from a registry: with the
 * packed tarballs of this repository, and with a lock file.
 *
 * @param root an empty folder
 * @returns the folder of the package
 */
export async function createPackage(root: string): Promise<string> {
    const tarballs = join(root, 'tarballs');
    const folder = join(root, 'context', 'app');
    mkdirSync(tarballs);
    mkdirSync(folder, { recursive: true });
    const packed = Array.from(await packPackages(PACKAGES, tarballs), ([name, file]) => [
        name,
        `file:${TARBALLS}/${file}`,
    ]);
    writeFileSync(
        join(folder, 'package.json'),
        JSON.stringify(manifestWith(Object.fromEntries(packed) as Readonly<Record<string, string>>), null, 4),
    );
    writeFileSync(
        join(folder, 'tsconfig.json'),
        JSON.stringify({ compilerOptions: COMPILER_OPTIONS, include: ['src'] }),
    );
    cpSync(join(ROOT, 'examples', 'asset-transfer', 'src'), join(folder, 'src'), {
        recursive: true,
        filter: (path) => !path.endsWith('.test.ts'),
    });
    await runNpm(folder, ['install', '--package-lock-only', '--ignore-scripts']);
    return folder;
}

function manifestWith(packed: Readonly<Record<string, string>>): object {
    const example = readManifest('examples/asset-transfer');
    const { devDependencies = {} } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
        readonly devDependencies?: Readonly<Record<string, string>>;
    };
    return {
        name: 'asset-transfer',
        version: '1.0.0',
        main: 'dist/index.js',
        scripts: { build: 'tsc' },
        dependencies: { ...example.dependencies, ...packed },
        devDependencies: {
            '@types/node': devDependencies['@types/node'],
            typescript: devDependencies['@typescript/native'],
        },
    };
}
