import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runCommand } from '../fabric/daemon';
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
    const packed = await packPackages(tarballs);
    writeFileSync(join(folder, 'package.json'), JSON.stringify(manifestWith(packed), null, 4));
    writeFileSync(
        join(folder, 'tsconfig.json'),
        JSON.stringify({ compilerOptions: COMPILER_OPTIONS, include: ['src'] }),
    );
    cpSync(join(ROOT, 'examples', 'asset-transfer', 'src'), join(folder, 'src'), {
        recursive: true,
        filter: (path) => !path.endsWith('.test.ts'),
    });
    await npm(folder, ['install', '--package-lock-only', '--ignore-scripts']);
    return folder;
}

/** Returns the files by the names of the packages. */
async function packPackages(tarballs: string): Promise<Readonly<Record<string, string>>> {
    const folders = PACKAGES.map((name) => join(ROOT, 'packages', name));
    await npm(ROOT, ['pack', '--pack-destination', tarballs, ...folders]);
    return Object.fromEntries(
        PACKAGES.map((name) => {
            const manifest = readManifest(`packages/${name}`) as { readonly name: string; readonly version: string };
            const file = `${manifest.name.replace('@', '').replace('/', '-')}-${manifest.version}.tgz`;
            return [manifest.name, `file:${TARBALLS}/${file}`];
        }),
    );
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

async function npm(folder: string, args: readonly string[]): Promise<void> {
    const quiet = ['--no-audit', '--no-fund', '--loglevel=error'];
    await runCommand('npm', ['--prefix', folder, ...args, ...quiet], { ...process.env });
}
