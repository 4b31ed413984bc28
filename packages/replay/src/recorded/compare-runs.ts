import { chaincodeEvent, response } from '@heddle/protocol';
import { compareOutcomes, type Difference } from '../differences';
import type { Operation } from './operation';
import type { Run } from './run';

const NONE = 'nothing';

/** What two runs did not do alike, by what counts in the end: the answer, and the last write of each key. */
export function compareOutcomesOf(recorded: Run, now: Run): Difference[] {
    const hidden = new Set(recorded.operations.flatMap(({ what, isRedacted }) => (isRedacted ? [what] : [])));
    const differences = compareOutcomes(
        outcomeOf(recorded, hidden, recorded.isAnswerRedacted),
        outcomeOf(now, hidden, recorded.isAnswerRedacted),
    );
    return differences.map((difference) => withOperation(difference, now.operations));
}

/**
 * What two runs did not do alike, operation by operation; the first one that differs, since those behind it may follow from
 * it. Without one, the answers.
 * @param isWhole whether both came to their end
 */
export function compareOperations(recorded: Run, now: Run, isWhole: boolean): Difference[] {
    const length = isWhole ? Math.max(recorded.operations.length, now.operations.length) : now.operations.length;
    for (let index = 0; index < length; index += 1) {
        const found = compareOne(recorded.operations[index], now.operations[index]);
        if (found.length > 0) return found.map((difference) => ({ ...difference, operation: index + 1 }));
    }
    return isWhole ? compareOutcomesOf(recorded, now) : [];
}

function compareOne(recorded: Operation | undefined, now: Operation | undefined): Difference[] {
    if (recorded === undefined || recorded.what !== now?.what) {
        return [{ what: 'what it asked', first: recorded?.what ?? NONE, second: now?.what ?? NONE }];
    }
    const hidden = new Set(recorded.isRedacted ? [recorded.what] : []);
    return compareOutcomes(
        new Map([[recorded.what, shownValue(recorded, hidden)]]),
        new Map([[now.what, shownValue(now, hidden)]]),
    );
}

function outcomeOf(
    { operations, answer }: Run,
    hidden: ReadonlySet<string>,
    isAnswerHidden: boolean,
): Map<string, Buffer> {
    const outcome = new Map<string, Buffer>();
    if (answer !== undefined) {
        const { status, message, payload } = response.decode(answer.payload);
        outcome.set('status', Buffer.from(String(status)));
        if (!isAnswerHidden) outcome.set('message', Buffer.from(message)).set('result', payload);
        if (answer.event.length > 0) {
            addEvent(outcome, answer.event, isAnswerHidden);
        }
    }
    for (const operation of operations) {
        if (!operation.isWrite) continue;
        for (const undone of operation.undoes) outcome.delete(undone);
        outcome.set(operation.what, shownValue(operation, hidden));
    }
    return outcome;
}

function addEvent(outcome: Map<string, Buffer>, bytes: Buffer, isHidden: boolean): void {
    const { name, payload } = chaincodeEvent.decode(bytes);
    outcome.set('event', Buffer.from(name));
    if (!isHidden) outcome.set(`event ${name}`, payload);
}

/** Of a value that was left out, its length is known. */
function shownValue({ what, value }: Operation, hidden: ReadonlySet<string>): Buffer {
    return hidden.has(what) ? Buffer.from(`${value.length} private bytes`) : value;
}

function withOperation(difference: Difference, operations: readonly Operation[]): Difference {
    const index = operations.findLastIndex(
        ({ what }) => difference.what === what || difference.what.startsWith(`${what}, `),
    );
    return index < 0 ? difference : { ...difference, operation: index + 1 };
}
