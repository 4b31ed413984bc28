import { type Client, type ClientDuplexStream, status as GrpcStatus, type StatusObject } from '@grpc/grpc-js';
import { createSigningIdentity } from '@heddle/local-peer';
import { proposalParts, toTimestamp } from '@heddle/protocol';
import { bytes, message } from '@heddle/protocol/codec';
import { common, orderer, peer } from '@hyperledger/fabric-protos';
import { CHANNEL } from './channel';
import type { ClientIdentity } from './gateway-target';

/** Asks a peer for blocks without the official client, which cannot send wrong requests. */

export type DeliverMethod = 'Deliver' | 'DeliverFiltered' | 'DeliverWithPrivateData';

/** A place in the ledger; without any of these, no place. */
export type Position = 'oldest' | 'newest' | 'nextCommit' | 'none' | number;

export interface SeekOptions {
    readonly start?: Position;
    readonly stop?: Position;
    readonly failIfNotReady?: boolean;
    readonly headersOnly?: boolean;
    readonly channel?: string;
    /** Default: now. */
    readonly time?: Date | undefined;
    readonly headerType?: number;
    readonly epoch?: bigint;
    /** Default: what the client signs. */
    readonly signature?: Buffer;
    /** Default: the client's. */
    readonly creator?: Buffer;
    /** In place of a SeekInfo. */
    readonly data?: Buffer;
    /** In place of a payload. */
    readonly payload?: Buffer;
}

/** Of a call that a server has taken. */
export type DeliverStream = ClientDuplexStream<Uint8Array, peer.DeliverResponse>;

const envelopeCodec = message({ payload: bytes(1), signature: bytes(2) });
const payloadCodec = message({ header: bytes(1), data: bytes(2) });

/** Opens a call, and sends nothing. */
export function openDeliver(client: Client, method: DeliverMethod): DeliverStream {
    return client.makeBidiStreamRequest(
        `/protos.Deliver/${method}`,
        (frame: Uint8Array) => Buffer.from(frame),
        (frame) => peer.DeliverResponse.deserializeBinary(frame),
    );
}

/** An envelope that asks for blocks. */
export function seekEnvelope(identity: ClientIdentity, options: SeekOptions = {}): Buffer {
    const signer = createSigningIdentity(identity);
    const { creator = signer.creator, data = seekInfo(options) } = options;
    const payload = options.payload ?? payloadCodec.encode({ header: headerOf(creator, options), data });
    return envelopeCodec.encode({ payload, signature: options.signature ?? signer.sign(payload) });
}

function headerOf(creator: Buffer, options: SeekOptions): Buffer {
    const { channel = CHANNEL, headerType = common.HeaderType.DELIVER_SEEK_INFO, epoch = 0n } = options;
    const time = 'time' in options ? options.time : new Date();
    return proposalParts.header.encode({
        channelHeader: proposalParts.channelHeader.encode({
            type: headerType,
            channelId: channel,
            timestamp: time && toTimestamp(time),
            epoch,
        }),
        signatureHeader: proposalParts.signatureHeader.encode({ creator, nonce: Buffer.from('nonce') }),
    });
}

function seekInfo({ start, stop, failIfNotReady = false, headersOnly = false }: SeekOptions): Buffer {
    const seek = new orderer.SeekInfo();
    if (start !== undefined) seek.setStart(positionOf(start));
    if (stop !== undefined) seek.setStop(positionOf(stop));
    if (failIfNotReady) seek.setBehavior(orderer.SeekInfo.SeekBehavior.FAIL_IF_NOT_READY);
    if (headersOnly) seek.setContentType(orderer.SeekInfo.SeekContentType.HEADER_WITH_SIG);
    return Buffer.from(seek.serializeBinary());
}

function positionOf(position: Position): orderer.SeekPosition {
    const encoded = new orderer.SeekPosition();
    if (position === 'oldest') encoded.setOldest(new orderer.SeekOldest());
    if (position === 'newest') encoded.setNewest(new orderer.SeekNewest());
    if (position === 'nextCommit') encoded.setNextCommit(new orderer.SeekNextCommit());
    if (typeof position === 'number') {
        const specified = new orderer.SeekSpecified();
        specified.setNumber(position);
        encoded.setSpecified(specified);
    }
    return encoded;
}

/**
 * What comes back until the server ends the call, or `count` messages have come: blocks by number, statuses by name,
 * and gRPC's status at the end.
 */
export async function answersTo(stream: DeliverStream, count = Infinity): Promise<string[]> {
    const answers: string[] = [];
    const ended = new Promise<StatusObject>((resolve) => {
        stream.once('status', resolve);
    });
    // The status says it as well.
    stream.on('error', () => undefined);
    const enough = new Promise<void>((resolve) => {
        stream.on('data', (response: peer.DeliverResponse) => {
            answers.push(answerOf(response));
            if (answers.length === count) resolve();
        });
    });
    const over = await Promise.race([ended, enough]);
    if (over !== undefined) return [...answers, endOf(over)];
    stream.cancel();
    return answers;
}

/** Of a call that went well servers in Go say nothing, and those in Node OK. */
function endOf({ code, details }: StatusObject): string {
    return code === GrpcStatus.OK ? 'OK' : `${GrpcStatus[code]}: ${details}`;
}

function answerOf(response: peer.DeliverResponse): string {
    const filtered = response.getFilteredBlock();
    if (filtered !== undefined) return `filtered ${filtered.getNumber()}`;
    const block = response.getBlock() ?? response.getBlockAndPrivateData()?.getBlock();
    if (block === undefined) return nameOf(response.getStatus());
    const kind = block.getData() === undefined ? 'header' : 'block';
    return `${kind} ${block.getHeader()?.getNumber() ?? 'without number'}`;
}

function nameOf(status: number): string {
    return Object.entries(common.Status).find(([, value]) => value === status)?.[0] ?? String(status);
}
