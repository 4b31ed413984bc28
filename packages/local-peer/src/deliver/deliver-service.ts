import type { MethodDefinition, ServerDuplexStream } from '@grpc/grpc-js';
import { ProtocolError } from '@heddle/protocol';
import type { PeerContext } from '../gateway/gateway-context';
import type { GrpcService } from '../gateway/grpc-service';
import { withoutData } from '../records/block';
import { DeliverCall } from './deliver-call';
import { deliverResponse, HEADER_WITH_SIGNATURES, Status } from './deliver-messages';
import { type BlockReply, serveDeliver } from './deliver-session';
import { filterBlock } from './filtered-block';
import { privateDataOfBlock } from './private-data-of-block';
import type { SeekRequest } from './seek-request';

type Call = ServerDuplexStream<Uint8Array, Uint8Array>;

/** protos.Deliver: a channel's blocks, to members of its organizations (fabric, core/peer/deliverevents.go). */
export function deliverService(context: PeerContext): GrpcService {
    const serve =
        (reply: BlockReply) =>
        (call: Call): void => {
            // It never rejects; the call is the one to be told.
            void serveDeliver(new DeliverCall(call), reply, context);
        };
    const peer = context.plan.own;
    return {
        definition: {
            deliver: method('Deliver'),
            deliverFiltered: method('DeliverFiltered'),
            deliverWithPrivateData: method('DeliverWithPrivateData'),
        },
        implementation: {
            deliver: serve((block, _, request) => deliverResponse.encode({ block: contentOf(block, request) })),
            deliverFiltered: serve(filteredReply),
            deliverWithPrivateData: serve(async (block, number, request) => {
                const privateData = await privateDataOfBlock(request.channel, number, { peer, client: request.client });
                const blockAndPrivateData = { block: contentOf(block, request), privateData };
                return deliverResponse.encode({ blockAndPrivateData });
            }),
        },
    };
}

function method(name: string): MethodDefinition<Uint8Array, Uint8Array> {
    const path = `/protos.Deliver/${name}`;
    const isStream = { requestStream: true, responseStream: true };
    const asBytes = (frame: Uint8Array): Buffer => Buffer.from(frame.buffer, frame.byteOffset, frame.byteLength);
    const serializers = { requestSerialize: asBytes, responseSerialize: asBytes };
    return { path, ...isStream, ...serializers, requestDeserialize: asBytes, responseDeserialize: asBytes };
}

function contentOf(block: Buffer, { seek }: SeekRequest): Buffer {
    return seek.contentType === HEADER_WITH_SIGNATURES ? withoutData(block) : block;
}

/** A block that cannot be read to its end is a status in its place, and the delivery goes on. */
function filteredReply(block: Buffer): Buffer {
    try {
        return deliverResponse.encode({ filteredBlock: filterBlock(block) });
    } catch (error) {
        if (!ProtocolError.is(error)) throw error;
        return deliverResponse.encode({ status: Status.BAD_REQUEST });
    }
}
