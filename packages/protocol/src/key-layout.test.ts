import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { endsAtSeparator, splitKey } from './key-layout';

const text = fc.string({ unit: fc.constantFrom('a', 'b', ':', '-'), maxLength: 5 });
const separator = fc.string({ unit: fc.constantFrom('a', 'b', ':', '-'), minLength: 1, maxLength: 3 });
const layouts = fc.record({ prefix: text, separator, suffix: text });
const partLists = fc.array(text, { minLength: 2, maxLength: 4 });

describe('a key in a layout of its own', () => {
    it('is read back as the parts that it was made of, or one of them does not end at its separator', () => {
        fc.assert(
            fc.property(layouts, partLists, (layout, parts) => {
                const key = layout.prefix + parts.join(layout.separator) + layout.suffix;
                const isLast = (index: number): boolean => index === parts.length - 1;
                const mayBe = parts.every((part, index) => endsAtSeparator(part, layout.separator, isLast(index)));
                const isReadBack = JSON.stringify(splitKey(key, layout, parts.length)) === JSON.stringify(parts);
                expect(isReadBack).toBe(mayBe);
            }),
            { numRuns: 3_000 },
        );
    });

    it('is not one of another prefix, suffix or number of parts, nor one with U+0000 in a part', () => {
        const layout = { prefix: 'p:', separator: '-', suffix: '.' };
        expect(splitKey('p:x-y.', layout, 2)).toEqual(['x', 'y']);
        expect(splitKey('p:x-y.', layout, 1)).toEqual(['x-y']);
        for (const key of ['q:x-y.', 'p:x-y', 'p:x.', 'p:x-y-z.', 'p:x-\u0000.', 'p:'])
            expect(splitKey(key, layout, 2)).toBeUndefined();
        expect(splitKey('aba', { prefix: 'ab', separator: '-', suffix: 'ba' }, 1)).toBeUndefined();
    });
});
