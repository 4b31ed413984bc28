import type { Logger } from '@heddle/core';
import { CommandError, ConfigurationError, findPackageEntry, loadChaincode, readManifest } from 'heddle/command';
import { readDescriptions } from '../describing/read-descriptions';
import { findBuildSteps } from '../dev/building/build-steps';
import { runBuild } from '../dev/building/run-build';

/** How a folder is asked for its metadata. */
export interface FolderRequest {
    readonly logger: Logger;
    /** Whether it is built before; default true. */
    readonly build?: boolean;
}

/**
 * Builds the package of contracts in a folder, and asks the contracts what they are, and the sources what they say.
 *
 * @param folder absolute
 * @throws CommandError with what the build printed, if it fails
 * @throws ConfigurationError if there are no contracts in the folder
 */
export async function metadataOfFolder(folder: string, { logger, build = true }: FolderRequest): Promise<unknown> {
    if (build) await buildFolder(folder);
    const descriptions = readDescriptions(findPackageEntry(folder).file);
    const { metadata, file } = await loadChaincode(folder, logger, { descriptions });
    if (metadata !== undefined) return metadata;
    throw new ConfigurationError(
        `${file} exports a chaincode, which has no metadata: name a folder that exports contracts`,
    );
}

async function buildFolder(folder: string): Promise<void> {
    const steps = findBuildSteps(folder, readManifest(folder));
    const { signal } = new AbortController();
    const { failure, output } = await runBuild(steps, { folder, signal });
    if (failure === undefined) return;
    throw new CommandError(1, `${folder} cannot be built: ${failure}\n${output.trimEnd()}`);
}
