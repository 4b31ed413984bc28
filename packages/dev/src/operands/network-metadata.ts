import { CommandError } from 'heddle/command';
import { METADATA_FUNCTION } from '../calling/metadata-function';
import { explainFailure } from '../client/explain-failure';
import { openGateway } from '../client/gateway-client';
import { type ConnectionRequest, resolveConnection } from '../client/resolve-connection';

/**
 * Asks a chaincode on a network for its metadata, as each of Fabric's contract APIs answers it.
 *
 * @param name default: the chaincode of the connection
 * @throws CommandError if the network cannot be reached, or the chaincode has no metadata
 */
export async function metadataOfChaincode(name: string | undefined, request: ConnectionRequest): Promise<unknown> {
    const commandLine = new Map(request.commandLine);
    if (name !== undefined) commandLine.set('--chaincode', name);
    const connection = resolveConnection({ ...request, commandLine });
    using client = openGateway(connection);
    try {
        const answer = await client.contract(undefined).newProposal(METADATA_FUNCTION).evaluate();
        return parse(answer, connection.chaincode);
    } catch (error) {
        throw await explainFailure(error, { what: METADATA_FUNCTION, connection });
    }
}

function parse(answer: Uint8Array, chaincode: string): unknown {
    try {
        return JSON.parse(Buffer.from(answer).toString());
    } catch (cause) {
        const problem = `${chaincode} answers ${METADATA_FUNCTION} with something that is no JSON`;
        throw new CommandError(1, `${problem}: it has no metadata, so write a file for it, and name that`, { cause });
    }
}
