import { FIRST_FAILURE_STATUS } from '@heddle/core/internal';
import type { RecordedTransaction } from '@heddle/journal';
import { chaincodeInput, decodeMessage, MessageType, response } from '@heddle/protocol';

/** A recorded transaction, as a list of them shows it. */
export interface JournalLine {
    readonly txId: string;
    readonly channel: string;
    readonly function: string;
    /** When it arrived, ISO 8601. */
    readonly time: string;
    readonly end: RecordedTransaction['end'];
    /** Of its answer; undefined where it has none. */
    readonly status: number | undefined;
    readonly message: string | undefined;
}

/** What there is to tell of a transaction on one line. */
export function lineOf(transaction: RecordedTransaction): JournalLine {
    const { txId, channelId, time, end, frames } = transaction;
    const [first] = frames;
    return {
        txId,
        channel: channelId,
        function: first === undefined ? '' : functionOf(first.frame),
        time: new Date(time).toISOString(),
        end,
        ...answerOf(transaction),
    };
}

/** Whether it has come to no good end. */
export function hasFailed({ end, status }: JournalLine): boolean {
    return end !== 'completed' || status === undefined || status >= FIRST_FAILURE_STATUS;
}

function functionOf(frame: Buffer): string {
    try {
        return chaincodeInput.decode(decodeMessage(frame).payload).args[0]?.toString() ?? '';
    } catch {
        return '';
    }
}

function answerOf({ frames }: RecordedTransaction): Pick<JournalLine, 'status' | 'message'> {
    const last = frames.at(-1);
    const message = last?.from === 'chaincode' ? decodeMessage(last.frame) : undefined;
    if (last === undefined || message?.type !== MessageType.COMPLETED) return { status: undefined, message: undefined };
    const { status, message: text } = response.decode(message.payload);
    return { status, message: last.isRedacted ? undefined : text };
}
