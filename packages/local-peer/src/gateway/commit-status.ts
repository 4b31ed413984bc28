import { ProtocolError } from '@heddle/protocol';
import type { Channel } from '../channel/channel';
import { BlockWait } from '../ledger/block-wait';
import type { TransactionLocation } from '../ledger/ledger-store';
import { channelForReader } from './access-check';
import type { GatewayContext } from './gateway-context';
import { GatewayFailure } from './gateway-failure';
import { commitStatusRequest, signedRequest } from './gateway-messages';

/**
 * Tells what became of a transaction, as soon as it is committed (fabric, internal/pkg/gateway/commitstatus.go).
 * @throws GatewayFailure, also where `signal` ends the waiting
 */
export async function commitStatus(
    context: GatewayContext,
    encoded: Buffer,
    signal: AbortSignal,
): Promise<TransactionLocation> {
    const { request: data, signature } = signedRequest.decode(encoded);
    const { channelId, transactionId, identity } = readRequest(data);
    const channel = channelForReader(context, channelId, { data, identity, signature });
    return untilCommitted(channel, transactionId, signal);
}

function readRequest(data: Buffer): ReturnType<typeof commitStatusRequest.decode> {
    if (data.length === 0) throw invalid('a commit status request is required');
    const request = decodeRequest(data);
    if (request.identity.length === 0) throw invalid('no identity provided');
    if (request.channelId === '') throw invalid('no channel ID provided');
    if (request.transactionId === '') throw invalid('transaction ID should not be empty');
    return request;
}

function decodeRequest(data: Buffer): ReturnType<typeof commitStatusRequest.decode> {
    try {
        return commitStatusRequest.decode(data);
    } catch (error) {
        if (!ProtocolError.is(error)) throw error;
        throw invalid('invalid status request: proto: cannot parse invalid wire-format data');
    }
}

async function untilCommitted(channel: Channel, txId: string, signal: AbortSignal): Promise<TransactionLocation> {
    const wait = new BlockWait(channel.feed);
    const end = (): void => {
        wait.close();
    };
    signal.addEventListener('abort', end);
    if (signal.aborted) end();
    try {
        return await findCommitted(channel, txId, wait);
    } finally {
        signal.removeEventListener('abort', end);
        end();
    }
}

async function findCommitted({ store }: Channel, txId: string, wait: BlockWait): Promise<TransactionLocation> {
    while (!wait.isClosed) {
        const location = await store.transaction(txId);
        if (location !== undefined) return location;
        await wait.forBlock();
    }
    throw new GatewayFailure('CANCELLED', 'context canceled');
}

function invalid(text: string): GatewayFailure {
    return new GatewayFailure('INVALID_ARGUMENT', text);
}
