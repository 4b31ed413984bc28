import { type Chaincode, type Logger, SessionRunner } from '@heddle/core';
import {
    type ChaincodeMessage,
    createStreamPair,
    decodeMessage,
    encodeMessage,
    type MessageStream,
    MessageType,
} from '@heddle/protocol';
import type { RecordedExchange } from '@heddle/testing/internal';
import { type Outcome, OutcomeReader } from './outcome';

/** Requests whose answer says no more than that they were taken. */
const WRITES: ReadonlySet<number> = new Set([
    MessageType.PUT_STATE,
    MessageType.DEL_STATE,
    MessageType.PUT_STATE_METADATA,
    MessageType.PURGE_PRIVATE_DATA,
    MessageType.WRITE_BATCH_STATE,
]);

/**
 * Runs a recorded call once more, and answers what it asks as the peer did then. What it asks besides is an error to it,
 * except for writes, so that what it writes otherwise is seen.
 *
 * The session of a replay (PlayedSession of `@heddle/replay`) answers also code that asks in another way; here the code is the
 * same, in another engine or version of Node, and has to ask byte for byte what it asked before.
 */
export async function replayCall(call: RecordedExchange, chaincode: Chaincode, logger: Logger): Promise<Outcome> {
    const [ours, theirs] = createStreamPair();
    const session = new SessionRunner(ours, {
        packageId: 'recorded:1',
        chaincode,
        logger,
        mspId: call.mspId,
        coalesce: false,
    });
    const running = session.run();
    try {
        return await play(call, theirs);
    } finally {
        await theirs.close();
        await running;
    }
}

async function play(call: RecordedExchange, stream: MessageStream): Promise<Outcome> {
    const answers = recordedAnswers(call);
    const outcome = new OutcomeReader();
    for await (const frame of stream.incoming) {
        const message = decodeMessage(frame);
        if (message.type === MessageType.REGISTER) await begin(call, stream);
        else if (message.type === MessageType.COMPLETED || isErrorOfCall(message)) {
            outcome.answer(message);
            break;
        } else {
            outcome.request(message);
            await stream.send(answers.take(message));
        }
    }
    return outcome.outcome;
}

function isErrorOfCall({ type }: ChaincodeMessage): boolean {
    return type === MessageType.ERROR;
}

async function begin({ ready, exchange: [start] }: RecordedExchange, stream: MessageStream): Promise<void> {
    await stream.send(encodeMessage({ type: MessageType.REGISTERED }));
    await stream.send(Buffer.from(ready, 'base64'));
    if (start !== undefined) await stream.send(Buffer.from(start[1], 'base64'));
}

interface Answers {
    take(request: ChaincodeMessage): Uint8Array;
}

/** Each recorded request has its answer behind it. */
function recordedAnswers({ exchange }: RecordedExchange): Answers {
    const left = exchange.flatMap(([from, request], index) => {
        const answer = exchange[index + 1];
        return from === 'chaincode' && answer?.[0] === 'peer' ? [{ request, answer: answer[1] }] : [];
    });
    return {
        take(message) {
            const { type, channelId, txId } = message;
            const asked = encodeMessage(message).toString('base64');
            const found = left.findIndex(({ request }) => request === asked);
            const [recorded] = found < 0 ? [] : left.splice(found, 1);
            if (recorded !== undefined) return Buffer.from(recorded.answer, 'base64');
            if (WRITES.has(type)) return encodeMessage({ type: MessageType.RESPONSE, channelId, txId });
            const payload = Buffer.from('the recorded run did not ask this');
            return encodeMessage({ type: MessageType.ERROR, channelId, txId, payload });
        },
    };
}
