import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { ConfigurationError } from '../reporting/command-error';
import { reasonOf } from '../reporting/reason-of';
import { VERSION } from '../version';
import type { DeveloperCommands } from './developer-commands';

export const DEVELOPER_PACKAGE = '@heddle/dev';

/** The command line that installs it. */
export const INSTALL_LINE = `npm install --save-dev ${DEVELOPER_PACKAGE}`;

/** An installed @heddle/dev. */
export interface DeveloperPackage {
    readonly version: string;
    /** Its package.json. */
    readonly manifestFile: string;
    /** Requires as the module that it was found from. */
    readonly require: NodeJS.Require;
}

/**
 * Finds @heddle/dev as the user's package would import it, or else as heddle itself would.
 *
 * @param args the command line, which may name the package's folder
 * @returns the one of heddle's version, or else the first; undefined if none is installed
 */
export function findDeveloperPackage(
    args: readonly string[],
    variables: NodeJS.ProcessEnv,
): DeveloperPackage | undefined {
    const folders = [folderIn(args) ?? variables['CORE_MODULE_PATH'] ?? '.', '.', __dirname];
    const found = folders.map(findFrom).filter((one) => one !== undefined);
    return found.find(({ version }) => version === VERSION) ?? found[0];
}

/** @throws ConfigurationError if it is not installed, has another version, or cannot be loaded */
export function loadDeveloperCommands(args: readonly string[], variables: NodeJS.ProcessEnv): DeveloperCommands {
    const found = findDeveloperPackage(args, variables);
    if (found === undefined) {
        throw new ConfigurationError(
            `heddle ${args[0] ?? ''} comes with ${DEVELOPER_PACKAGE}, which is not installed: run "${INSTALL_LINE}"`,
        );
    }
    return load(found);
}

/** @throws ConfigurationError if it has another version, or cannot be loaded */
function load(found: DeveloperPackage): DeveloperCommands {
    if (found.version !== VERSION) {
        throw new ConfigurationError(
            `${found.manifestFile} has version ${found.version}, which does not go with heddle ${VERSION}: run "${INSTALL_LINE}@${VERSION}"`,
        );
    }
    try {
        const loaded = found.require(DEVELOPER_PACKAGE) as { readonly developerCommands: DeveloperCommands };
        return loaded.developerCommands;
    } catch (cause) {
        const problem = `the package of ${found.manifestFile} cannot be loaded (${reasonOf(cause)})`;
        throw new ConfigurationError(
            `${problem}: run "npm install heddle@${VERSION} ${DEVELOPER_PACKAGE}@${VERSION}"`,
            {
                cause,
            },
        );
    }
}

/** The value of --module-path, which each of the commands has; they check it themselves. */
function folderIn(args: readonly string[]): string | undefined {
    const index = args.findIndex((arg) => arg === '-p' || arg === '--module-path');
    if (index >= 0) return args[index + 1];
    return args.find((arg) => arg.startsWith('--module-path='))?.slice('--module-path='.length);
}

function findFrom(folder: string): DeveloperPackage | undefined {
    const require = createRequire(join(resolve(folder), 'package.json'));
    try {
        const manifestFile = require.resolve(`${DEVELOPER_PACKAGE}/package.json`);
        const { version } = JSON.parse(readFileSync(manifestFile, 'utf8')) as { version: string };
        return { version, manifestFile, require };
    } catch {
        return undefined;
    }
}
