import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { diffLines } from './line-diff';

const lines = fc.array(fc.constantFrom('', 'a', 'b', 'c', 'd'), { maxLength: 30 });

function side(changes: ReturnType<typeof diffLines<string>>, sign: '-' | '+'): string[] {
    return changes.filter((one) => one.sign === ' ' || one.sign === sign).map(({ line }) => line);
}

/** The length of the longest common subsequence, by its definition. */
function commonLength(before: readonly string[], after: readonly string[]): number {
    let row = after.map(() => 0);
    for (const old of before) {
        const next: number[] = [];
        for (const [j, young] of after.entries())
            next.push(old === young ? (row[j - 1] ?? 0) + 1 : Math.max(row[j] ?? 0, next[j - 1] ?? 0));
        row = next;
    }
    return row.at(-1) ?? 0;
}

describe('diffLines', () => {
    it('has both sides in it', () => {
        fc.assert(
            fc.property(lines, lines, (before, after) => {
                const changes = diffLines(before, after, String);
                expect(side(changes, '-')).toEqual(before);
                expect(side(changes, '+')).toEqual(after);
            }),
        );
    });

    it('keeps as many lines as can be kept', () => {
        fc.assert(
            fc.property(lines, lines, (before, after) => {
                const kept = diffLines(before, after, String).filter(({ sign }) => sign === ' ');
                expect(kept).toHaveLength(commonLength(before, after));
            }),
        );
    });

    it('finds no change between equal lists', () => {
        fc.assert(
            fc.property(lines, (same) => {
                expect(diffLines(same, [...same], String).every(({ sign }) => sign === ' ')).toBe(true);
            }),
        );
    });

    it('has both sides of long lists as well, without comparing each line with each', () => {
        let asked = 0;
        const keyOf = (line: string): string => {
            asked++;
            return line;
        };
        const before = Array.from({ length: 50_000 }, (_, index) => `line ${index}`);
        const after = before.map((line, index) => (index % 7 === 3 ? `${line}!` : line));
        const changes = diffLines(before, after, keyOf);
        expect(side(changes, '-')).toEqual(before);
        expect(side(changes, '+')).toEqual(after);
        expect(asked).toBeLessThan(10 * before.length);
    });

    it('keeps what is the same before and behind the change of long lists', () => {
        const before = Array.from({ length: 5000 }, (_, index) => String(index));
        const changes = diffLines(before, before.with(2500, 'other'), String);
        expect(changes.filter(({ sign }) => sign !== ' ')).toEqual([
            { sign: '-', line: '2500' },
            { sign: '+', line: 'other' },
        ]);
    });
});
