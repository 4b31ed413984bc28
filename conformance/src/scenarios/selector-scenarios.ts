import { expect } from '@jest/globals';
import { needsSelectors, type Scenario, withoutTxIds } from './scenario';
import { errorOf, evaluateSteps, type Json, script, submitSteps, valueOf } from './script';
import { COLLECTIONS, type Target } from './target';

const CARS = [
    { kind: 'car', make: 'audi', doors: 2, owner: { name: 'Bob', tags: [] }, rooms: { left: 1 } },
    { kind: 'car', make: 'Audi', doors: 4, owner: { name: 'ann', tags: ['x', 'y'] }, rooms: { right: 1 } },
    { kind: 'car', make: 'Äudi', doors: 4.5, owner: { name: 'Ann', tags: ['y'] } },
    { kind: 'car', make: 'tesla', colour: null },
] as const;

/** What selectors find of CARS, by their places. */
const FOUND: readonly (readonly [Json, string])[] = [
    [{ make: { $lt: 'b' } }, '012'],
    [{ make: { $gt: 'audi' } }, '123'],
    [{ make: { $gte: 'Audi', $lt: 'z' } }, '123'],
    [{ doors: { $gt: 2, $lt: 5 } }, '12'],
    [{ doors: { $ne: 2 } }, '12'],
    [{ $not: { doors: 2 } }, '12'],
    [{ $nor: [{ doors: 2 }, { make: 'Audi' }] }, '2'],
    [{ $or: [{ doors: 2 }, { 'owner.name': 'ann' }] }, '01'],
    [{ $and: [{ doors: 2 }, { doors: 4 }] }, ''],
    [{ owner: { name: 'Ann' } }, '2'],
    [{ 'owner.tags': { $elemMatch: { $eq: 'y' } } }, '12'],
    [{ 'owner.tags': { $all: ['x', 'y'] } }, '1'],
    [{ 'owner.tags': { $size: 0 } }, '0'],
    [{ rooms: { $keyMapMatch: { $eq: 'left' } } }, '0'],
    [{ colour: { $exists: true } }, '3'],
    [{ colour: { $exists: false } }, '012'],
    [{ colour: null }, '3'],
    [{ doors: { $mod: [2, 0] } }, '01'],
    // PCRE's, on bytes: a letter with a mark has two.
    [{ make: { $regex: '^.udi$' } }, '01'],
    [{ make: { $regex: '(?i)^A\\w+i$' } }, '01'],
    [{ make: { $regex: '^..udi$' } }, '2'],
    [{ make: { $regex: '[[:upper:]]++' } }, '12'],
    [{ make: { $in: ['tesla', 'audi'] } }, '03'],
];

/** Values, and what a peer reads of them. */
const WRITTEN_ANEW: readonly (readonly [string, string])[] = [
    ['{"b":1.0,"a":9007199254740993}', '{"a":9007199254740992,"b":1}'],
    [' { "z" : [ ] , "é" : "<&>\\u00e9\\u2028" }', '{"z":[],"é":"\\u003c\\u0026\\u003eé\\u2028"}'],
    ['{"10":1,"9":2,"a":1,"a":2}', '{"10":1,"9":2,"a":2}'],
    [
        '{"a":1e21,"b":1e-7,"c":123456789012345678901,"d":-0,"e":1e20}',
        '{"a":1e+21,"b":1e-7,"c":123456789012345680000,"d":0,"e":100000000000000000000}',
    ],
    ['{"lone":"\\ud800"}', '{"lone":"\ufffd"}'],
    ['[1.0]', '[1.0]'],
    ['no document', 'no document'],
    ['{"a":1e400}', '{"a":1e400}'],
];

