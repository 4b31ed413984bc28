import { createHash } from 'node:crypto';
import { ProtocolError } from '@heddle/protocol';
import { errorText } from '../errors';
import type { PeerContext } from '../gateway/gateway-context';
import { isReverted } from '../gateway/gateway-failure';
import { BlockCursor } from '../ledger/block-cursor';
import { blockUnavailable } from '../ledger/ledger-origin';
import { envelope } from '../records/transaction-envelope';
import type { CallFailure, DeliverCall } from './deliver-call';
import { deliverResponse, FAIL_IF_NOT_READY, Status } from './deliver-messages';
import { seekRange } from './seek-range';
import { readSeekRequest, type SeekRequest, type SignedPayload } from './seek-request';

/** What a peer delivers of a block: the encoded DeliverResponse. */
export type BlockReply = (block: Buffer, number: bigint, request: SeekRequest) => Buffer | Promise<Buffer>;

const GrpcStatus = { UNKNOWN: 2, ABORTED: 10, INTERNAL: 13 } as const;
/** What gRPC for Go says of bytes that are not a message. */
const NO_MESSAGE = 'grpc: failed to unmarshal the received message: proto: cannot parse invalid wire-format data';

/**
 * Serves one call: for each request of the client the blocks that it asks for, and a status behind them; any other than
 * SUCCESS ends the call (fabric, common/deliver/deliver.go, Handle). Never rejects.
 */
export async function serveDeliver(call: DeliverCall, reply: BlockReply, context: PeerContext): Promise<void> {
    try {
        call.end(await serveRequests(call, reply, context));
    } catch (error) {
        // Nobody is there to be told.
        if (call.gone.aborted) return;
        context.logger.warn({}, `Error in a call of Deliver: ${errorText(error)}`);
        call.end({
            code: isReverted(error) ? GrpcStatus.ABORTED : GrpcStatus.UNKNOWN,
            details: errorText(error),
        });
    }
}

/** @returns how the call ends; undefined for well */
async function serveRequests(
    call: DeliverCall,
    reply: BlockReply,
    context: PeerContext,
): Promise<CallFailure | undefined> {
    for await (const frame of call.requests()) {
        const signed = decodeEnvelope(frame);
        if (signed === undefined) return { code: GrpcStatus.INTERNAL, details: NO_MESSAGE };
        const status = await answer(signed, call, reply, context);
        await call.send(deliverResponse.encode({ status }));
        if (status !== Status.SUCCESS) return undefined;
    }
    return undefined;
}

function decodeEnvelope(frame: Uint8Array): SignedPayload | undefined {
    try {
        return envelope.decode(frame);
    } catch (error) {
        if (ProtocolError.is(error)) return undefined;
        throw error;
    }
}

async function answer(
    signed: SignedPayload,
    call: DeliverCall,
    reply: BlockReply,
    context: PeerContext,
): Promise<Status> {
    const { certificate } = call;
    const hash = certificate && createHash('sha256').update(certificate).digest();
    const request = readSeekRequest(signed, context, hash);
    if ('seek' in request) return await deliver(request, call, { reply, context });
    context.logger.warn({ status: request.status }, `Rejecting a request for blocks: ${request.reason}`);
    return request.status;
}

async function deliver(
    request: SeekRequest,
    call: DeliverCall,
    { reply, context }: { readonly reply: BlockReply; readonly context: PeerContext },
): Promise<Status> {
    const { store, feed } = request.channel;
    const range = await seekRange(request, { origin: store.origin, height: () => store.height() });
    if (typeof range === 'number') return range;
    if (store.origin !== undefined && range.start < store.origin.firstBlock) {
        const reason = blockUnavailable(store.origin, range.start);
        context.logger.warn({ blockNum: range.start }, `Failed to initialize block iterator: ${reason}`);
        return Status.NOT_FOUND;
    }
    const cursor = new BlockCursor(store, feed, range.start);
    const close = (): void => {
        cursor.close();
    };
    call.gone.addEventListener('abort', close);
    try {
        return await deliverBlocks(cursor, range, { request, call, reply });
    } finally {
        call.gone.removeEventListener('abort', close);
        cursor.close();
    }
}

async function deliverBlocks(
    cursor: BlockCursor,
    { start, stop }: { readonly start: bigint; readonly stop: bigint },
    { request, call, reply }: { readonly request: SeekRequest; readonly call: DeliverCall; readonly reply: BlockReply },
): Promise<Status> {
    const { store } = request.channel;
    for (let number = start; ; number++) {
        if (request.seek.behavior === FAIL_IF_NOT_READY && number >= (await store.height())) return Status.NOT_FOUND;
        const block = await cursor.next();
        if (block === undefined) return Status.SERVICE_UNAVAILABLE;
        if (!request.isAuthorised()) return Status.FORBIDDEN;
        await call.send(await reply(block, number, request));
        if (number === stop) return Status.SUCCESS;
    }
}
