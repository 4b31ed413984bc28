import { describe, expect, it } from '@jest/globals';
import { TrapHits } from './trap-hits';

const ORIGIN = { site: 'src/lottery.ts:8:74', calledFrom: undefined, stack: '' };

function note(source: string, name: string): unknown {
    return new TrapHits([]).noteRead({ source, kind: 'locale', origin: { ...ORIGIN, package: name } }, 'draw');
}

describe('hits of the traps', () => {
    it('are none of what dayjs asks to know whether a date is valid', () => {
        expect(note('toString() of a Date', 'dayjs')).toBeUndefined();
        expect(note('getHours() of a Date', 'dayjs')).toMatchObject({ package: 'dayjs' });
        expect(note('toString() of a Date', 'other')).toMatchObject({ package: 'other' });
    });

    it('tell of all variables once, where each of them was read by that', () => {
        const hits = new TrapHits([]);
        for (const source of ['process.env.TZ', 'process.env', 'process.env.HOME', 'process.env.TZ'])
            hits.noteRead({ source, kind: 'environment', origin: { ...ORIGIN, package: undefined } }, 'draw');
        expect(hits.all.map(({ source, count }) => `${source} ${count}`)).toEqual([
            'process.env.TZ 1',
            'process.env 3',
        ]);
    });
});
