import type { Descriptions } from '@heddle/contract';
import type { Logger } from '@heddle/core';
import { findPackageEntry } from '../input/package-entry';
import { descriptionsFileOf, readDescriptionsFile, writeDescriptionsFile } from '../loading/descriptions-file';
import { findDeveloperPackage, INSTALL_LINE, loadDeveloperCommands } from './developer-package';

/** Where the comments are, and who asks. */
export interface CommentedPackage {
    /** Absolute. */
    readonly folder: string;
    readonly variables: NodeJS.ProcessEnv;
}

/**
 * Reads what doc comments say from the sources of a package that is built. Parsing them takes @heddle/dev; without it, what
 * a build has kept in META-INF/descriptions.json counts.
 */
export async function findDescriptions(
    { folder, variables }: CommentedPackage,
    logger: Logger,
): Promise<Descriptions | undefined> {
    const args = ['metadata', '--module-path', folder];
    if (findDeveloperPackage(args, variables) !== undefined)
        return loadDeveloperCommands(args, variables).describe(findPackageEntry(folder).file);
    const kept = readDescriptionsFile(folder);
    if (kept === undefined) logger.info({}, `doc comments are left out: @heddle/dev reads them (${INSTALL_LINE})`);
    return kept;
}

/**
 * Keeps what doc comments say for servers, which have neither the sources nor a parser. Returns the file.
 * @throws ConfigurationError if @heddle/dev is not installed, or the file cannot be written
 */
export async function keepDescriptions({ folder, variables }: CommentedPackage): Promise<string> {
    const args = ['metadata --write-descriptions', '--module-path', folder];
    const commands = loadDeveloperCommands(args, variables);
    writeDescriptionsFile(folder, await commands.describe(findPackageEntry(folder).file));
    return descriptionsFileOf(folder);
}
