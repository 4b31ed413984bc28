import { ProtocolError } from '@heddle/protocol';
import type { Channel } from '../channel/channel';
import { type CommittedBlock, subscribeToBlocks } from '../subscription';
import { channelForReader } from './access-check';
import type { GatewayContext } from './gateway-context';
import { GatewayFailure } from './gateway-failure';
import { chaincodeEventsRequest, chaincodeEventsResponse, type SeekPosition, signedRequest } from './gateway-messages';

type EventsRequest = ReturnType<typeof chaincodeEventsRequest.decode>;
type EventMessage = NonNullable<Parameters<typeof chaincodeEventsResponse.encode>[0]['events']>[number];

/**
 * The events of a chaincode, those of one block in one message (fabric, internal/pkg/gateway/chaincodeevents.go).
 * @throws GatewayFailure
 */
export async function* chaincodeEvents(
    context: GatewayContext,
    encoded: Buffer,
    signal: AbortSignal,
): AsyncGenerator<Buffer> {
    const { request: data, signature } = signedRequest.decode(encoded);
    const request = readRequest(data);
    const channel = channelForReader(context, request.channelId, { data, identity: request.identity, signature });
    const isWanted = createFilter(request);
    await using blocks = subscribeToBlocks(channel.store, channel.feed, await startBlock(channel, request));
    signal.addEventListener('abort', () => void blocks.close()); // what is open is closed at once, and cannot fail
    if (signal.aborted) return;
    for await (const block of blocks) {
        const events = eventsOf(block).filter(isWanted);
        if (events.length > 0) yield chaincodeEventsResponse.encode({ events, blockNumber: block.number });
    }
}

function readRequest(data: Buffer): EventsRequest {
    if (data.length === 0) throw invalid('a chaincode events request is required');
    try {
        return chaincodeEventsRequest.decode(data);
    } catch (error) {
        if (!ProtocolError.is(error)) throw error;
        throw invalid('invalid chaincode events request: proto: cannot parse invalid wire-format data');
    }
}

/**
 * Passes the chaincode's events over up to and including that of the transaction that was named; the rest of its block
 * counts. A transaction without an event is waited for in vain, as at a peer.
 */
function createFilter({ chaincodeId, afterTransactionId }: EventsRequest): (event: EventMessage) => boolean {
    let hasPassed = afterTransactionId === '';
    return (event) => {
        if (hasPassed) return event.chaincodeId === chaincodeId;
        hasPassed = event.txId === afterTransactionId;
        return false;
    };
}

function eventsOf({ transactions }: CommittedBlock): EventMessage[] {
    return transactions.flatMap(({ txId, event }) =>
        event === undefined ? [] : [{ chaincodeId: event.chaincode, txId, name: event.name, payload: event.payload }],
    );
}

/** The block of the transaction that was named, where there is one, overrides the start position. */
async function startBlock(channel: Channel, request: EventsRequest): Promise<bigint> {
    const { afterTransactionId, startPosition } = request;
    const location = afterTransactionId === '' ? undefined : await channel.store.transaction(afterTransactionId);
    return location?.blockNumber ?? specifiedBlock(startPosition) ?? (await channel.store.height());
}

/** Undefined for the next block. */
function specifiedBlock(position: SeekPosition | undefined): bigint | undefined {
    if (position?.specified !== undefined) return position.specified.number;
    if (position?.newest !== undefined) throw invalid('invalid start position type: *orderer.SeekPosition_Newest');
    if (position?.oldest !== undefined) throw invalid('invalid start position type: *orderer.SeekPosition_Oldest');
    return undefined;
}

function invalid(text: string): GatewayFailure {
    return new GatewayFailure('INVALID_ARGUMENT', text);
}
