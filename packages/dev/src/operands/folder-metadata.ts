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
    /** Begins to listen for Ctrl-C, which ends a build with all that it has started. Default: nothing ends it. */
    readonly interruption?: () => AbortSignal;
}

/**
 * Builds the package of contracts in a folder, and asks the contracts what they are, and the sources what they say.
 *
 * @param folder absolute
 * @throws CommandError with what the build printed, if it fails
 * @throws ConfigurationError if there are no contracts in the folder
 */
export async function metadataOfFolder(
    folder: string,
    { logger, build = true, interruption }: FolderRequest,
): Promise<unknown> {
    if (build) await buildFolder(folder, interruption);
    const descriptions = readDescriptions(findPackageEntry(folder).file);
    const { metadata, file } = await loadChaincode(folder, logger, { descriptions });
    if (metadata !== undefined) return metadata;
    throw new ConfigurationError(
        `${file} exports a chaincode, which has no metadata: name a folder that exports contracts`,
    );
}

async function buildFolder(
    folder: string,
    interruption = (): AbortSignal => new AbortController().signal,
): Promise<void> {
    const steps = findBuildSteps(folder, readManifest(folder));
    if (steps.length === 0) return;
    const { failure, output } = await runBuild(steps, { folder, signal: interruption() });
    if (failure === undefined) return;
    throw new CommandError(1, `${folder} cannot be built: ${failure}\n${output.trimEnd()}`);
}
