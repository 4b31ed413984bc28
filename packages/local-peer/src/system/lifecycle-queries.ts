import { ProtocolError } from '@heddle/protocol';
import { message, string } from '@heddle/protocol/codec';
import type { Channel } from '../channel/channel';
import { encodeDefinitionResult, encodeDefinitionsResult } from '../definition/definition-codec';
import type { ChaincodeResponse } from '../records/chaincode-response';
import { failure, success, type SystemChaincode } from './system-chaincode';

/**
 * `_lifecycle`: the definitions of a channel's chaincodes, for clients and for chaincodes that call it (fabric,
 * core/chaincode/lifecycle/scc.go). Chaincodes are installed and defined by options here.
 */

const NOT_FOUND = 404;

const queryArguments = message({ name: string(1) });

type Query = (channel: Channel, input: Buffer) => ChaincodeResponse;

const QUERIES: ReadonlyMap<string, Query> = new Map([
    ['QueryChaincodeDefinition', definitionOf],
    ['QueryChaincodeDefinitions', definitions],
]);

export const lifecycleQueries: SystemChaincode = ({ channelId }, args, { channels }) => {
    const [first, input] = args;
    if (first === undefined) return failure('lifecycle scc must be invoked with arguments');
    if (args.length !== 2 || input === undefined)
        return failure(`lifecycle scc operations require exactly two arguments but received ${args.length}`);
    const channel = channels.get(channelId);
    if (channel === undefined) return failure(`could not get channelconfig for channel '${channelId}'`);
    const name = first.toString();
    const query = QUERIES.get(name);
    // A name is looked up as a resource of access control before it is as a function.
    if (query === undefined)
        return failure(
            `Failed to authorize invocation due to failed ACL check: Unmapped policy for _lifecycle/${name}`,
        );
    try {
        return query(channel, input);
    } catch (error) {
        if (!ProtocolError.is(error)) throw error;
        const fault = `could not decode input arg for *lifecycle.Invocation.${name}`;
        return failure(
            `failed to invoke backing implementation of '${name}': ${fault}: proto: cannot parse invalid wire-format data`,
        );
    }
};

function definitionOf({ chaincodes, mspIds }: Channel, input: Buffer): ChaincodeResponse {
    const { name } = queryArguments.decode(input);
    const definition = chaincodes.get(name);
    if (definition === undefined) return failure(`namespace ${name} is not defined`, NOT_FOUND);
    return success(encodeDefinitionResult(definition, mspIds));
}

function definitions({ chaincodes }: Channel, input: Buffer): ChaincodeResponse {
    queryArguments.decode(input);
    return success(encodeDefinitionsResult([...chaincodes.values()]));
}
