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
    [{ make: { $regex: '^.udi$' } }, '012'],
    [{ make: { $in: ['tesla', 'audi'] } }, '03'],
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

async function pageOf(target: Target, bookmark: string): Promise<Page> {
    return (await valueOf(target, ['queryPage', '{"selector":{"kind":"page"}}', 2, bookmark])) as Page;
}
