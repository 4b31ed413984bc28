import type { RunMark } from '../api/chaincode';
import type { Summary } from '../api/transaction';

/** A row of the list: a transaction, or what separates those of one code from those of another. */
export type ListRow = Summary | RunMark;

export function isMark(row: ListRow): row is RunMark {
    return !('call' in row);
}

/** Puts marks between the rows that they separate; both have the newest first. */
export function withMarks(rows: readonly Summary[], marks: readonly RunMark[]): ListRow[] {
    const waiting = [...marks].reverse().sort((a, b) => b.seq - a.seq);
    const listed: ListRow[] = [];
    for (const row of rows) {
        while (waiting[0] !== undefined && waiting[0].seq >= row.seq) listed.push(...waiting.splice(0, 1));
        listed.push(row);
    }
    // What is older than all rows separates nothing that is shown.
    return listed;
}

/** `asset-transfer.ts changed, new code runs since`, before the time. */
export function markText({ kind, files, chaincode }: RunMark): string {
    if (kind === 'ended') return `${chaincode} has ended by itself, at`;
    if (files.length === 0) return `${chaincode} was started anew, and runs since`;
    return `${files.join(', ')} changed, new code runs since`;
}
