import { ChaincodeError } from '../errors';
import type { RoutedTransaction } from './routed-transaction';

/** How many transactions may wait: as many as a peer endorses at a time (fabric, core.yaml, peer.limits.concurrency). */
const MOST_WAITING = 2_500;
/** And how many bytes of them. */
const MOST_BYTES = 64 * 1024 * 1024;

/** Transactions that wait for a server, in order, for a time and in a number that have an end. */
export class WaitingRoom {
    readonly #waitMs: number;
    readonly #refuse: (transaction: RoutedTransaction, error: ChaincodeError) => void;
    readonly #timers = new Map<RoutedTransaction, NodeJS.Timeout>();
    #bytes = 0;

    /** @param refuse is given those that have waited long enough, and those for which there is no room */
    constructor(waitMs: number, refuse: (transaction: RoutedTransaction, error: ChaincodeError) => void) {
        this.#waitMs = waitMs;
        this.#refuse = refuse;
    }

    get size(): number {
        return this.#timers.size;
    }

    add(transaction: RoutedTransaction): void {
        const bytes = sizeOf(transaction);
        if (this.size >= MOST_WAITING || this.#bytes + bytes > MOST_BYTES) {
            const why = `there is no server, and ${this.size} transactions wait for one already`;
            this.#refuse(transaction, new ChaincodeError('NO_SERVER', why));
            return;
        }
        const timer = setTimeout(() => {
            this.delete(transaction);
            const why = `there was no server within ${this.#waitMs} ms`;
            this.#refuse(transaction, new ChaincodeError('NO_SERVER', why));
        }, this.#waitMs);
        this.#timers.set(transaction, timer.unref());
        this.#bytes += bytes;
    }

    /** Lets one go, where it is here. */
    delete(transaction: RoutedTransaction): void {
        const timer = this.#timers.get(transaction);
        if (timer === undefined) return;
        clearTimeout(timer);
        this.#timers.delete(transaction);
        this.#bytes -= sizeOf(transaction);
    }

    /** Lets all go, in the order in which they came. */
    takeAll(): readonly RoutedTransaction[] {
        const all = [...this.#timers.keys()];
        for (const transaction of all) this.delete(transaction);
        return all;
    }
}

function sizeOf({ frame }: RoutedTransaction): number {
    return frame?.length ?? 0;
}
