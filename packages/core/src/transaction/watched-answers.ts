import { decodeMessage, TransactionEnvelope } from '@heddle/protocol';
import type { BatchLimits } from './lane-request';
import type { TransactionLane } from './transaction-lane';

/** What a transaction asks its peer, apart from writes: a request of the protocol's table, encoded. */
export interface AskedRead {
    readonly type: number;
    readonly payload: Buffer;
}

/** A message needs one; what is asked is in its payload. */
const ENVELOPE = new TransactionEnvelope({ channelId: '', txId: '' });

/**
 * Tells of all that a lane asks, apart from writes: each read by itself, whatever shares a message with it. For tests alone:
 * each request is encoded once more.
 * @param asked is told of a request where its author makes it, and takes its answer
 */
export function watchAnswersOf(lane: TransactionLane, asked: (read: AskedRead) => (answer: Buffer) => void): void {
    const ask = lane.ask.bind(lane);
    lane.ask = (request) => {
        if (request.kind !== 'write') {
            const { type, payload } = decodeMessage(request.encode(ENVELOPE));
            const answered = asked({ type, payload });
            const resolve = request.resolve.bind(request);
            request.resolve = (answer: Buffer, limits: BatchLimits) => {
                answered(answer);
                resolve(answer, limits);
            };
        }
        ask(request);
    };
}
