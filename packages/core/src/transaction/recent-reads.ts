/** What a read asked for, and what it was answered with: one key and its value, or several in the same order. */
interface Read {
    readonly keys?: unknown;
    readonly answer: unknown;
}

/** A row of a query. A change in a history has no key: whoever asked for the history knows it. */
export interface Row {
    readonly key?: string;
    readonly value: unknown;
}

/** How many reads are remembered; a power of two. As many values at most are kept until the transaction ends. */
const REMEMBERED = 8;

/** The last reads of a transaction, so that an error about a value can name its key. */
export class RecentReads {
    readonly #reads: Read[] = [];
    #count = 0;
    #row: Row | undefined;
    #rows: readonly Row[] = [];

    /** Notes a read that was answered. */
    note(read: Read): void {
        this.#reads[this.#count++ & (REMEMBERED - 1)] = read;
    }

    /** Notes a row that was taken from a query; the last one counts. */
    noteRow(row: Row): void {
        this.#row = row;
    }

    /** Notes the rows of a page that were taken together; the last page counts. */
    noteRows(rows: readonly Row[]): void {
        this.#rows = rows;
    }

    /** The keys that this very value may be of. Empty values of several keys are one and the same. */
    keysOf(value: Uint8Array): string[] {
        const keys = this.#reads.flatMap((read) => keysIn(read, value));
        for (const row of [this.#row, ...this.#rows])
            if (row?.value === value && row.key !== undefined) keys.push(row.key);
        return Array.from(new Set(keys));
    }
}

function keysIn({ keys, answer }: Read, value: Uint8Array): string[] {
    if (!Array.isArray(keys)) return answer === value ? [String(keys)] : [];
    const answers: readonly unknown[] = Array.isArray(answer) ? answer : [];
    return keys.filter((_, index) => answers[index] === value).map(String);
}
