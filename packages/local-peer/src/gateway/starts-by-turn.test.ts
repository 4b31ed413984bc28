import { describe, expect, it } from '@jest/globals';
import { turnOfLoop } from '../turn-of-loop';
import { StartsByTurn } from './starts-by-turn';

describe('calls are begun', () => {
    it('at once where few come, and in the order in which they came', async () => {
        const starts = new StartsByTurn();
        const begun: number[] = [];
        for (let index = 0; index < 8; index += 1) starts.add(() => begun.push(index));
        expect(begun).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
        await turnOfLoop();
        starts.add(() => begun.push(8));
        expect(begun.at(-1)).toBe(8);
    });

    it('a few in each turn where many come, those that come meanwhile after them', async () => {
        const starts = new StartsByTurn();
        const begun: number[] = [];
        for (let index = 0; index < 20; index += 1) starts.add(() => begun.push(index));
        expect(begun).toHaveLength(8);
        await turnOfLoop();
        expect(begun).toHaveLength(16);
        starts.add(() => begun.push(20));
        expect(begun).toHaveLength(16);
        await turnOfLoop();
        expect(begun).toEqual(Array.from({ length: 21 }, (_, index) => index));
    });

    it('by calls that are begun', async () => {
        const starts = new StartsByTurn();
        const begun: number[] = [];
        const addAgain = (index: number): void => {
            begun.push(index);
            if (index === 30) return;
            starts.add(() => {
                addAgain(index + 1);
            });
        };
        addAgain(0);
        for (let turns = 0; turns < 8; turns += 1) await turnOfLoop();
        expect(begun).toEqual(Array.from({ length: 31 }, (_, index) => index));
    });
});
