import { execFileSync } from 'node:child_process';
import { ROOT, type SourcePackage } from './source-files';

interface Packed {
    readonly name: string;
    readonly files: readonly { readonly path: string }[];
}

/** Lists what npm would put into each package's tarball, by the package's name. */
export function listPackedFiles(packages: readonly SourcePackage[]): ReadonlyMap<string, readonly string[]> {
    const workspaces = packages.map(({ manifest }) => `--workspace=${manifest.name}`);
    const args = ['pack', '--dry-run', '--json', ...workspaces];
    const packed = JSON.parse(
        execFileSync('npm', args, { cwd: ROOT, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }),
    ) as Packed[];
    return new Map(packed.map(({ name, files }) => [name, files.map(({ path }) => path)]));
}