/** Selectors and what CouchDB takes and gives. Compared with its documentation only, where COUCHDB_URL is not set. */
export const selectorScenarios: readonly Scenario[] = [
    {
        title: 'finds documents as CouchDB does, in public and in collections',
        cannotRun: needsSelectors,
        run: async (target) => {
            const documents = CARS.map((car, index) => [`selector-${index}`, JSON.stringify(car)] as const);
            await submitSteps(target, [
                ...documents.map(([key, car]) => ['putState', key, car] as const),
                ...documents.map(([key, car]) => ['putPrivateData', COLLECTIONS.both, key, car] as const),
                ['putState', 'selector-text', 'no document'],
            ]);
            for (const [condition, expected] of FOUND) {
                const query = JSON.stringify({ selector: { $and: [{ kind: 'car' }, condition] } });
                const results = await evaluateSteps(target, [
                    ['getQueryResult', query],
                    ['getPrivateDataQueryResult', COLLECTIONS.both, query],
                ]);
                const places = results.map((result) =>
                    'value' in result
                        ? (result.value as string[][]).map(([key = '']) => key.replace('selector-', '')).join('')
                        : result.error.message,
                );
                expect([query, ...places]).toEqual([query, expected, expected]);
            }
        },
    },
    {
        title: 'gives pages of what a selector finds, whose bookmarks lead on',
        cannotRun: needsSelectors,
        run: async (target) => {
            const keys = Array.from({ length: 5 }, (_, index) => `selector-p${index}`);
            await submitSteps(
                target,
                keys.map((key) => ['putState', key, '{"kind":"page"}'] as const),
            );
            const found: string[] = [];
            for (let bookmark = '', fetched = 2; fetched === 2;) {
                const page = await pageOf(target, bookmark);
                found.push(...page.rows.map(([key]) => key));
                ({ bookmark, fetched } = page);
            }
            expect(found).toEqual(keys);
        },
    },
    {
        title: 'gives the bookmark that it was asked with behind the last row, which does not end a loop',
        cannotRun: needsSelectors,
        run: async (target) => {
            await submitSteps(target, [['putState', 'selector-last', '{"kind":"last"}']]);
            const page = (bookmark: string): Promise<Page> => pageOf(target, bookmark, 'last');
            const first = await page('');
            const second = await page(first.bookmark);
            expect([first.fetched, second.fetched]).toEqual([1, 0]);
            expect(second.bookmark).toBe(first.bookmark);
            const nothing = await pageOf(target, '', 'nothing');
            expect(nothing).toEqual({ rows: [], fetched: 0, bookmark: 'nil' });
            const again = ['queryPage', '{"selector":{"kind":"nothing"}}', 2, 'nil'] as const;
            expect(await errorOf(target, again)).toContain('Invalid bookmark value: "nil"');
        },
    },
    {
        title: 'sorts by an index of the package, and by nothing else',
        cannotRun: needsSelectors,
        run: async (target) => {
            const ranked = [2, 3, 1].map((rank) => JSON.stringify({ kind: 'ranked', rank }));
            await submitSteps(target, [
                ...ranked.map((value, place) => ['putState', `selector-r${place}`, value] as const),
                ...ranked.map(
                    (value, place) => ['putPrivateData', COLLECTIONS.both, `selector-r${place}`, value] as const,
                ),
            ]);
            const keys = async (query: Json, ...from: readonly string[]): Promise<string> => {
                const step = from.length === 0 ? 'getQueryResult' : 'getPrivateDataQueryResult';
                const rows = (await valueOf(target, [step, ...from, JSON.stringify(query)])) as string[][];
                return rows.map(([key = '']) => key.replace('selector-r', '')).join('');
            };
            const selector = { kind: 'ranked' };
            expect(await keys({ selector, sort: ['rank'] })).toBe('201');
            expect(await keys({ selector, sort: [{ rank: 'desc' }] })).toBe('102');
            expect(await keys({ selector, sort: ['rank'] }, COLLECTIONS.both)).toBe('201');
            // With the index it is the order of the index, whether or not one asks for it.
            expect(await keys({ selector: { ...selector, rank: { $gt: 0 } } })).toBe('201');
            expect(await keys({ selector: { ...selector, rank: { $gt: 0 } }, use_index: 'none' })).toBe('201');
            expect(await keys({ selector })).toBe('012');
            const unsorted = ['getQueryResult', JSON.stringify({ selector, sort: ['kind'] })] as const;
            expect(await errorOf(target, unsorted)).toContain('No index exists for this sort');
        },
    },
    {
        title: 'gives JSON back as CouchDB writes it, and anything else as it was put',
        cannotRun: needsSelectors,
        run: async (target) => {
            const { both } = COLLECTIONS;
            for (const [place, [put, read]] of WRITTEN_ANEW.entries()) {
                const key = `selector-v${place}`;
                await submitSteps(target, [
                    ['putState', key, put],
                    ['putPrivateData', both, key, put],
                ]);
                const values = await evaluateSteps(target, [
                    ['getState', key],
                    ['getPrivateData', both, key],
                    ['getStateByRange', key, `${key}\0`],
                    ['getPrivateDataByRange', both, key, `${key}\0`],
                    ['getQueryResult', JSON.stringify({ selector: { _id: key } })],
                ]);
                const row = { value: [[key, read]] };
                expect(values).toEqual([{ value: read }, { value: read }, row, row, row]);
                const [change] = (await valueOf(target, ['getHistoryForKey', key])) as { value: string }[];
                expect(change?.value).toBe(put);
            }
        },
    },
    {
        title: 'does not look again at commit for what a selector found',
        cannotRun: needsSelectors,
        run: async (target) => {
            const query = '{"selector":{"kind":"phantom"}}';
            const outcomes = await target.submitTogether([
                script([['putState', 'selector-phantom', '{"kind":"phantom"}']]),
                script([
                    ['getQueryResult', query],
                    ['putState', 'selector-looked', '1'],
                ]),
            ]);
            expect(outcomes.map(({ validation }) => validation)).toEqual(['VALID', 'VALID']);
        },
    },
    {
        title: 'allows no pages behind writes, nor writes behind pages',
        cannotRun: needsSelectors,
        run: async (target) => {
            const page = ['queryPage', '{"selector":{"kind":"none"}}', 2] as const;
            const write = ['putState', 'selector-w', '1'] as const;
            const behind = await evaluateSteps(target, [page, write]);
            expect(behind[1]).toMatchObject({ error: { code: 'WRITE_AFTER_QUERY' } });
            const before = await evaluateSteps(target, [write, page]);
            expect(before[1]).toMatchObject({ error: { code: 'QUERY_AFTER_WRITE' } });
        },
    },
    {
        title: 'refuses what CouchDB cannot keep',
        cannotRun: needsSelectors,
        run: async (target) => {
            for (const [step, text] of [
                [['putState', '_key', 'v'], 'invalid key [_key], cannot begin with "_"'],
                [['putState', 'k', '{"_id":1}'], 'field [_id] is not valid for the CouchDB state database'],
            ] as const) {
                const message = withoutTxIds(await errorOf(target, step));
                expect(message).toBe(`PUT_STATE failed: transaction ID: TX: ${text}`);
            }
        },
    },
    {
        title: "gives CouchDB's reasons for what is no selector",
        cannotRun: needsSelectors,
        run: async (target) => {
            for (const [selector, reason] of [
                ['{"a":{"$nearly":1}}', 'Invalid operator: $nearly'],
                ['{"a":{"$in":1}}', 'Bad argument for operator $in: 1'],
                ['{"a..b":1}', 'Invalid field name: a..b'],
                ['{},"limits":1', 'Invalid key limits for this request.'],
                ['{},"fields":["a..b"]', 'Invalid field name: a..b'],
                ['{},"skip":-1', '-1 is not an integer greater than or equal to zero'],
                ['{},"use_index":"none","allow_fallback":false', '_design/none specified by `use_index`'],
            ] as const) {
                expect(await errorOf(target, ['getQueryResult', `{"selector":${selector}}`])).toContain(reason);
            }
            expect(await valueOf(target, ['getQueryResult', '{"selector":{"kind":"none"}}'])).toEqual([]);
        },
    },
];

interface Page {
    readonly rows: readonly (readonly [string, string])[];
    readonly fetched: number;
    readonly bookmark: string;
}

async function pageOf(target: Target, bookmark: string, kind = 'page'): Promise<Page> {
    return (await valueOf(target, ['queryPage', JSON.stringify({ selector: { kind } }), 2, bookmark])) as Page;
}
