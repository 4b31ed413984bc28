import { createHash } from 'node:crypto';
import * as fc from 'fast-check';

const WORD_BYTES = 4;

/** Makes every choice of the fuzzer by a seed: the same words on each machine, under each version of Node.js. */
export class Dice {
    readonly #seed: string;
    #blocks = 0;
    #bytes: Buffer = Buffer.alloc(0);
    #at = 0;

    constructor(seed: string) {
        this.#seed = seed;
    }

    /** A whole number from 0 on, below the limit. */
    below(limit: number): number {
        return this.#next() % limit;
    }

    /** A whole number, both ends included. */
    between(least: number, most: number): number {
        return least + this.below(most - least + 1);
    }

    /** Whether something happens that happens so often. */
    chance(share: number): boolean {
        return this.#next() / 2 ** 32 < share;
    }

    /** @throws RangeError for an empty list */
    pick<T>(list: readonly T[]): T {
        const index = this.below(Math.max(list.length, 1));
        if (index >= list.length) throw new RangeError('nothing to choose from');
        return list[index] as T; // inside of the list
    }

    /** One of them, each as often as its weight says. */
    weighted<T>(choices: readonly (readonly [weight: number, value: T])[]): T {
        const total = choices.reduce((sum, [weight]) => sum + weight, 0);
        let rest = (this.#next() / 2 ** 32) * total;
        for (const [weight, value] of choices) {
            rest -= weight;
            if (rest < 0) return value;
        }
        return this.pick(choices)[1];
    }

    shuffled<T>(list: readonly T[]): T[] {
        const rest = [...list];
        return list.map(() => rest.splice(this.below(rest.length), 1)[0] as T); // as many as there are
    }

    /** A value of a generator of fast-check. */
    sample<T>(arbitrary: fc.Arbitrary<T>): T {
        const [value] = fc.sample(arbitrary, { seed: this.#next() | 0, numRuns: 1 });
        return value as T; // one was asked for
    }

    #next(): number {
        if (this.#at + WORD_BYTES > this.#bytes.length) {
            this.#bytes = createHash('sha256').update(`${this.#seed}:${this.#blocks}`).digest();
            this.#blocks += 1;
            this.#at = 0;
        }
        const word = this.#bytes.readUInt32LE(this.#at);
        this.#at += WORD_BYTES;
        return word;
    }
}
