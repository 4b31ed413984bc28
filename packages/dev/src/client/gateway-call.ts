import type { Contract, Proposal } from '@hyperledger/fabric-gateway';
import { ConfigurationError } from 'heddle/command';
import type { CallOptions } from '../input/call-options';
import { parseArgument, parseTransient } from './call-arguments';
import { explainFailure } from './explain-failure';
import { openGateway } from './gateway-client';
import type { Connection } from './gateway-connection';
import { type ConnectionRequest, resolveConnection } from './resolve-connection';

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
    try {
        return await carryOut(call(client.contract(request.options.contract)), connection);
    } catch (error) {
        throw explainFailure(error, { what: request.name, connection });
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
