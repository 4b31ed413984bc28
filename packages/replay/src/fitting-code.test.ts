import { describe, expect, it } from '@jest/globals';
import { fittingCode, isFunctionOf } from './fitting-code';

describe('what a replay runs', () => {
    it('is the code that fits best, wherever it stands in the list', () => {
        const all = { name: undefined, version: undefined };
        const [named, versioned] = [
            { name: 'cars', version: undefined },
            { name: undefined, version: '1.0' },
        ];
        const both = { name: 'cars', version: '1.0' };
        for (const code of [
            [all, named, versioned, both],
            [both, versioned, named, all],
        ]) {
            expect(fittingCode(code, () => true)).toBe(both);
            expect(fittingCode(code, (one) => one !== both)).toBe(versioned);
            expect(fittingCode(code, (one) => one.version === undefined)).toBe(named);
        }
        expect(fittingCode([all], () => false)).toBeUndefined();
    });

    it('is each function that was asked for, with or without its contract', () => {
        const names = ['cars:paint', 'paint', 'vans:paint', 'sell'];
        expect(names.filter((name) => isFunctionOf(['paint'], name))).toEqual(['cars:paint', 'paint', 'vans:paint']);
        expect(names.filter((name) => isFunctionOf(['cars:paint'], name))).toEqual(['cars:paint']);
    });
});
