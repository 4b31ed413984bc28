import { expect } from '@jest/globals';
import { type Scenario, withoutTxIds } from './scenario';
import { evaluateSteps, type Json, script, submitSteps, valueOf } from './script';
import type { Target } from './target';

interface PageValue {
    readonly rows: readonly (readonly [string, string])[];
    readonly fetched: number;
    readonly bookmark: string;
}

/** Ranges, composite keys, pages. */
export const rangeScenarios: readonly Scenario[] = [
    {
        title: 'iterates over 250 rows in the order of their bytes, and stops early',
        run: async (target) => {
            await submitSteps(target, [['putMany', 'range-a', 250]]);
            const rows = (await valueOf(target, ['getStateByRange', 'range-a', 'range-b'])) as Json[][];
            expect(rows).toHaveLength(250);
            expect(rows[249]).toEqual(['range-a0249', 'value of range-a0249']);
            const names = rows.map(([key]) => key);
            expect(names).toEqual([...names].sort());
            expect(await valueOf(target, ['firstOfRange', 'range-a0010', '', 2])).toEqual([
                ['range-a0010', 'value of range-a0010'],
                ['range-a0011', 'value of range-a0011'],
            ]);
        },
    },
    {
        title: 'orders keys by their bytes, not by UTF-16',
        run: async (target) => {
            const keys = ['range-u\u{10000}', 'range-u\uffee', 'range-uZ', 'range-ua', 'range-ué'];
            await submitSteps(
                target,
                keys.map((key) => ['putState', key, 'x'] as const),
            );
            const rows = (await valueOf(target, ['getStateByRange', 'range-u', 'range-v'])) as Json[][];
            expect(rows.map(([key]) => key)).toEqual([
                'range-uZ',
                'range-ua',
                'range-ué',
                'range-u\uffee',
                'range-u\u{10000}',
            ]);
        },
    },
    {
        title: 'leaves out the end, and what the transaction wrote',
        run: async (target) => {
            await submitSteps(target, [['putMany', 'range-e', 3]]);
            const [, range] = await submitSteps(target, [
                ['putState', 'range-e00005', 'new'],
                ['getStateByRange', 'range-e0000', 'range-e0002'],
            ]);
            expect(range).toEqual({
                value: [
                    ['range-e0000', 'value of range-e0000'],
                    ['range-e0001', 'value of range-e0001'],
                ],
            });
            expect(await valueOf(target, ['getStateByRange', 'range-e1', 'range-e0'])).toEqual([]);
        },
    },
    {
        title: 'gives pages of 100, 100 and 50 rows of 250',
        run: async (target) => {
            await submitSteps(target, [['putMany', 'range-p', 250]]);
            const pages = await allPages(target, 100, (bookmark) => ['rangePage', 'range-p', 'range-q', 100, bookmark]);
            expect(pages.map(({ fetched }) => fetched)).toEqual([100, 100, 50]);
            expect(pages.map(({ bookmark }) => bookmark)).toEqual([
                'range-p0100',
                'range-p0200',
                lastBookmark(target, 'range-q'),
            ]);
            expect(pages.flatMap(({ rows }) => rows).map(([key]) => key)).toHaveLength(250);
        },
    },
    {
        title: 'gives a page that is larger than the range, and an empty one',
        run: async (target) => {
            await submitSteps(target, [['putMany', 'range-l', 3]]);
            const page = (await valueOf(target, ['rangePage', 'range-l', 'range-m', 1000])) as PageValue;
            expect(page).toMatchObject({ fetched: 3, bookmark: lastBookmark(target, 'range-m') });
            expect(await valueOf(target, ['rangePage', 'range-none', 'range-nonf', 5])).toEqual({
                rows: [],
                fetched: 0,
                bookmark: lastBookmark(target, 'range-nonf'),
            });
        },
    },
    {
        title: 'finds composite keys by their first attributes, apart from simple keys',
        run: async (target) => {
            await submitSteps(target, [
                ['putComposite', 'range-type', ['a', '1'], 'a1'],
                ['putComposite', 'range-type', ['a', '2'], 'a2'],
                ['putComposite', 'range-type', ['ab', '1'], 'ab1'],
                ['putComposite', 'range-types', ['a', '1'], 'other'],
                ['putState', 'range-type', 'simple'],
            ]);
            const a = [
                ['\0range-type\0a\x001\0', 'a1'],
                ['\0range-type\0a\x002\0', 'a2'],
            ];
            expect(await valueOf(target, ['getByPartialKey', 'range-type', ['a']])).toEqual(a);
            expect(await valueOf(target, ['getByPartialKey', 'range-type', []])).toHaveLength(3);
            const everything = (await valueOf(target, ['getStateByRange', '', ''])) as Json[][];
            expect(everything.filter(([key]) => JSON.stringify(key).startsWith('"\\u0000'))).toEqual([]);
            expect(everything.length).toBeGreaterThan(0);
            const page = await valueOf(target, ['partialKeyPage', 'range-type', [], 2]);
            expect(page).toEqual({ rows: a, fetched: 2, bookmark: '\0range-type\0ab\x001\0' });
            const all = await allPages(target, 3, (bookmark) => ['allCompositePage', 3, bookmark]);
            const keys = all.flatMap(({ rows }) => rows).map(([key]) => key);
            expect(keys.filter((key) => key.startsWith('\0range-type\0'))).toHaveLength(3);
            expect(keys.every((key) => key.startsWith('\0'))).toBe(true);
        },
    },
    {
        title: 'fails a transaction whose rows would be more than 100 MiB at once, and the stream with it',
        isHeavy: true,
        run: async (target) => {
            // 21 rows of 5 MiB: CouchDB reads larger ones so slowly that it gives up, and tells the chaincode so.
            for (const part of ['a', 'b', 'c'])
                await submitSteps(
                    target,
                    Array.from({ length: 7 }, (_, index) => ['putSize', `range-x${part}${index}`, 5 << 20] as const),
                );
            // A gateway that may would ask Org2's peer behind Org1's, which does the same.
            const read = script([['getStateByRange', 'range-x', 'range-y']], { endorsedBy: ['Org1MSP'] });
            const outcome = await target.evaluate(read);
            // A real peer tells its caller that it could not send, and ends the stream: which of the two the caller hears
            // of is a race there (fabric, core/chaincode/handler.go, serialSendAsync).
            const ended = 'failed to execute transaction TX: error sending: chaincode stream terminated';
            const refused = 'transaction returned with failure: .*error sending RESPONSE: .*larger than max';
            const told = outcome.status === 200 ? `it succeeded: ${outcome.payload.toString()}` : outcome.message;
            expect(withoutTxIds(told)).toMatch(new RegExp(`^error in simulation: (${ended}|${refused})`));
            expect(await valueOf(target, ['getState', 'range-none'])).toBe('');
        },
    },
    {
        title: 'makes and splits composite keys',
        run: async (target) => {
            const key = await valueOf(target, ['createCompositeKey', 'type', ['é', '2']]);
            expect(key).toBe('\0type\0é\x002\0');
            expect(await valueOf(target, ['splitCompositeKey', String(key)])).toEqual({
                objectType: 'type',
                attributes: ['é', '2'],
            });
        },
    },
    {
        title: 'allows writes behind a plain query, but not behind a page, nor a page behind writes',
        run: async (target) => {
            const codes = async (...steps: (readonly [string, ...Json[]])[]): Promise<string[]> =>
                (await evaluateSteps(target, steps)).map((result) => ('error' in result ? result.error.code : 'done'));
            const page = ['rangePage', 'range-a', 'range-b', 1] as const;
            const write = ['putState', 'range-w', '1'] as const;
            expect(await codes(['getStateByRange', 'range-a', 'range-b'], write)).toEqual(['done', 'done']);
            expect(await codes(page, write)).toEqual(['done', 'WRITE_AFTER_QUERY']);
            expect(await codes(write, page)).toEqual(['done', 'QUERY_AFTER_WRITE']);
        },
    },
];

/** CouchDB gives the end of a range behind its last page, where LevelDB gives nothing. */
function lastBookmark({ takesSelectors }: Target, end: string): string {
    return takesSelectors ? end : '';
}

/** Ends with the first page that is not full: the bookmark does not say that it was the last. */
async function allPages(
    target: Target,
    size: number,
    step: (bookmark: string) => readonly [string, ...Json[]],
): Promise<PageValue[]> {
    const pages: PageValue[] = [];
    for (let bookmark = '', fetched = size; fetched === size;) {
        const page = (await valueOf(target, step(bookmark))) as PageValue;
        pages.push(page);
        ({ bookmark, fetched } = page);
    }
    return pages;
}
