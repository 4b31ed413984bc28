import { describe, expect, it } from '@jest/globals';
import { chainOf } from './chain-rows';

function page(from: number, to: number): { readonly number: number }[] {
    return Array.from({ length: from - to + 1 }, (_, index) => ({ number: from - index }));
}

describe('a chain that came in pages', () => {
    it('has each block once, the newest first', () => {
        expect(chainOf(page(7, 4), page(5, 2), page(1, 0))).toEqual(page(7, 0));
        expect(chainOf(page(3, 2), page(9, 4))).toEqual(page(9, 2));
    });

    it('has of one number the block that was told last', () => {
        const old = page(7, 0).map((block) => ({ ...block, hash: 'old' }));
        const young = page(7, 4).map((block) => ({ ...block, hash: 'young' }));
        expect(chainOf(old, young)).toEqual([...young, ...old.slice(4)]);
    });

    it('ends where one is missing', () => {
        expect(chainOf(page(9, 7), page(5, 0))).toEqual(page(9, 7));
    });

    it('is empty without blocks', () => {
        expect(chainOf([], [])).toEqual([]);
    });
});
