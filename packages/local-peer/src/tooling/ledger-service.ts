import { keyModification } from '@heddle/protocol';
import type { Channel } from '../channel/channel';
import { CommittedState, rowsOf } from '../committed-state';
import { LocalPeerError } from '../errors';
import { GatewayFailure } from '../gateway/gateway-failure';
import { createService, type GrpcService } from '../gateway/grpc-service';
import type { LedgerMark, LedgerMarks } from '../ledger-marks';
import {
    keyRequest,
    LEDGER_SERVICE,
    markReply,
    markRequest,
    marksReply,
    rangeRequest,
    revertReply,
    stateEntry,
    stateReply,
} from './ledger-messages';

/** What the service has of its peer. */
export interface LedgerServiceContext {
    readonly channel: (id: string) => Channel | undefined;
    readonly marks: LedgerMarks;
}

type KeyPlace = Omit<ReturnType<typeof keyRequest.decode>, 'key'>;

/** Neither a terminal nor a file's name makes anything else of it. */
const MARK_NAME = /^[\w.-]{1,64}$/;

/** Lets tools read the whole ledger, whoever they are, take marks and go back to them. */
export function ledgerService(context: LedgerServiceContext): GrpcService {
    return createService(LEDGER_SERVICE, {
        GetState: { unary: (request) => told(() => getState(context, request)) },
        ListState: { stream: (request) => listState(context, request) },
        GetHistory: { stream: (request) => getHistory(context, request) },
        Mark: {
            unary: (request) =>
                told(async () => encodeMark(await context.marks.take(nameIn(markRequest.decode(request).name)))),
        },
        ListMarks: { unary: () => told(() => marksReply.encode({ marks: context.marks.named.map(toMessage) })) },
        Revert: {
            unary: (request) =>
                told(async () => {
                    const { mark, undoneBlocks } = await context.marks.revert(markRequest.decode(request).name);
                    return revertReply.encode({ name: mark.name ?? '', height: mark.height, undoneBlocks });
                }),
        },
        Forget: {
            unary: (request) =>
                told(async () => {
                    await context.marks.forget(markRequest.decode(request).name);
                    return Buffer.alloc(0);
                }),
        },
    });
}

async function getState(context: LedgerServiceContext, request: Buffer): Promise<Buffer> {
    const { key, ...place } = keyRequest.decode(request);
    const { collection, organization } = place;
    const found = await stateOf(context, place).entry({ key, collection, organization });
    if (found === undefined) return stateReply.encode({ isThere: false });
    const { value, version } = found;
    return stateReply.encode({ isThere: true, value, ...version });
}

async function* listState(context: LedgerServiceContext, request: Buffer): AsyncGenerator<Buffer> {
    const { startKey, endKey, limit, ...place } = rangeRequest.decode(request);
    const { collection, organization } = place;
    const rows = stateOf(context, place).entries({ startKey, endKey, collection, organization });
    let count = 0;
    for await (const { key, value, version } of rows) {
        yield stateEntry.encode({ key, value, ...version });
        count++;
        if (count === limit) return;
    }
}

async function* getHistory(context: LedgerServiceContext, request: Buffer): AsyncGenerator<Buffer> {
    const { key, ...place } = keyRequest.decode(request);
    if (place.collection !== '')
        throw new GatewayFailure('INVALID_ARGUMENT', 'private data has no history: ask without a collection');
    for await (const one of rowsOf(stateOf(context, place).history(key))) yield keyModification.encode(one);
}

/** @throws GatewayFailure for what there is not */
function stateOf(context: LedgerServiceContext, place: KeyPlace): CommittedState {
    const channel = context.channel(place.channel);
    if (channel === undefined) throw notFound(`no channel '${place.channel}'`);
    const { chaincodes, collections, peers } = channel;
    if (!chaincodes.has(place.chaincode))
        throw notFound(`no chaincode '${place.chaincode}' on channel '${channel.id}': ${listed(chaincodes.keys())}`);
    if (place.collection !== '' && collections.onChannel(place.chaincode, place.collection) === undefined) {
        const known = listed(collections.namesOf(place.chaincode));
        throw notFound(`chaincode '${place.chaincode}' has no collection '${place.collection}': ${known}`);
    }
    if (place.organization !== '' && !peers.includes(place.organization))
        throw notFound(`no peer of organization '${place.organization}': ${listed(peers)}`);
    return new CommittedState(channel, place.chaincode);
}

function listed(names: Iterable<string>): string {
    const known = [...names];
    return known.length === 0 ? 'there is none' : `there are ${known.join(', ')}`;
}

function nameIn(name: string): string {
    if (MARK_NAME.test(name)) return name;
    const text = `a snapshot cannot be called ${JSON.stringify(name)}: use up to 64 letters, digits, ., _ and -`;
    throw new GatewayFailure('INVALID_ARGUMENT', text);
}

function toMessage({ name = '', height, at }: LedgerMark): { name: string; height: bigint; milliseconds: bigint } {
    return { name, height, milliseconds: BigInt(at.getTime()) };
}

function encodeMark(mark: LedgerMark): Buffer {
    return markReply.encode(toMessage(mark));
}

/** The peer's own errors, as statuses that a tool can tell apart. */
async function told(answer: () => Buffer | Promise<Buffer>): Promise<Buffer> {
    try {
        return await answer();
    } catch (error) {
        if (!LocalPeerError.is(error)) throw error;
        if (error.code === 'MARK_GONE') throw notFound(error.message);
        throw error.code === 'PEER_CLOSED' ? new GatewayFailure('UNAVAILABLE', error.message) : error;
    }
}

function notFound(text: string): GatewayFailure {
    return new GatewayFailure('NOT_FOUND', text);
}
