import type { RangeRead, ReadWriteSet } from '@heddle/local-peer';
import { describe, expect, it } from '@jest/globals';
import { ConflictTracker } from './conflict-tracker';

const NOTHING = { namespace: 'cars', reads: [], ranges: [], writes: [], metadataWrites: [], collections: [] };

function writing(key: string): ReadWriteSet {
    return [{ ...NOTHING, writes: [{ key, isDelete: false, value: Buffer.from('1') }] }];
}

function reading(range: Pick<RangeRead, 'startKey' | 'endKey' | 'exhausted'>): ReadWriteSet {
    return [{ ...NOTHING, ranges: [{ ...range, rawReads: { reads: [] }, merkleHashes: undefined }] }];
}

/** The keys at which a query of a range is lost after others have written these, one after the other. */
function phantoms(range: Pick<RangeRead, 'startKey' | 'endKey' | 'exhausted'>, written: readonly string[]): string[] {
    const tracker = new ConflictTracker();
    const query = { name: 'query', readWriteSet: reading(range), endorsedAt: tracker.now };
    for (const key of written) tracker.written({ name: 'write', readWriteSet: writing(key) });
    tracker.committed(query, 'PHANTOM_READ_CONFLICT');
    return tracker.hotKeys.map(({ key }) => key);
}

describe('the key at which a query was lost', () => {
    it('is not the end of a range that was read to its end: it does not belong to it', () => {
        expect(phantoms({ startKey: 'a', endKey: 'c', exhausted: true }, ['b', 'c'])).toEqual(['b']);
    });

    it('may be the last row of a query that was left', () => {
        expect(phantoms({ startKey: 'a', endKey: 'c', exhausted: false }, ['b', 'c'])).toEqual(['c']);
    });

    it('is in the range by the order of bytes, as peers compare keys', () => {
        const [last, behind] = ['\uff5e', '\u{1f697}'];
        expect(phantoms({ startKey: 'a', endKey: last, exhausted: true }, ['b', behind])).toEqual(['b']);
    });

    it('is any behind the start of a range without an end', () => {
        expect(phantoms({ startKey: 'b', endKey: '', exhausted: true }, ['z', 'a'])).toEqual(['z']);
    });
});
