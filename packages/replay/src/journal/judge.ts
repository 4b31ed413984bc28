import type { RecordedTransaction } from '@heddle/journal';
import { MessageType } from '@heddle/protocol';
import { compareOperations, compareOutcomesOf } from '../recorded/compare-runs';
import { recordedRun, type Run } from '../recorded/run';
import type { Verdict } from '../verdict';
import { argumentsOf } from './about-transaction';
import type { PlayedRun } from './played-session';

const ARGUMENTS_HIDDEN: Verdict = { kind: 'redacted', why: 'another chaincode has called it with private arguments' };

/** Says without a run why a transaction cannot be compared; undefined where it can. */
export function whyNotPlayed(transaction: RecordedTransaction): Verdict | undefined {
    const { end, frames } = transaction;
    if (frames.length === 0) return { kind: 'incomplete', why: 'the journal has lost its beginning' };
    switch (end) {
        case 'completed':
        case 'timed out':
            return hasHiddenArguments(transaction) ? ARGUMENTS_HIDDEN : undefined;
        case 'refused':
            return { kind: 'cut', why: 'the chaincode refused to run it' };
        case 'cut':
            return { kind: 'cut', why: 'the stream ended before it was answered' };
        case 'given up':
            return { kind: 'given up', why: 'the peer asked for it again before it was answered' };
        case 'incomplete':
            return { kind: 'incomplete', why: 'the journal has lost a part of it' };
    }
}

/**
 * Compares a run with the recorded one.
 * @param isStrict whether the operations have to be the same, in order, and not only what comes of them
 */
export function judge(transaction: RecordedTransaction, now: PlayedRun, isStrict: boolean): Verdict {
    const recorded = recordedRun(transaction);
    const isTimedOut = transaction.end === 'timed out';
    const isWhole = now.stop === undefined && !isTimedOut;
    const compared = isTimedOut ? { ...now, operations: now.operations.slice(0, recorded.operations.length) } : now;
    const differences = isStrict ? compareOperations(recorded, compared, isWhole) : [];
    if (!isStrict && isWhole) differences.push(...compareOutcomesOf(recorded, now));
    if (differences.length > 0) return { kind: 'differs', differences };
    return whyUncompared(recorded, now, isTimedOut) ?? REPRODUCED;
}

/** Why it is not known to be the same, although nothing differs; undefined where it is. */
function whyUncompared(recorded: Run, now: PlayedRun, isTimedOut: boolean): Verdict | undefined {
    if (isTimedOut) return { kind: 'timed out', why: 'the recorded run was answered by the timer' };
    if (now.stop !== undefined) return now.stop;
    if (now.answer?.type === MessageType.ERROR) return { kind: 'cut', why: now.answer.payload.toString() };
    const isRedacted = recorded.isAnswerRedacted || recorded.operations.some((operation) => operation.isRedacted);
    return isRedacted ? { kind: 'redacted', why: 'private values were compared by their length' } : undefined;
}

/** Zeros are in the place of what was left out. */
function hasHiddenArguments(transaction: RecordedTransaction): boolean {
    if (transaction.frames[0]?.isRedacted !== true) return false;
    return argumentsOf(transaction).some((argument) => argument.length > 0 && argument.every((byte) => byte === 0));
}

const REPRODUCED: Verdict = { kind: 'reproduced' };
