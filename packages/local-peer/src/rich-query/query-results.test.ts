import { describe, expect, it } from '@jest/globals';
import type { Scan, StateEntry } from '../ledger/ledger-store';
import { PatternTime } from '../patterns/pattern-time';
import { type Index, parseIndexes } from './index-definition';
import { parseQuery } from './parse-query';
import { QueryResults } from './query-results';

const SLOW = { $regex: '^(?:(\\w+)+)$' };
const ROWS = 10_000;

/** So many that their time is used up by far, if it is one time for all. */
function rows(): Scan<StateEntry> {
    const value = Buffer.from(JSON.stringify({ name: `${'a'.repeat(20)}!`, a: 1 }));
    let given = 0;
    const next = (): StateEntry | undefined => {
        const key = String(given++).padStart(6, '0');
        return given > ROWS
            ? undefined
            : { key, value, version: { blockNumber: 1n, txNumber: 0n }, metadata: Buffer.alloc(0) };
    };
    return { next: () => Promise.resolve(next()), close: () => Promise.resolve() };
}

async function find(query: object, indexes: readonly Index[]): Promise<void> {
    await QueryResults.find(rows(), parseQuery(JSON.stringify(query)), { indexes, time: new PatternTime(40) });
}

describe('the results of a query', () => {
    it('are refused where its expression is slow on one row after the other', async () => {
        await expect(find({ selector: { name: SLOW } }, [])).rejects.toThrow('40 ms on all values of one query');
    });

    it("are refused where an index's expression is", async () => {
        const index = { fields: ['a'], partial_filter_selector: { name: SLOW } };
        const content = JSON.stringify({ index, ddoc: 'slow', name: 'slow' });
        const files = [{ name: 'META-INF/statedb/couchdb/indexes/slow.json', content }];
        const indexes = parseIndexes(files, (file, reason) => {
            throw new Error(`${file}: ${reason}`);
        });
        const query = { selector: { a: 1 }, use_index: 'slow' };
        await expect(find(query, indexes.get('') ?? [])).rejects.toThrow('40 ms on all values of one query');
    });
});
