import { performance } from 'node:perf_hooks';
import type { ChaincodeMessage } from '@heddle/protocol';
import type { Load } from './load';

/** Timers of Node are up to a millisecond late; what is nearer than this is waited for by turns of the event loop. */
const TIMER_MS = 2;

/**
 * Begins transactions one by one at even intervals, as they come to a peer that few clients use. One that is late by more
 * than an interval is not made up for: two at once are what a paced load must not send.
 */
export class PacedLoop {
    readonly #load: Load;
    readonly #send: (message: Buffer) => void;
    readonly #intervalMs: number;
    #due = performance.now();

    constructor(load: Load, send: (message: Buffer) => void, perSecond: number) {
        this.#load = load;
        this.#send = send;
        this.#intervalMs = 1000 / perSecond;
        this.#turn();
    }

    /** Takes what ended a transaction. */
    complete(message: ChaincodeMessage): void {
        const now = performance.now();
        if (this.#load.complete(message, now)) this.#load.finishIfDone(now);
    }

    readonly #turn = (): void => {
        const now = performance.now();
        if (this.#load.isOver(now)) {
            this.#load.finishIfDone(now);
            return;
        }
        if (now >= this.#due) {
            this.#send(this.#load.begin(now));
            const isLate = now - this.#due > this.#intervalMs;
            this.#due = (isLate ? now : this.#due) + this.#intervalMs;
        }
        const wait = this.#due - performance.now();
        if (wait > TIMER_MS) setTimeout(this.#turn, wait - TIMER_MS);
        else setImmediate(this.#turn);
    };
}
