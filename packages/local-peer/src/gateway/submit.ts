import { errorText } from '../errors';
import { envelope } from '../records/transaction-envelope';
import { type AcceptedEnvelope, BroadcastRefusal, checkBroadcast, type SignedEnvelope } from './broadcast-check';
import { noChannelConfig } from './channel-config';
import type { GatewayContext } from './gateway-context';
import { GatewayFailure } from './gateway-failure';
import { submitRequest } from './gateway-messages';

/**
 * Has a transaction ordered; that it is committed is not waited for (fabric, internal/pkg/gateway/submit.go).
 * @throws GatewayFailure
 */
export function submit(context: GatewayContext, encoded: Buffer): void {
    const { channelId, preparedTransaction } = submitRequest.decode(encoded);
    if (preparedTransaction === undefined) throw invalid('a prepared transaction is required');
    if (preparedTransaction.signature.length === 0) throw invalid('prepared transaction must be signed');
    if (context.channel(channelId) === undefined)
        throw new GatewayFailure('FAILED_PRECONDITION', noChannelConfig(channelId));
    const { channel, txId } = acceptedBy(preparedTransaction, context);
    channel.feed.retry(txId);
    // The client has its answer by now: the failure of a store goes to the log, and to clients that ask for the status.
    channel.orderer.order([envelope.encode(preparedTransaction)], { withOthers: true }).catch((error: unknown) => {
        const text = `the block was not committed: ${errorText(error)}`;
        context.logger.error({ channelId, txId }, text);
        channel.feed.lose({ txId, error: new GatewayFailure('INTERNAL', `transaction ${txId} is lost: ${text}`) });
    });
}

function acceptedBy(signed: SignedEnvelope, context: GatewayContext): AcceptedEnvelope {
    try {
        return checkBroadcast(signed, context);
    } catch (error) {
        if (!(error instanceof BroadcastRefusal)) throw error;
        const text = `received unsuccessful response from orderer: status=${error.status}, info=${error.message}`;
        throw new GatewayFailure('ABORTED', text);
    }
}

function invalid(text: string): GatewayFailure {
    return new GatewayFailure('INVALID_ARGUMENT', text);
}
