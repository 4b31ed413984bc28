import { readFileSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { METADATA_FUNCTION } from '../client/chaincode-functions';
import { explainFailure } from '../client/explain-failure';
import { openGateway } from '../client/gateway-client';
import { type ConnectionRequest, resolveConnection } from '../client/resolve-connection';
import { ConfigurationError, createLog, loadChaincode, reasonOf, resolveLogLevel, Environment } from 'heddle/command';

/** Metadata, and what messages call its origin. */
export interface FoundMetadata {
    readonly metadata: unknown;
    readonly where: string;
}

/** Reads metadata of a file, or of the contracts of a folder. @throws ConfigurationError where there is none */
export async function readLocalMetadata(path: string, request: ConnectionRequest): Promise<FoundMetadata> {
    if (isFolder(path)) return loadMetadata(resolve(path), request);
    try {
        return { metadata: JSON.parse(readFileSync(path, 'utf8')) as unknown, where: path };
    } catch (cause) {
        throw new ConfigurationError(
            `${path} cannot be read as JSON (${reasonOf(cause)}): give a folder with contracts, or a file with what \`heddle metadata\` prints`,
            { cause },
        );
    }
}

function isFolder(path: string): boolean {
    return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

async function loadMetadata(folder: string, { commandLine, variables }: ConnectionRequest): Promise<FoundMetadata> {
    const logger = createLog(resolveLogLevel(new Environment(commandLine, variables)));
    const { metadata, file } = await loadChaincode(folder, logger);
    if (metadata === undefined) {
        throw new ConfigurationError(
            `${file} exports a chaincode, which has no metadata: export contracts to have some, or write the metadata of what the chaincode takes into a file and give that`,
        );
    }
    // As a client would read it: what is not JSON is not there.
    return { metadata: JSON.parse(JSON.stringify(metadata)) as unknown, where: folder };
}

/** Asks a chaincode. @throws ConfigurationError where it does not tell, CommandError where it cannot be asked */
export async function askMetadata(request: ConnectionRequest): Promise<FoundMetadata> {
    const connection = resolveConnection(request);
    const where = `${connection.chaincode} on ${connection.channel}`;
    using client = openGateway(connection);
    const answer = await client
        .contract(undefined)
        .newProposal(METADATA_FUNCTION)
        .evaluate()
        .catch(async (error: unknown) => {
            throw await explainFailure(error, { what: METADATA_FUNCTION, connection });
        });
    try {
        return { metadata: JSON.parse(Buffer.from(answer).toString()) as unknown, where };
    } catch (cause) {
        throw new ConfigurationError(
            `${where} answers ${METADATA_FUNCTION} with something that is no JSON: it has no contract API, and so no metadata. Write the metadata of what it takes into a file and give that`,
            { cause },
        );
    }
}
