import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { ConfigurationError } from '../reporting/command-error';
import { reasonOf } from '../reporting/reason-of';
import { nameOf } from './environment';
import { MODULE_PATH } from './module-path';

/** The part of a package.json that matters here; people write it. */
export interface PackageManifest {
    readonly name?: unknown;
    readonly version?: unknown;
    readonly type?: unknown;
    readonly main?: unknown;
    readonly exports?: unknown;
    readonly scripts?: unknown;
    readonly workspaces?: unknown;
    readonly dependencies?: unknown;
    readonly optionalDependencies?: unknown;
    readonly peerDependencies?: unknown;
    readonly peerDependenciesMeta?: unknown;
    readonly files?: unknown;
    readonly os?: unknown;
    readonly cpu?: unknown;
    readonly libc?: unknown;
}

/** A package of contracts, found but not loaded. */
export interface PackageEntry {
    readonly manifest: PackageManifest;
    /** The file that an import of the package loads, absolute. */
    readonly file: string;
}

const REMEDY = `set ${nameOf(MODULE_PATH)} to the folder of the package with the contracts`;

/** As for `import`. If several fit, the first in the package.json counts. */
const CONDITIONS = ['node', 'import', 'module-sync', 'require', 'default'];

/**
 * Finds the file that an import of a package loads: by `exports`, else by `main`, else index.js.
 *
 * @param folder the package's folder, absolute
 * @throws ConfigurationError if there is no such package, or no such file
 */
export function findPackageEntry(folder: string): PackageEntry {
    const manifest = readManifest(folder);
    const target = exportTarget(manifest.exports) ?? exportTarget(manifest.main) ?? 'index.js';
    try {
        // As Node looks for `main`: it may leave out the extension, or be a folder.
        const file = createRequire(join(folder, 'package.json')).resolve(join(folder, target));
        return { manifest, file };
    } catch {
        throw new ConfigurationError(
            `${join(folder, target)}, the entry of ${join(folder, 'package.json')}, does not exist: build the package, correct its "main", or ${REMEDY}`,
        );
    }
}

/** @throws ConfigurationError if there is no package.json that can be read */
export function readManifest(folder: string): PackageManifest {
    const path = join(folder, 'package.json');
    if (!existsSync(path)) throw new ConfigurationError(`${path} does not exist: ${REMEDY}`);
    let manifest: unknown;
    try {
        manifest = JSON.parse(readFileSync(path, 'utf8'));
    } catch (error) {
        throw new ConfigurationError(`${path} cannot be read (${reasonOf(error)}): correct it, or ${REMEDY}`);
    }
    if (typeof manifest === 'object' && manifest !== null && !Array.isArray(manifest)) return manifest;
    throw new ConfigurationError(`${path} is not an object: correct it, or ${REMEDY}`);
}

/** The file of `.` in `exports`; undefined if `exports` names none. */
function exportTarget(exports: unknown): string | undefined {
    if (typeof exports === 'string') return exports;
    if (Array.isArray(exports)) return exports.map(exportTarget).find((target) => target !== undefined);
    if (typeof exports !== 'object' || exports === null) return undefined;
    const fitting = Object.entries(exports).filter(([key]) => key === '.' || CONDITIONS.includes(key));
    return fitting.map(([, target]) => exportTarget(target)).find((target) => target !== undefined);
}
