import { describe, expect, it } from '@jest/globals';
import { FreshRows } from './fresh-rows';

function rows(newest: number, oldest = 1): { readonly seq: number }[] {
    return Array.from({ length: newest - oldest + 1 }, (_, index) => ({ seq: newest - index }));
}

describe('rows that nobody was told of', () => {
    it('are those that came after the first list', () => {
        const fresh = new FreshRows();
        expect(fresh.see([])).toBe(false);
        expect(fresh.see(rows(500))).toBe(false);
        expect(fresh.see(rows(502))).toBe(true);
        expect(fresh.take(rows(503))).toEqual(rows(503, 501));
        expect(fresh.see(rows(503))).toBe(false);
    });

    it('are those of a process that was started anew, too', () => {
        const fresh = new FreshRows();
        fresh.see(rows(500));
        expect(fresh.see(rows(3))).toBe(false);
        expect(fresh.see(rows(4))).toBe(true);
        expect(fresh.take(rows(5))).toEqual(rows(5, 4));
    });

    it('are all of those of a process that has none at first', () => {
        const fresh = new FreshRows();
        fresh.see(rows(500));
        fresh.see([]);
        expect(fresh.see(rows(1))).toBe(true);
        expect(fresh.take(rows(2))).toEqual(rows(2));
    });
});
