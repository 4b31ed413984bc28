import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { types } from 'node:util';
import { ConfigurationError, reasonOf } from 'heddle/command';
import type { DevConnection, DevConnectionChaincode, DevOrganization } from './dev-connection';

/** What `heddle dev` keeps in a package's folder, out of sight of git. */
export const DEV_FOLDER = '.heddle';

const REMEDY = 'delete it, and start "heddle dev" again';

/** Where the connection of a package's network is written. */
export function connectionFileOf(packageFolder: string): string {
    return join(packageFolder, DEV_FOLDER, 'connection.json');
}

/** Where the chaincode of a package records what it is asked. */
export function journalFolderOf(packageFolder: string): string {
    return join(packageFolder, DEV_FOLDER, 'journal');
}

/**
 * Makes the folder for what `heddle dev` keeps, with a .gitignore that leaves all of it out.
 * @throws ConfigurationError where it cannot be written
 */
export function makeDevFolder(packageFolder: string): void {
    const folder = join(packageFolder, DEV_FOLDER);
    try {
        mkdirSync(folder, { recursive: true });
        writeFileSync(join(folder, '.gitignore'), '*\n');
    } catch (cause) {
        throw new ConfigurationError(
            `${folder} cannot be written (${reasonOf(cause)}): what is kept for the package is in this folder, so let it be one that you may write`,
            { cause },
        );
    }
}

/** Tells the commands that are run for this package how to reach the network; a reader never sees half of it. */
export function writeConnection(packageFolder: string, connection: DevConnection): void {
    const file = connectionFileOf(packageFolder);
    writeFileSync(`${file}.new`, `${JSON.stringify(connection, undefined, 4)}\n`);
    renameSync(`${file}.new`, file);
}

/** Removes what this process has written; what another one has written since then stays, in whichever form. */
export function removeConnection(packageFolder: string): void {
    const file = connectionFileOf(packageFolder);
    if (readOwn(file)?.processId === process.pid) rmSync(file, { force: true });
}

function readOwn(file: string): DevConnection | undefined {
    try {
        return parse(file);
    } catch {
        return undefined;
    }
}

/**
 * Finds the network that `heddle dev` runs for the package in this folder.
 *
 * @returns undefined if none runs: there is no file, or the process that has written it was killed
 * @throws ConfigurationError if there is a file in another form
 */
export function findConnection(packageFolder: string): DevConnection | undefined {
    const connection = parse(connectionFileOf(packageFolder));
    return connection !== undefined && isAlive(connection.processId) ? connection : undefined;
}

function parse(file: string): DevConnection | undefined {
    let content: unknown;
    try {
        content = JSON.parse(readFileSync(file, 'utf8'));
    } catch (error) {
        if (isErrno(error, 'ENOENT')) return undefined;
        throw new ConfigurationError(`${file} cannot be read (${reasonOf(error)}): ${REMEDY}`);
    }
    if (isConnection(content)) return content;
    throw new ConfigurationError(`${file} is not what this version of "heddle dev" writes: ${REMEDY}`);
}

function isConnection(content: unknown): content is DevConnection {
    if (!isRecord(content)) return false;
    const {
        version,
        processId,
        gateway,
        tlsRootCertPath,
        channel,
        chaincode,
        chaincodes = [],
        organizations,
        studio,
    } = content;
    return (
        version === 1 &&
        typeof processId === 'number' &&
        [gateway, channel, chaincode].every((value) => typeof value === 'string') &&
        [tlsRootCertPath, studio].every(isTextOrNothing) &&
        isListOf(isChaincode, chaincodes) &&
        isListOf(isOrganization, organizations) &&
        organizations.length > 0
    );
}

function isListOf<T>(isOne: (value: unknown) => value is T, value: unknown): value is T[] {
    return Array.isArray(value) && value.every(isOne);
}

function isOrganization(value: unknown): value is DevOrganization {
    if (!isRecord(value)) return false;
    const names = ['mspId', 'gateway', 'certificatePath', 'privateKeyPath'];
    return names.every((name) => typeof value[name] === 'string') && isTextOrNothing(value['tlsRootCertPath']);
}

function isChaincode(value: unknown): value is DevConnectionChaincode {
    return isRecord(value) && typeof value['name'] === 'string' && typeof value['folder'] === 'string';
}

function isTextOrNothing(value: unknown): boolean {
    return ['string', 'undefined'].includes(typeof value);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
    return typeof value === 'object' && value !== null;
}

function isAlive(processId: number): boolean {
    try {
        return process.kill(processId, 0);
    } catch (error) {
        // A process of somebody else's is one.
        return isErrno(error, 'EPERM');
    }
}

function isErrno(error: unknown, code: string): boolean {
    return types.isNativeError(error) && 'code' in error && error.code === code;
}
