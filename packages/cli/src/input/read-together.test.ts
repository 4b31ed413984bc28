import { describe, expect, it } from '@jest/globals';
import { readTogether } from './read-together';

/** A pair of files that is exchanged as a whole, `rounds` times, each time between the reads of the two. */
class ExchangedPair {
    reads = 0;
    #version = 0;
    readonly #rounds: number;

    constructor(rounds: number) {
        this.#rounds = rounds;
    }

    readonly read = (): { readonly cert: Buffer; readonly key: Buffer } => {
        const cert = Buffer.from(`pair ${this.#version}`);
        if (this.reads++ < this.#rounds) this.#version += 1;
        return { cert, key: Buffer.from(`pair ${this.#version}`) };
    };
}

describe('files that belong together', () => {
    it('are read twice where they stay as they are', () => {
        const pair = new ExchangedPair(0);
        expect(readTogether(pair.read)).toEqual({ cert: Buffer.from('pair 0'), key: Buffer.from('pair 0') });
        expect(pair.reads).toBe(2);
    });

    it.each([1, 2, 3])('are a pair where they are exchanged %i times between the reads of the two', (rounds) => {
        const { cert, key } = readTogether(new ExchangedPair(rounds).read);
        expect([String(cert), String(key)]).toEqual([`pair ${rounds}`, `pair ${rounds}`]);
    });

    it('are not read for ever where they change all the time', () => {
        const pair = new ExchangedPair(Infinity);
        readTogether(pair.read);
        expect(pair.reads).toBe(5);
    });

    it('are not read again where one cannot be read', () => {
        let reads = 0;
        const read = (): never => {
            reads += 1;
            throw new Error('cannot be read');
        };
        expect(() => readTogether(read)).toThrow('cannot be read');
        expect(reads).toBe(1);
    });
});
