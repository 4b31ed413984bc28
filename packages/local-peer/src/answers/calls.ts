import { type ChaincodeMessageInput, requests } from '@heddle/protocol';
import { errorText } from '../errors';
import { answer, type AnswerServices, type InvocationInput } from './answer';
import type { TransactionCall } from './transaction-context';

/**
 * Calls of one chaincode by another. On the same channel both share transaction and simulation; on another one the
 * callee runs on a simulation of its own, whose writes are discarded (fabric, handler.go, HandleInvokeChaincode).
 */
export const invokeChaincode = answer(
    requests.invokeChaincode,
    async ({ chaincodeId, input = { args: [] } }, { call }, services) => {
        const { name, channelId = call.channelId } = parseName(chaincodeId?.name ?? '');
        if (channelId === call.channelId) return await invoke(call, { name, input }, services);
        const channel = services.channel(channelId);
        // Peers look whether the client may call there before they look for the ledger (aclmgmt, CheckACL).
        if (channel === undefined) throw new Error(`Failed to get policy manager for channel [${channelId}]`);
        const simulator = await channel.simulate(call.txId, call.simulator.mspId);
        try {
            return await invoke({ ...call, channelId, simulator }, { name, input }, services);
        } finally {
            await simulator.close();
        }
    },
);

async function invoke(
    call: TransactionCall,
    { name, input }: { readonly name: string; readonly input: InvocationInput },
    services: AnswerServices,
): Promise<ChaincodeMessageInput> {
    try {
        return await services.invoke(call, name, input);
    } catch (error) {
        throw new Error(`execute failed: ${errorText(error)}`, { cause: error });
    }
}

/** `name:version/channel`, all but the name optional; the version is passed over. */
function parseName(target: string): { readonly name: string; readonly channelId?: string } {
    const slash = target.indexOf('/');
    const [name = ''] = (slash < 0 ? target : target.slice(0, slash)).split(':', 1);
    const channelId = slash < 0 ? '' : target.slice(slash + 1);
    return channelId === '' ? { name } : { name, channelId };
}
