import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { type Manifest, readPackages, ROOT } from '../repository/source-files';

/** A published package as npm unpacks it. */
export interface UnpackedPackage {
    readonly folder: string;
    readonly manifest: PublishedManifest;
}

/** What of a manifest decides where a module's declarations are. */
export interface PublishedManifest extends Manifest {
    /** Left out where every file may be asked for. */
    readonly exports?: Readonly<Record<string, unknown>>;
}

/**
 * Packs all packages as npm publishes them, and unpacks them into a `node_modules`.
 * @param modules a folder that does not exist yet
 */
export function unpackPackages(modules: string): UnpackedPackage[] {
    const tarballs = join(modules, '.tarballs');
    mkdirSync(tarballs, { recursive: true });
    const folders = readPackages()
        .filter(({ manifest }) => !manifest.private)
        .map(({ folder }) => join(ROOT, folder));
    execFileSync('npm', ['pack', '--silent', '--pack-destination', tarballs, ...folders], { cwd: ROOT });
    const unpacked = readdirSync(tarballs).map((tarball) => unpack(join(tarballs, tarball), modules));
    rmSync(tarballs, { recursive: true });
    return unpacked;
}

function unpack(tarball: string, modules: string): UnpackedPackage {
    const manifestText = execFileSync('tar', ['-xzOf', tarball, 'package/package.json'], { encoding: 'utf8' });
    const { name } = JSON.parse(manifestText) as Manifest;
    const folder = join(modules, name);
    mkdirSync(folder, { recursive: true });
    // `src` is there for debuggers, to which source maps name it; a compiler must get by without it.
    execFileSync('tar', ['-xzf', tarball, '-C', folder, '--strip-components=1', '--exclude=package/src']);
    return { folder, manifest: JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as PublishedManifest };
}
