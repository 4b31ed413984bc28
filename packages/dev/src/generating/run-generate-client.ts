import { ConfigurationError, Environment, resolveModulePath, writeOutput } from 'heddle/command';
import type { ConnectionRequest } from '../client/resolve-connection';
import type { GenerateClientOptions } from '../input/generate-options';
import { checkClientFile, writeClientFile } from './client-file';
import { askMetadata, type FoundMetadata, readLocalMetadata } from './metadata-source';
import { printClient } from './print-client';
import { readModel } from './read-model';

/** What `heddle generate client` was given. */
export interface GenerateClientRequest extends ConnectionRequest {
    /** A folder or a file; undefined where none was given. */
    readonly source: string | undefined;
    readonly options: GenerateClientOptions;
}

/**
 * Writes a client, prints it, or checks the one that is there.
 * @throws ConfigurationError where that cannot work, CommandError where the check fails
 */
export async function runGenerateClient(request: GenerateClientRequest): Promise<void> {
    const { out, check = false, force = false, int64 } = request.options;
    if (check && out === undefined) throw new ConfigurationError('--check needs a file to check: give --out too');
    const { metadata, where } = await findMetadata(request);
    const text = printClient(readModel(metadata, where, int64));
    if (out === undefined) await writeOutput(text);
    else if (check) checkClientFile(out, text);
    else writeClientFile(out, text, force);
}

/** Who names a network wants what runs there. */
const OF_A_NETWORK = ['--gateway', '--channel', '--chaincode', '--as'];

async function findMetadata(request: GenerateClientRequest): Promise<FoundMetadata> {
    const { source, commandLine, variables, options } = request;
    const option = options.connectionProfile === undefined ? OF_A_NETWORK.find((name) => commandLine.get(name)) : '--connection-profile';
    if (option === undefined) {
        return readLocalMetadata(source ?? resolveModulePath(new Environment(commandLine, variables)), request);
    }
    if (source === undefined) return askMetadata(request);
    throw new ConfigurationError(`${source} and ${option} contradict each other: the one names a folder or a file, and the other a network`);
}
