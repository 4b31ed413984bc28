import { ProtocolError } from '@heddle/protocol';
import type { Channel } from '../channel/channel';
import { CommitWait } from '../ledger/commit-wait';
import type { TransactionLocation } from '../ledger/ledger-store';
import { channelForReader } from './access-check';
import type { GatewayContext } from './gateway-context';
import { GatewayFailure } from './gateway-failure';
import { commitStatusRequest, signedRequest } from './gateway-messages';
import type { WaitingCall } from './grpc-service';

/**
 * Tells what became of a transaction, as soon as it is committed (fabric, internal/pkg/gateway/commitstatus.go).
 * @throws GatewayFailure, also where the call's signal ends the waiting
 */
export async function commitStatus(
    context: GatewayContext,
    encoded: Buffer,
    call: WaitingCall,
): Promise<TransactionLocation> {
    const { request: data, signature } = signedRequest.decode(encoded);
    const { channelId, transactionId, identity } = readRequest(data);
    const channel = channelForReader(context, channelId, { data, identity, signature });
    return untilCommitted(channel, transactionId, call);
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

async function untilCommitted({ feed, store }: Channel, txId: string, call: WaitingCall): Promise<TransactionLocation> {
    // Before the store is asked, so that no block comes in between.
    const wait = new CommitWait(feed, txId);
    try {
        // Most of those that ask find it there, and need no signal.
        const stored = await store.transaction(txId);
        const loss = stored === undefined ? feed.lossOf(txId) : undefined;
        if (loss !== undefined) throw loss;
        const location = stored ?? (await committedUnlessEnded(wait, call.signal));
        if (location !== undefined) return location;
        throw new GatewayFailure('CANCELLED', 'context canceled');
    } finally {
        wait.close();
    }
}

async function committedUnlessEnded(wait: CommitWait, signal: AbortSignal): Promise<TransactionLocation | undefined> {
    const end = (): void => {
        wait.close();
    };
    signal.addEventListener('abort', end);
    if (signal.aborted) end();
    try {
        return await wait.committed;
    } finally {
        signal.removeEventListener('abort', end);
    }
}

function invalid(text: string): GatewayFailure {
    return new GatewayFailure('INVALID_ARGUMENT', text);
}
