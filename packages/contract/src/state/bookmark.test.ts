import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { ContractError } from '../failures/contract-error';
import { decodeBookmark, encodeBookmark } from './bookmark';

const RANGE = { startKey: '\u0000lot\u0000f1\u0000', endKey: '\u0000lot\u0000f1\u0000\u{10ffff}' };
const KEY = '\u0000lot\u0000f1\u0000p17\u0000';

function keyOrCode(bookmark: string): string {
    try {
        return decodeBookmark(bookmark, RANGE);
    } catch (error) {
        return (error as ContractError).code; // nothing else is thrown
    }
}

describe('a bookmark', () => {
    it('is read back', () => {
        expect(decodeBookmark(encodeBookmark(KEY), RANGE)).toBe(KEY);
    });

    it.each([
        ['is cut', encodeBookmark(KEY).slice(0, 5)],
        ['is no base64url', 'a b'],
        ['has bits to spare', `${encodeBookmark(`${KEY}a`).slice(0, -1)}9`],
        ['is base64', Buffer.from('\u0000lot\u0000f1\u0000\u{10fffe}').toString('base64')],
        ['is no UTF-8', Buffer.from([0, 0xff]).toString('base64url')],
        ['is in front of the range', encodeBookmark('\u0000lot\u0000f0\u0000p17\u0000')],
        ['is behind the range', encodeBookmark('\u0000lot\u0000f2\u0000p17\u0000')],
        ['is of simple keys', encodeBookmark('a1')],
    ])('state promise 10: is refused where it %s', (_what, bookmark) => {
        expect(() => decodeBookmark(bookmark, RANGE)).toThrow(
            expect.objectContaining({ code: 'BAD_BOOKMARK', status: 400 }),
        );
    });

    it('state promise 10: never leads out of the range, whatever a client made of it', () => {
        const mutated = fc.tuple(fc.nat({ max: 20 }), fc.base64String({ maxLength: 4 })).map(([at, text]) => {
            const bookmark = encodeBookmark(KEY);
            return bookmark.slice(0, at) + text + bookmark.slice(at + text.length);
        });
        fc.assert(
            fc.property(mutated, (bookmark) => {
                const key = keyOrCode(bookmark);
                return key === 'BAD_BOOKMARK' || key.startsWith(RANGE.startKey);
            }),
            { numRuns: 10_000 },
        );
    });
});
