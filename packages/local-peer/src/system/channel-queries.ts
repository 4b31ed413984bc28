import { message, repeatedMessages, string } from '@heddle/protocol/codec';
import type { TransactionCall } from '../answers/transaction-context';
import { blockUnavailable, type LedgerOrigin } from '../ledger/ledger-origin';
import type { LedgerStore } from '../ledger/ledger-store';
import type { ChaincodeResponse } from '../records/chaincode-response';
import { failure, success, type SystemChaincode, type SystemServices } from './system-chaincode';

/**
 * `cscc`: the peer's channels, for clients (fabric, core/scc/cscc/configure.go). Of what it does at a peer there is
 * what applications read; channels are joined by options here.
 */

/** Where peers keep a channel's configuration (fabric, core/peer/configtx_processor.go). */
const CONFIGURATION_KEY = 'CHANNEL_CONFIG_ENV_BYTES';

const channelQueryResponse = message({ channels: repeatedMessages(1, message({ channelId: string(1) })) });

export const channelQueries: SystemChaincode = async (call, args, { channels }) => {
    const [name, channelId] = args.map(String);
    if (name === undefined || (name !== 'GetChannels' && channelId === undefined))
        return failure(`Incorrect number of arguments, ${args.length}`);
    if (call.proposedChaincode !== 'cscc') {
        const refusal = 'Rejecting invoke of CSCC from another chaincode';
        return failure(`${refusal}, original invocation for '${call.proposedChaincode}'`);
    }
    if (name === 'GetChannels') return channelsOf(call, channels);
    if (name === 'GetConfigBlock') return await configBlock(channels, channelId ?? '');
    return failure(`Requested function ${name} not found.`);
};

function channelsOf({ creator, simulator }: TransactionCall, channels: SystemServices['channels']): ChaincodeResponse {
    const fault = membershipFault(creator.mspId, simulator.mspId);
    if (fault !== undefined) return failure(`access denied for [GetChannels]: ${fault}`);
    return success(channelQueryResponse.encode({ channels: Array.from(channels.keys(), (id) => ({ channelId: id })) }));
}

/**
 * The last block with a configuration: the first one, unless the blocks are those of a real channel. Of a ledger that began
 * with a snapshot it is not there.
 */
async function configBlock(channels: SystemServices['channels'], channelId: string): Promise<ChaincodeResponse> {
    const store = channels.get(channelId)?.store;
    if (store?.origin !== undefined) return failure(await whyUnavailable(store, store.origin));
    const configuration = await store?.state('', CONFIGURATION_KEY);
    const block = await store?.block(configuration?.version.blockNumber ?? 0n);
    if (block !== undefined) return success(block);
    const fault = `Failed to get policy manager for channel [${channelId}]`;
    return failure(`access denied for [GetConfigBlock][${channelId}]: ${fault}`);
}

/** A peer looks for the last block, which says where the last configuration is (fabric, core/peer/peer.go). */
async function whyUnavailable(store: LedgerStore, origin: LedgerOrigin): Promise<string> {
    const last = (await store.height()) - 1n;
    const configuration = await store.state('', CONFIGURATION_KEY);
    const wanted = last < origin.firstBlock ? last : (configuration?.version.blockNumber ?? 0n);
    return blockUnavailable(origin, wanted);
}

/** What belongs to no channel is for members of the peer's organization (fabric, core/policy/policy.go). */
function membershipFault(client: string, peer: string): string | undefined {
    if (client === peer) return undefined;
    const check = 'Failed deserializing proposal creator during channelless check policy with policy [Members]';
    return `${check}: [expected MSP ID ${peer}, received ${client}]`;
}
