import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { RangeDigest } from '../records/range-digest';
import type { KeyRead, NamespaceReadWriteSet, RangeRead, ReadWriteSet } from '../records/read-write-set';
import { findHeight } from './height-search';
import { StateAtHeight } from './state-at-height';
import { VersionedState } from './versioned-state';

const NAMESPACE = 'asset';
const KEYS = ['a', 'b', 'c', 'd', '\u{10000}', '\uffff'];

/** What a block does to a key: nothing, a write, or a delete. */
type Change = 'write' | 'delete' | undefined;

interface Ledger {
    readonly state: VersionedState;
    readonly height: bigint;
}

function ledgerOf(blocks: readonly (readonly Change[])[]): Ledger {
    const state = new VersionedState();
    for (const [index, changes] of blocks.entries()) {
        const number = BigInt(index);
        const version = { blockNumber: number, txNumber: 0n };
        const value = { value: Buffer.from(`v${index}`), metadata: Buffer.alloc(0), version };
        const updates = KEYS.flatMap((key, place) => {
            const change = changes[place];
            if (change === undefined) return [];
            return [change === 'write' ? { namespace: NAMESPACE, key, value } : { namespace: NAMESPACE, key }];
        });
        state.append({ number, state: updates, history: [] });
    }
    return { state, height: BigInt(blocks.length) };
}

/** What a simulation would have recorded on the state after a block. */
async function readAt({ state }: Ledger, block: bigint, query: Query): Promise<ReadWriteSet> {
    const at = new StateAtHeight(state, block);
    const reads: KeyRead[] = [];
    for (const key of query.keys) reads.push({ key, version: (await at.state(NAMESPACE, key))?.version });
    const ranges = query.range === undefined ? [] : [await rangeAt(at, query.range, query.maxDegree)];
    const set: NamespaceReadWriteSet = {
        namespace: NAMESPACE,
        reads,
        ranges,
        writes: [],
        metadataWrites: [],
        collections: [],
    };
    return [set];
}

async function rangeAt(
    at: StateAtHeight,
    [startKey, endKey]: readonly [string, string],
    degree: number,
): Promise<RangeRead> {
    const digest = new RangeDigest(degree);
    const rows = at.scan(NAMESPACE, startKey, endKey);
    for (let row = await rows.next(); row !== undefined; row = await rows.next())
        digest.add({ key: row.key, version: row.version });
    return { startKey, endKey, exhausted: true, rawReads: undefined, merkleHashes: undefined, ...digest.finish() };
}

interface Query {
    readonly keys: readonly string[];
    readonly range: readonly [string, string] | undefined;
    /** Above it a range is recorded as hashes. */
    readonly maxDegree: number;
}

const change = fc.constantFrom<Change>('write', 'delete', undefined, undefined);
const blocks = fc.array(fc.tuple(change, change, change, change, change, change), { minLength: 1, maxLength: 30 });
const key = fc.constantFrom(...KEYS);
const query: fc.Arbitrary<Query> = fc.record({
    keys: fc.uniqueArray(key, { maxLength: 3 }),
    range: fc.option(fc.tuple(fc.constantFrom('', ...KEYS), fc.constantFrom('', ...KEYS)), { nil: undefined }),
    maxDegree: fc.constantFrom(2, 50),
});

describe('the search for the state of a transaction', () => {
    it('finds the newest state on which everything was read as it was, whenever it was submitted', async () => {
        await fc.assert(
            fc.asyncProperty(blocks, query, fc.nat(), async (history, asked, seed) => {
                const ledger = ledgerOf(history);
                const seen = BigInt(seed % history.length);
                const recorded = await readAt(ledger, seen, asked);
                const newest = ledger.height - 1n;
                let expected = newest;
                while (!isSame(await readAt(ledger, expected, asked), recorded)) expected--;
                expect(findHeight(recorded, ledger.state, newest)).toEqual({ block: expected });
            }),
            { numRuns: 300 },
        );
    });

    it('names the key that no block has as it was read', () => {
        const ledger = ledgerOf([['write'], ['write']]);
        const reads = [{ key: 'b', version: { blockNumber: 1n, txNumber: 0n } }];
        const set = { namespace: NAMESPACE, reads, ranges: [], writes: [], metadataWrites: [], collections: [] };
        expect(findHeight([set], ledger.state, 1n)).toEqual({
            unreconstructable: 'no block has key b of asset as it was read',
        });
    });

    it('names a key that was read newer than the other one', () => {
        const ledger = ledgerOf([
            ['write', 'write'],
            ['write', 'write'],
        ]);
        const [old, young] = [0n, 1n].map((blockNumber) => ({ blockNumber, txNumber: 0n }));
        const reads = [
            { key: 'a', version: old },
            { key: 'b', version: young },
        ];
        const set = { namespace: NAMESPACE, reads, ranges: [], writes: [], metadataWrites: [], collections: [] };
        expect(findHeight([set], ledger.state, 1n)).toMatchObject({ unreconstructable: expect.any(String) });
    });

    it('gives up where hashes of a range fit to none of many states', async () => {
        const ledger = ledgerOf(Array.from({ length: 100 }, () => ['write', 'write', 'write', 'write']));
        const other = ledgerOf([['write', 'write', 'write', undefined, 'write']]);
        const recorded = await readAt(other, 0n, { keys: [], range: ['', ''], maxDegree: 2 });
        expect(findHeight(recorded, ledger.state, 99n)).toEqual({
            unreconstructable: expect.stringMatching(/^no state of 64 blocks gives what the range from .* gave$/),
        });
    });
});

function isSame(left: ReadWriteSet, right: ReadWriteSet): boolean {
    const text = (set: ReadWriteSet): string =>
        JSON.stringify(set, (_name, value: unknown) => (typeof value === 'bigint' ? String(value) : value));
    return text(left) === text(right);
}
