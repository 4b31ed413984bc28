import type { ChaincodeError } from '../errors';
import type { BatchLimits, LaneRequest } from './lane-request';
import type { TransactionLane } from './transaction-lane';

/**
 * Has a lane hand on the answers to what was asked in one tick all together, the last one first. None of these requests
 * can wait for the answer to another, since all of them were made before any was answered. For tests alone: what a lane
 * does otherwise stays as it is, and costs nothing more.
 */
export function reverseAnswersOf(lane: TransactionLane): void {
    const ask = lane.ask.bind(lane);
    let tick: Tick | undefined;
    lane.ask = (request) => {
        if (tick === undefined) {
            const begun = new Tick();
            tick = begun;
            process.nextTick(() => {
                tick = undefined;
                begun.end();
            });
        }
        tick.hold(request);
        ask(request);
    };
}

/** The requests of one tick, and the answers that they have so far. */
class Tick {
    readonly #answers: (() => void)[] = [];
    #waiting = 0;
    #isOver = false;

    /** Has a request's answer kept until all are there. */
    hold(request: LaneRequest): void {
        const place = this.#answers.length;
        this.#answers.push(() => undefined);
        this.#waiting += 1;
        const [resolve, reject] = [request.resolve.bind(request), request.reject.bind(request)];
        let isAnswered = false;
        const keep = (answer: () => void): void => {
            if (isAnswered) return;
            isAnswered = true;
            this.#answers[place] = answer;
            this.#waiting -= 1;
            this.#release();
        };
        request.resolve = (payload: Buffer, limits: BatchLimits) => {
            keep(() => {
                resolve(payload, limits);
            });
        };
        request.reject = (error: ChaincodeError) => {
            keep(() => {
                reject(error);
            });
        };
    }

    /** Nothing more is asked in it. */
    end(): void {
        this.#isOver = true;
        this.#release();
    }

    #release(): void {
        if (!this.#isOver || this.#waiting > 0) return;
        for (const answer of this.#answers.splice(0).reverse()) answer();
    }
}
