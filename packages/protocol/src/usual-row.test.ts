import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { encodedRow, type KeyValue, keyValue, queryPage } from './query-page';
import { type RowPage, rowPages } from './row-page';
import { usualKeyValue } from './usual-row';

const byCodec = rowPages(keyValue);
const quickly = rowPages(keyValue, usualKeyValue());

const name = fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom('', 'asset', 'cc', 'a-chaincode-with-a-long-name') },
    { weight: 1, arbitrary: fc.string({ unit: 'grapheme', maxLength: 30 }) },
);
const key = fc.oneof(
    fc.string({ maxLength: 40 }),
    fc.string({ unit: 'grapheme', maxLength: 40 }),
    fc.constantFrom(127, 128, 16_384).map((length) => 'k'.repeat(length)),
);
const value = fc.oneof(
    fc.uint8Array({ maxLength: 40 }),
    fc.constantFrom(127, 128, 16_383, 16_384).map((length) => new Uint8Array(length)),
);
const row = fc.record({ namespace: name, key, value });

/** Pieces of a row: fields that are known, once or several times, in any order, and some that are not. */
const field = fc.oneof(
    fc.record({ tag: fc.constantFrom(0x0a, 0x12, 0x1a), content: fc.uint8Array({ maxLength: 20 }) }),
    fc.record({ tag: fc.constantFrom(0x22, 0x7a, 0x0a), content: fc.uint8Array({ maxLength: 5 }) }),
);
const oddRow = fc
    .array(field, { maxLength: 5 })
    .map((fields) => Buffer.concat(fields.map(({ tag, content }) => Buffer.from([tag, content.length, ...content]))));
const encoded = fc.oneof(
    { weight: 3, arbitrary: row.map((each) => keyValue.encode(each)) },
    { weight: 1, arbitrary: oddRow },
    { weight: 1, arbitrary: fc.uint8Array({ maxLength: 30 }).map((bytes) => Buffer.from(bytes)) },
);
const page = fc
    .record({
        results: fc.array(
            encoded.map((resultBytes) => ({ resultBytes })),
            { maxLength: 6 },
        ),
        hasMore: fc.boolean(),
        id: fc.string({ maxLength: 8 }),
    })
    .map((each) => queryPage.encode(each));

/** What a page gives, row by row, errors included; a page that cannot be read at all gives one. */
function taken(pages: typeof byCodec, bytes: Buffer): unknown[] {
    let decoded: RowPage<KeyValue>;
    try {
        decoded = pages.decode(bytes);
    } catch (error) {
        return [String(error)];
    }
    const found: unknown[] = [];
    for (let next = takenFrom(decoded); next !== undefined && found.length < 50; next = takenFrom(decoded))
        found.push(next);
    return found;
}

/** The next row, or the error that it is. */
function takenFrom(page: RowPage<KeyValue>): unknown {
    try {
        const row = page.take();
        return row && { ...row, value: row.value.toString('latin1') };
    } catch (error) {
        return String(error);
    }
}

describe('rows of the usual form', () => {
    it('are those that the codec reads, and what is of any other form is left to it', () => {
        fc.assert(
            fc.property(page, (bytes) => {
                expect(taken(quickly, bytes)).toEqual(taken(byCodec, bytes));
            }),
            { numRuns: 300 },
        );
    });

    it('are told from those that were cut off, or changed in a byte', () => {
        const pages = fc.record({
            bytes: page,
            at: fc.nat(),
            byte: fc.integer({ min: 0, max: 255 }),
            cut: fc.boolean(),
        });
        fc.assert(
            fc.property(pages, ({ bytes, at, byte, cut }) => {
                const changed = Buffer.from(bytes);
                if (changed.length > 0) changed[at % changed.length] = byte;
                const given = cut ? bytes.subarray(0, at % (bytes.length + 1)) : changed;
                expect(taken(quickly, given)).toEqual(taken(byCodec, given));
            }),
            { numRuns: 500 },
        );
    });

    it('are read by the quick way at all', () => {
        const bytes = keyValue.encode({ namespace: 'asset', key: 'k1', value: Buffer.from('v') });
        expect(usualKeyValue()(bytes, 0, bytes.length)).toEqual(keyValue.decode(bytes));
        const reversed = Buffer.concat([
            keyValue.encode({ value: Buffer.from('v') }),
            keyValue.encode({ namespace: 'asset', key: 'k1' }),
        ]);
        expect(usualKeyValue()(reversed, 0, reversed.length)).toBeUndefined();
    });

    it('have views on the page as their values', () => {
        const bytes = queryPage.encode({
            results: [{ resultBytes: keyValue.encode({ namespace: 'a', key: 'k', value: Buffer.from('value') }) }],
        });
        const found = quickly.decode(bytes).take();
        bytes.fill('x');
        expect(found?.value.toString()).toBe('xxxxx');
        expect(encodedRow.encode({ resultBytes: Buffer.alloc(0) })).toHaveLength(0);
    });
});
