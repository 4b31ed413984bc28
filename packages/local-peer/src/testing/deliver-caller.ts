import { Client, type ClientDuplexStream, credentials, status as GrpcStatus, type StatusObject } from '@grpc/grpc-js';
import { proposalParts, toTimestamp } from '@heddle/protocol';
import { Waiters } from '@heddle/protocol/internal';
import { common, orderer, peer } from '@hyperledger/fabric-protos';
import type { SigningIdentity } from '../identity/signing-identity';
import { envelope, envelopePayload, HeaderType } from '../records/transaction-envelope';

/** Calls Deliver with grpc-js and fabric-protos alone. */

type DeliverStream = ClientDuplexStream<Uint8Array, peer.DeliverResponse>;

export interface Seek {
    readonly start: number;
    /** Default: a block that never comes. */
    readonly stop?: number;
    readonly time?: Date;
}

export function seekEnvelope(identity: SigningIdentity, { start, stop = 1e9, time = new Date() }: Seek): Buffer {
    const seek = new orderer.SeekInfo();
    seek.setStart(positionOf(start));
    seek.setStop(positionOf(stop));
    const channelHeader = proposalParts.channelHeader.encode({
        type: HeaderType.DELIVER_SEEK_INFO,
        channelId: 'mychannel',
        timestamp: toTimestamp(time),
    });
    const signatureHeader = proposalParts.signatureHeader.encode({ creator: identity.creator });
    const header = proposalParts.header.encode({ channelHeader, signatureHeader });
    const payload = envelopePayload.encode({ header, data: seek.serializeBinary() });
    return envelope.encode({ payload, signature: identity.sign(payload) });
}

function positionOf(number: number): orderer.SeekPosition {
    const specified = new orderer.SeekSpecified();
    specified.setNumber(number);
    const position = new orderer.SeekPosition();
    position.setSpecified(specified);
    return position;
}

/** One call, and what has come of it. */
export class DeliverCaller implements Disposable {
    readonly responses: peer.DeliverResponse[] = [];
    readonly stream: DeliverStream;
    /** gRPC's status at the end of the call. */
    readonly ended: Promise<string>;
    readonly #client: Client;
    readonly #readers = new Waiters();

    /** @param method such as DeliverFiltered */
    constructor(address: string, method: string) {
        this.#client = new Client(address, credentials.createInsecure());
        this.stream = this.#client.makeBidiStreamRequest(
            `/protos.Deliver/${method}`,
            (frame: Uint8Array) => Buffer.from(frame),
            (frame) => peer.DeliverResponse.deserializeBinary(frame),
        );
        this.ended = new Promise((resolve) => {
            this.stream.once('status', ({ code, details }: StatusObject) => {
                resolve(`${GrpcStatus[code]}: ${details}`);
            });
        });
        // The status says it as well.
        this.stream.on('error', () => undefined);
    }

    /** Reads until so many responses have come. */
    async receive(count: number): Promise<string[]> {
        if (this.stream.listenerCount('data') === 0) this.#read();
        while (this.responses.length < count) await this.#readers.wait();
        return this.responses.map(describeResponse);
    }

    #read(): void {
        this.stream.on('data', (response: peer.DeliverResponse) => {
            this.responses.push(response);
            this.#readers.wakeAll();
        });
    }

    [Symbol.dispose](): void {
        this.stream.cancel();
        this.#client.close();
    }
}

/** A block by its number, a status by its name. */
export function describeResponse(response: peer.DeliverResponse): string {
    const block = response.getBlock() ?? response.getBlockAndPrivateData()?.getBlock();
    const number = block?.getHeader()?.getNumber() ?? response.getFilteredBlock()?.getNumber();
    if (number !== undefined) return String(number);
    const status = response.getStatus();
    return Object.entries(common.Status).find(([, value]) => value === status)?.[0] ?? String(status);
}
