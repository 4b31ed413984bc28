import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { queryReads } from './key-value-set-codec';
import { RangeDigest } from './range-digest';
import type { KeyRead } from './read-write-set';

function read(index: number): KeyRead {
    return { key: `key${index}`, version: { blockNumber: 1n, txNumber: BigInt(index) } };
}

function reads(from: number, to: number): KeyRead[] {
    return Array.from({ length: to - from }, (_, index) => read(from + index));
}

function hash(...parts: readonly Uint8Array[]): Buffer {
    return createHash('sha256').update(Buffer.concat(parts)).digest();
}

/** The hash of rows, as a leaf of the tree is one. */
function leaf(from: number, to: number): Buffer {
    return hash(queryReads.encode({ reads: reads(from, to) }));
}

function digestOf(count: number): ReturnType<RangeDigest['finish']> {
    const digest = new RangeDigest(3);
    for (const one of reads(0, count)) digest.add(one);
    return digest.finish();
}

/** The trees of fabric, rwsetutil/query_results_helper_test.go, worked out by hand. */
describe('the digest of a range', () => {
    it('of no rows is nothing', () => {
        expect(digestOf(0)).toEqual({});
    });

    it('of up to as many rows as its degree is the rows', () => {
        expect(digestOf(3)).toEqual({ rawReads: { reads: reads(0, 3) } });
    });

    it('of more is the hashes of degree + 1 rows each, the rest behind them', () => {
        expect(digestOf(9)).toEqual({
            merkleHashes: { maxDegree: 3, maxLevel: 1, maxLevelHashes: [leaf(0, 4), leaf(4, 8), leaf(8, 9)] },
        });
    });

    it('of more hashes than its degree goes up a level, and lifts what is left', () => {
        const full = hash(leaf(0, 4), leaf(4, 8), leaf(8, 12), leaf(12, 16));
        const rest = hash(leaf(16, 20), leaf(20, 24), leaf(24, 25));
        expect(digestOf(25)).toEqual({
            merkleHashes: { maxDegree: 3, maxLevel: 2, maxLevelHashes: [full, rest] },
        });
    });

    it('lifts a single hash unchanged', () => {
        const full = hash(leaf(0, 4), leaf(4, 8), leaf(8, 12), leaf(12, 16));
        expect(digestOf(17).merkleHashes?.maxLevelHashes).toEqual([full, leaf(16, 17)]);
    });

    it('is another one when any row differs, however many rows there are', () => {
        const digest = new RangeDigest(3);
        for (const one of reads(0, 99)) digest.add(one);
        digest.add({ ...read(99), version: undefined });
        expect(digest.finish()).not.toEqual(digestOf(100));
    });
});
