import { describe, expect, it } from '@jest/globals';
import type { Page } from '../api/value';
import { joinedPages } from './joined-pages';

/** From a number down to another one; there is more unless it ends with 1. */
function page(from: number, to: number): Page<number> {
    const items = Array.from({ length: from - to + 1 }, (_, index) => from - index);
    return { items, next: to === 1 ? null : String(to) };
}

describe('pages of a list that grows', () => {
    it('keep what was asked for when something new comes', () => {
        expect(joinedPages(page(9, 7), page(9, 3), String)).toEqual(page(9, 3));
        expect(joinedPages(page(11, 9), page(9, 3), String)).toEqual(page(11, 3));
        expect(joinedPages(page(11, 9), page(9, 1), String)).toEqual(page(11, 1));
    });

    it('have no hole where more has come than a page holds', () => {
        expect(joinedPages(page(13, 11), page(9, 3), String)).toEqual(page(13, 11));
    });

    it('are the newest one alone while nobody asked for more, or where that is all', () => {
        expect(joinedPages(page(9, 7), undefined, String)).toEqual(page(9, 7));
        expect(joinedPages(page(3, 1), page(9, 3), String)).toEqual(page(3, 1));
        expect(joinedPages({ items: [], next: null }, page(9, 3), String)).toEqual({ items: [], next: null });
    });
});
