import type { Contract, Proposal } from '@hyperledger/fabric-gateway';
import { ConfigurationError } from 'heddle/command';
import { METADATA_FUNCTION } from '../calling/metadata-function';
import type { CallOptions } from '../input/call-options';
import { BlockedNotice } from './blocked-notice';
import { parseArgument, parseTransient } from './call-arguments';
import { type ChaincodeFunction, functionsIn } from './chaincode-functions';
import { explainFailure } from './explain-failure';
import { type GatewayClient, openGateway } from './gateway-client';
import type { Connection } from './gateway-connection';
import { type ConnectionRequest, resolveConnection } from './resolve-connection';

/** How long a hint may take. */
const METADATA_MS = 5000;

/** A call of a function, as it was given on the command line. */
export interface CallRequest extends ConnectionRequest {
    /** Of the function. */
    readonly name: string;
    readonly args: readonly string[];
    readonly options: CallOptions;
}

/**
 * Makes a proposal of a call and lets it be carried out.
 *
 * @throws ConfigurationError if something that was given cannot work, CommandError if the call fails
 */
export async function withProposal<T>(
    request: CallRequest,
    carryOut: (proposal: Proposal, connection: Connection) => Promise<T>,
): Promise<T> {
    refusePeerForm(request.name);
    const connection = resolveConnection(request);
    const call = readCall(request);
    using client = openGateway(connection);
    using _notice = new BlockedNotice(connection);
    try {
        return await carryOut(call(client.contract(request.options.contract)), connection);
    } catch (error) {
        throw await explainFailure(error, {
            what: request.name,
            connection,
            call: { name: nameOf(request), functions: () => askFunctions(client) },
        });
    }
}

function nameOf({ name, options: { contract } }: CallRequest): string {
    return contract === undefined ? name : `${contract}:${name}`;
}

/** None where the chaincode does not tell: what failed is told all the same. */
export async function askFunctions(client: GatewayClient): Promise<ChaincodeFunction[]> {
    const metadata = await askMetadata(client);
    return metadata === undefined ? [] : functionsIn(metadata);
}

/** Undefined where the chaincode does not tell. */
export async function askMetadata(client: GatewayClient): Promise<Uint8Array | undefined> {
    try {
        const proposal = client.contract(undefined).newProposal(METADATA_FUNCTION);
        return await proposal.evaluate({ deadline: Date.now() + METADATA_MS });
    } catch {
        return undefined;
    }
}

/** What `peer chaincode invoke -c` takes is no function. */
function refusePeerForm(name: string): void {
    if (!/^\s*\{/.test(name)) return;
    const remedy = 'write the function and then its arguments, such as: heddle invoke transferAsset a1 bob';
    throw new ConfigurationError(`the function is ${name}, as the peer command takes it after -c: ${remedy}`);
}

/** Files are read before anything is opened. */
function readCall({ name, args, options }: CallRequest): (contract: Contract) => Proposal {
    const { transient = [], endorsingOrg = [] } = options;
    const proposal = {
        arguments: args.map((arg, index) => parseArgument(arg, `argument ${index + 1}`)),
        transientData: parseTransient(transient),
        ...(endorsingOrg.length > 0 && { endorsingOrganizations: [...endorsingOrg] }),
    };
    return (contract) => contract.newProposal(name, proposal);
}
