import type { Entrant, FunctionPlaces } from './entrant';

/** A transaction that waits. */
export interface Waiting {
    readonly entrant: Entrant;
    /** Its number in the order of arrival. */
    readonly turn: number;
    readonly since: number;
}

/**
 * Transactions that wait for a place, in the order of arrival: a line for each function that has a limit of its own, so
 * that a function that is full is passed by in one step, and one for all others. All wait equally long at most, so one
 * timer does for all.
 */
export class WaitingLine {
    readonly #waitMs: number;
    readonly #giveUp: (entrant: Entrant) => void;
    readonly #lines = new Map<FunctionPlaces | undefined, Map<Entrant, Waiting>>();
    #size = 0;
    #bytes = 0;
    #turns = 0;
    #timer: NodeJS.Timeout | undefined;

    /** @param giveUp is given those that have waited long enough, and do not wait any more */
    constructor(waitMs: number, giveUp: (entrant: Entrant) => void) {
        this.#waitMs = waitMs;
        this.#giveUp = giveUp;
    }

    get size(): number {
        return this.#size;
    }

    /** What the messages of all have together. */
    get bytes(): number {
        return this.#bytes;
    }

    add(entrant: Entrant): void {
        let line = this.#lines.get(entrant.places);
        if (line === undefined) this.#lines.set(entrant.places, (line = new Map<Entrant, Waiting>()));
        line.set(entrant, { entrant, turn: ++this.#turns, since: performance.now() });
        this.#size++;
        this.#bytes += entrant.bytes;
        this.#timer ??= this.#wakeIn(this.#waitMs);
    }

    /** Whether it was there. */
    delete(entrant: Entrant): boolean {
        if (this.#lines.get(entrant.places)?.delete(entrant) !== true) return false;
        this.#bytes -= entrant.bytes;
        if (--this.#size === 0) this.#stop();
        return true;
    }

    /** Who came first, of those whose function has a place. */
    first(hasPlace: (places: FunctionPlaces | undefined) => boolean): Waiting | undefined {
        let first: Waiting | undefined;
        for (const [places, line] of this.#lines) {
            const [head] = line.values();
            if (head !== undefined && (first === undefined || head.turn < first.turn) && hasPlace(places)) first = head;
        }
        return first;
    }

    readonly #giveUpOverdue = (): void => {
        this.#timer = undefined;
        const now = performance.now();
        for (let first = this.first(() => true); first !== undefined; first = this.first(() => true)) {
            const leftMs = first.since + this.#waitMs - now;
            if (leftMs > 0) {
                this.#timer ??= this.#wakeIn(leftMs);
                return;
            }
            this.delete(first.entrant);
            this.#giveUp(first.entrant);
        }
    };

    /** Who waits has a stream, which keeps the process. */
    #wakeIn(ms: number): NodeJS.Timeout {
        return setTimeout(this.#giveUpOverdue, Math.ceil(ms)).unref();
    }

    #stop(): void {
        clearTimeout(this.#timer);
        this.#timer = undefined;
    }
}
