import { performance } from 'node:perf_hooks';
import type { ChaincodeMessage } from '@heddle/protocol';
import type { Load } from './load';

/** Keeps a number of transactions in flight: each answer begins the next one. */
export class ClosedLoop {
    readonly #load: Load;
    readonly #send: (message: Buffer) => void;

    constructor(load: Load, send: (message: Buffer) => void, concurrency: number) {
        this.#load = load;
        this.#send = send;
        const now = performance.now();
        for (let index = 0; index < concurrency && !load.isOver(now); index++) send(load.begin(now));
    }

    /** Takes what ended a transaction, and begins another one. */
    complete(message: ChaincodeMessage): void {
        const now = performance.now();
        if (!this.#load.complete(message, now)) return;
        if (this.#load.isOver(now)) this.#load.finishIfDone(now);
        else this.#send(this.#load.begin(now));
    }
}
