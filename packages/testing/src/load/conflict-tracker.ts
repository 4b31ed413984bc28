import type { RangeRead, ReadWriteSet } from '@heddle/local-peer';
import { isInRange, readableKey } from '@heddle/local-peer/internal';

/** A transaction that is endorsed, and not committed yet. */
export interface TrackedTransaction {
    readonly name: string;
    readonly readWriteSet: ReadWriteSet;
    /** How many transactions had been found VALID when it was endorsed. */
    readonly endorsedAt: number;
}

/** Who has written a key: the last one, and all by their names. */
interface Written {
    readonly at: number;
    readonly name: string;
    readonly writers: Set<string>;
}

/** A key at which transactions have met. */
export interface HotKey {
    /** As a reader knows it. */
    readonly key: string;
    /** The transactions that have written it. */
    readonly writers: readonly string[];
    /** How many were lost. */
    readonly lost: number;
    /** Which one was lost after which, and how often. */
    readonly because: readonly { readonly lost: string; readonly after: string; readonly count: number }[];
}

interface Met {
    readonly key: string;
    readonly after: string;
}

/**
 * Finds out which transaction took another one's key. The culprit of a conflict is the last VALID writer of the key since
 * the endorsement; of a phantom, the last one of a key in the range.
 */
export class ConflictTracker {
    readonly statuses = new Map<string, number>();
    readonly #written = new Map<string, Written>();
    readonly #lost = new Map<string, Map<string, number>>();
    #valid = 0;

    /** To be given to a transaction that is endorsed now. */
    get now(): number {
        return this.#valid;
    }

    get submitted(): number {
        return [...this.statuses.values()].reduce((sum, count) => sum + count, 0);
    }

    /** Takes what a block says of its transactions, in their order. */
    committed(transaction: TrackedTransaction, status: string): void {
        this.statuses.set(status, (this.statuses.get(status) ?? 0) + 1);
        if (status === 'VALID') this.#noteWrites(transaction);
        else if (status.endsWith('_CONFLICT')) this.#noteLoss(transaction, status);
    }

    /** Takes a valid transaction of somebody else, who may have taken a key, too. */
    written(transaction: Pick<TrackedTransaction, 'name' | 'readWriteSet'>): void {
        this.#noteWrites(transaction);
    }

    /** Where transactions were lost, most of them first. */
    get hotKeys(): HotKey[] {
        return Array.from(this.#lost, ([key, pairs]) => ({
            key,
            writers: this.#writersOf(key),
            lost: [...pairs.values()].reduce((sum, count) => sum + count, 0),
            because: Array.from(pairs, ([pair, count]) => {
                const [lost = '', after = ''] = pair.split('\n');
                return { lost, after, count };
            }).sort((one, other) => other.count - one.count),
        })).sort((one, other) => other.lost - one.lost || (one.key < other.key ? -1 : 1));
    }

    #writersOf(readable: string): string[] {
        const written = [...this.#written].filter(([id]) => readableKey(keyOf(id)) === readable);
        return [...new Set(written.flatMap(([, { writers }]) => [...writers]))].sort();
    }

    #noteWrites({ name, readWriteSet }: Pick<TrackedTransaction, 'name' | 'readWriteSet'>): void {
        this.#valid += 1;
        const ids = readWriteSet.flatMap(({ namespace, writes }) => writes.map(({ key }) => `${namespace}\n${key}`));
        for (const id of ids) {
            const writers = this.#written.get(id)?.writers ?? new Set();
            this.#written.set(id, { at: this.#valid, name, writers: writers.add(name) });
        }
    }

    #noteLoss(transaction: TrackedTransaction, status: string): void {
        const met = status === 'PHANTOM_READ_CONFLICT' ? this.#phantomOf(transaction) : this.#conflictOf(transaction);
        const { key, after } = met ?? { key: '(private data or metadata)', after: 'unknown' };
        const pairs = this.#lost.get(key) ?? new Map<string, number>();
        const pair = `${transaction.name}\n${after}`;
        pairs.set(pair, (pairs.get(pair) ?? 0) + 1);
        this.#lost.set(key, pairs);
    }

    /** The first of its reads that was written since, which is where the peer stops looking. */
    #conflictOf({ readWriteSet, endorsedAt }: TrackedTransaction): Met | undefined {
        const ids = readWriteSet.flatMap(({ namespace, reads }) => reads.map(({ key }) => `${namespace}\n${key}`));
        for (const id of ids) {
            const written = this.#written.get(id);
            if (written !== undefined && written.at > endorsedAt)
                return { key: readableKey(keyOf(id)), after: written.name };
        }
        return undefined;
    }

    #phantomOf({ readWriteSet, endorsedAt }: TrackedTransaction): Met | undefined {
        const ranges = readWriteSet.flatMap((set) =>
            set.ranges.map((range) => ({ ...range, namespace: set.namespace })),
        );
        const since = Array.from(this.#written, ([id, written]) => ({ id, ...written }))
            .filter(({ at, id }) => at > endorsedAt && ranges.some((range) => isInside(id, range)))
            .sort((one, other) => other.at - one.at);
        return since.map(({ id, name }) => ({ key: readableKey(keyOf(id)), after: name }))[0];
    }
}

function isInside(id: string, range: RangeRead & { readonly namespace: string }): boolean {
    const key = keyOf(id);
    // The last row that a query was given belongs to it; the end of a range does not.
    const isLastRow = !range.exhausted && key === range.endKey;
    return id.startsWith(`${range.namespace}\n`) && (isLastRow || isInRange(key, range));
}

function keyOf(id: string): string {
    return id.slice(id.indexOf('\n') + 1);
}
