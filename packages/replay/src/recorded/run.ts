import type { RecordedTransaction } from '@heddle/journal';
import { type ChaincodeMessage, decodeMessage, MessageType } from '@heddle/protocol';
import { type Operation, operationsOf } from './operation';

/** A run of a transaction: what it asked and wrote, and what it answered. */
export interface Run {
    readonly operations: readonly Operation[];
    /** Its COMPLETED, or an ERROR in the place of that; undefined where there is none. */
    readonly answer: ChaincodeMessage | undefined;
    /** Whether the answer has zeros in the place of what is private. */
    readonly isAnswerRedacted: boolean;
}

/** The run that was recorded. */
export function recordedRun({ frames }: RecordedTransaction): Run {
    const operations: Operation[] = [];
    let answer: ChaincodeMessage | undefined;
    let isAnswerRedacted = false;
    for (const [index, { from, frame, isRedacted }] of frames.entries()) {
        if (from === 'peer') continue;
        const message = decodeMessage(frame);
        const isEnd = message.type === MessageType.COMPLETED || message.type === MessageType.ERROR;
        const isHidden = isRedacted || (!isEnd && frames[index + 1]?.isRedacted === true);
        if (isEnd) {
            answer = message;
            isAnswerRedacted = isRedacted;
        } else operations.push(...operationsOf(message, isHidden));
    }
    return { operations, answer, isAnswerRedacted };
}
