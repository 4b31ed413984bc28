import { turnOfLoop } from '../turn-of-loop';

/** A few milliseconds of work; then answers go out, with which a client can go on. */
const IN_A_TURN = 8;

/**
 * Begins a few calls in each turn of the event loop, in the order in which they came.
 *
 * What many clients ask at once comes in one read, and what is written leaves between two turns. Begun together, all of it
 * would be answered together at the end: the clients would wait while the peer works, and then the peer for them.
 */
export class StartsByTurn {
    readonly #waiting: (() => void)[] = [];
    #begun = 0;
    #isTurning = false;

    /** Calls `begin`, which must not throw: at once, or in one of the next turns where others have come before. */
    add(begin: () => void): void {
        this.#waiting.push(begin);
        this.#start();
        if (!this.#isTurning) void this.#turn();
    }

    #start(): void {
        const started = this.#waiting.splice(0, IN_A_TURN - this.#begun);
        this.#begun += started.length;
        for (const begin of started) begin();
    }

    async #turn(): Promise<void> {
        this.#isTurning = true;
        while (this.#begun > 0) {
            await turnOfLoop();
            this.#begun = 0;
            this.#start();
        }
        this.#isTurning = false;
    }
}
