import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigurationError } from 'heddle/command';

/** What `heddle adopt` has to know of a package manager. */
export interface PackageManager {
    readonly name: 'npm' | 'pnpm' | 'yarn';
    /** Its lock files, the one that counts first. */
    readonly lockFiles: readonly string[];
    /** What installs, and may change the lock file for it. */
    readonly install: string;
    /** Where package.json replaces packages that others ask for; pnpm has a file of its own for that. */
    readonly overrides: readonly [field: string] | 'pnpm-workspace.yaml';
}

export const PACKAGE_MANAGERS: readonly PackageManager[] = [
    {
        name: 'npm',
        // npm reads the shrinkwrap if there are both.
        lockFiles: ['npm-shrinkwrap.json', 'package-lock.json'],
        install: 'npm install --no-audit --no-fund',
        overrides: ['overrides'],
    },
    {
        name: 'pnpm',
        lockFiles: ['pnpm-lock.yaml'],
        install: 'pnpm install --no-frozen-lockfile',
        overrides: 'pnpm-workspace.yaml',
    },
    { name: 'yarn', lockFiles: ['yarn.lock'], install: 'yarn install', overrides: ['resolutions'] },
];

const NAMES = PACKAGE_MANAGERS.map(({ name }) => name).join(', ');
const OTHER_LOCK_FILES = ['bun.lock', 'bun.lockb', 'deno.lock'];

/**
 * Finds the package manager of a package: the one that is given, else the one that its `packageManager` names, else the
 * one whose lock file lies there, else npm.
 *
 * @throws ConfigurationError where that is none of ours, or where the lock files of several lie there
 */
export function findPackageManager(
    folder: string,
    { given, declared }: { readonly given: string | undefined; readonly declared: unknown },
): PackageManager {
    if (given !== undefined) return packageManagerNamed(given, '--package-manager');
    if (typeof declared === 'string')
        return packageManagerNamed(declared.split('@')[0] ?? '', `"packageManager" of ${join(folder, 'package.json')}`);
    const found = PACKAGE_MANAGERS.filter(({ lockFiles }) => lockFiles.some((file) => existsSync(join(folder, file))));
    const files = [...found.flatMap(({ lockFiles }) => lockFiles), ...OTHER_LOCK_FILES].filter((file) =>
        existsSync(join(folder, file)),
    );
    const [first, ...others] = found;
    if (others.length > 0 || (first === undefined && files.length > 0)) {
        throw new ConfigurationError(
            `${folder} has ${files.join(' and ')}: say which package manager installs it by --package-manager (${NAMES})`,
        );
    }
    return first ?? packageManagerNamed('npm', '');
}

function packageManagerNamed(name: string, where: string): PackageManager {
    const found = PACKAGE_MANAGERS.find((one) => one.name === name);
    if (found === undefined) {
        throw new ConfigurationError(
            `${where} says ${name || 'nothing'}: heddle adopt knows ${NAMES}; give the one to use by --package-manager`,
        );
    }
    return found;
}
