import { expect } from '@jest/globals';
import fc from 'fast-check';
import type { RowStep } from './row-operations';
import { codeOf, evaluateRows, lookScript, resultsOf, rowValues, submittedValues } from './row-script';
import { type Scenario } from './scenario';
import type { Json } from './script';
import type { Target } from './target';

/** A lot as JSON of a script. */
interface LotJson {
    readonly farm: string;
    readonly number: number;
    readonly holder: string;
    readonly state: string;
    readonly harvested: string;
    readonly weight?: number;
    readonly seal: string;
}

/** A where-clause, as JSON of a script. */
type Where = Readonly<Record<string, Json>>;
type Bounds = Readonly<Record<'gt' | 'gte' | 'lt' | 'lte' | 'startsWith', Json>>;

const HOLDERS = ['ann', 'an', 'b\uffee', 'b\u{1f600}', ''];
// Not 5e-324, the smallest of all: CouchDB gives 0.0 back for it.
const WEIGHTS = [-9007199254740991, -42.5, -42, -0.001, 0, 1e-310, 1, 9, 10, 4503599627370495.5];
const DATES = ['2024-02-29T12:00:00.000Z', '1969-12-31T23:59:59.999Z', '0001-01-01T00:00:00.000Z'];

const lots = fc.uniqueArray(
    fc.record(
        {
            farm: fc.constantFrom('scan-a', 'scan-a\u{10000}', 'scan-a\uffff'),
            number: fc.integer({ min: -20, max: 120 }),
            holder: fc.constantFrom(...HOLDERS),
            state: fc.constantFrom('ripe', 'sold'),
            harvested: fc.constantFrom(...DATES),
            weight: fc.constantFrom(...WEIGHTS),
        },
        { requiredKeys: ['farm', 'number', 'holder', 'state', 'harvested'] },
    ),
    { minLength: 60, maxLength: 60, selector: ({ farm, number }) => `${farm} ${number}` },
);

/** The value of a field, or bounds. */
function fieldWhere(values: readonly Json[], isText: boolean): fc.Arbitrary<Json> {
    const value = fc.constantFrom(...values);
    const bounds = fc
        .record({ lower: fc.constantFrom('gt', 'gte'), from: value, upper: fc.constantFrom('lt', 'lte'), to: value })
        .map(({ lower, from, upper, to }) => ({ [lower]: from, [upper]: to }));
    const open = fc
        .record({ bound: fc.constantFrom('gt', 'gte', 'lt', 'lte'), value })
        .map((one) => ({ [one.bound]: one.value }));
    const prefix = value.map((text) => ({ startsWith: textOf(text).slice(0, 1) }));
    return fc.oneof(value, bounds, open, ...(isText ? [prefix] : []));
}

/** A clause over the first of these fields: equal values, and whatever comes last. */
function clause(fields: readonly (readonly [string, readonly Json[], boolean])[]): fc.Arbitrary<Where> {
    return fc.nat(fields.length).chain((count) => {
        const parts = fields.slice(0, count).map(([name, values, isText], index) => {
            const one = index === count - 1 ? fieldWhere(values, isText) : fc.constantFrom(...values);
            return one.map((value) => [name, value] as const);
        });
        return fc.tuple(...parts).map((entries) => Object.fromEntries(entries));
    });
}

const FARMS = ['scan-a', 'scan-a\u{10000}', 'scan-a\uffff'];
const clauses = {
    '': clause([
        ['farm', FARMS, true],
        ['number', [-20, -1, 0, 7, 55, 120], false],
    ]),
    byHolder: clause([
        ['holder', HOLDERS, true],
        ['state', ['ripe', 'sold'], true],
        ['harvested', DATES, false],
    ]),
    byWeight: clause([
        ['farm', FARMS, true],
        ['weight', WEIGHTS, false],
    ]),
} as const;

function textOf(json: Json | undefined): string {
    return typeof json === 'string' ? json : JSON.stringify(json ?? null);
}

/** By code points, as databases have it. */
function compareTexts(left: string, right: string): number {
    return Buffer.compare(Buffer.from(left), Buffer.from(right));
}

function compare(left: Json | undefined, right: Json | undefined): number {
    return typeof left === 'number' && typeof right === 'number'
        ? left - right
        : compareTexts(textOf(left), textOf(right));
}

const TESTS: Readonly<Record<keyof Bounds, (value: Json, bound: Json) => boolean>> = {
    gt: (value, bound) => compare(value, bound) > 0,
    gte: (value, bound) => compare(value, bound) >= 0,
    lt: (value, bound) => compare(value, bound) < 0,
    lte: (value, bound) => compare(value, bound) <= 0,
    startsWith: (value, bound) => textOf(value).startsWith(textOf(bound)),
};

function isChosen(lot: LotJson, where: Where): boolean {
    return Object.entries(where).every(([name, test]) => {
        const value = Reflect.get(lot, name) as Json;
        if (typeof test !== 'object' || test === null) return value === test;
        return Object.entries(test).every(([bound, limit]) => TESTS[bound as keyof Bounds](value, limit));
    });
}

const ORDERS: Readonly<Record<keyof typeof clauses, (left: LotJson, right: LotJson) => number>> = {
    '': () => 0,
    byHolder: (left, right) =>
        compare(left.holder, right.holder) ||
        compare(left.state, right.state) ||
        compare(right.harvested, left.harvested),
    byWeight: (left, right) => compare(left.farm, right.farm) || compare(left.weight, right.weight),
};

/** What a filter and a sort make of all lots. */
function filtered(all: readonly LotJson[], index: keyof typeof clauses, where: Where): LotJson[] {
    const byKey = (left: LotJson, right: LotJson): number =>
        compare(left.farm, right.farm) || left.number - right.number;
    return all
        .filter((lot) => isChosen(lot, where) && (index !== 'byWeight' || lot.weight !== undefined))
        .sort((left, right) => ORDERS[index](left, right) || byKey(left, right));
}

async function addLots(target: Target, farm: string, count: number): Promise<void> {
    for (let from = 0; from < count; from += 500)
        await submittedValues(target, [['createMany', 'Lot', farm, from, Math.min(500, count - from)]]);
}

/** Scans and pages of typed state. Tests of one promise have its number in their names: docs/design/state.md. */
export const typedScanScenarios: readonly Scenario[] = [
    {
        title: 'state promise 2: find and findBy give what a filter and a sort give',
        run: async (target) => {
            const [all = []] = fc.sample(lots, { numRuns: 1, seed: 2 });
            const rows = all.map((lot, index): LotJson => ({ ...lot, seal: `scan-seal ${index}` }));
            await submittedValues(
                target,
                rows.map((row): RowStep => ['create', 'Lot', row as unknown as Json]), // an interface has no index signature
            );
            // Rows of other scenarios are in the same indexes: all of ours have the fields of these.
            const asked = (Object.keys(clauses) as (keyof typeof clauses)[]).flatMap((index) =>
                fc.sample(clauses[index], { numRuns: 25, seed: 3 }).map((where) => ({ index, where })),
            );
            const steps = asked.map(({ index, where }): RowStep => ['all', 'Lot', index, where]);
            const answers = (await rowValues(target, steps)) as LotJson[][];
            for (const [at, { index, where }] of asked.entries()) {
                const found = answers[at]?.filter(({ farm }) => FARMS.includes(farm));
                expect({ index, where, found }).toEqual({ index, where, found: filtered(rows, index, where) });
            }
        },
    },
    {
        title: 'state promise 9: pages of any size put together are the scan, and none is empty',
        run: async (target) => {
            for (const count of [0, 1, 100, 101]) {
                const farm = `pages-${count}`;
                await addLots(target, farm, count);
                const sizes = count > 1 ? [7, 100, 1_000] : [1, 7];
                const steps = sizes.map((size): RowStep => ['pages', 'Lot', '', { farm }, size]);
                const numbers = Array.from({ length: count }, (_, number) => number);
                for (const [index, pages] of ((await rowValues(target, steps)) as number[][][]).entries()) {
                    const size = sizes[index] ?? 0;
                    expect(pages.flat()).toEqual(numbers);
                    expect(pages).toHaveLength(Math.max(1, Math.ceil(count / size)));
                }
            }
            const [single] = await rowValues(target, [['pages', 'Lot', '', { farm: 'pages-101' }, 1]]);
            expect(single).toHaveLength(101);
        },
    },
    {
        title: 'state promise 9: pages of 2,300 rows',
        isHeavy: true,
        run: async (target) => {
            await addLots(target, 'pages-many', 2_300);
            const [count, pages, thousands] = await rowValues(target, [
                ['count', 'Lot', '', { farm: 'pages-many' }],
                ['pages', 'Lot', '', { farm: 'pages-many' }, 100],
                ['pages', 'Lot', '', { farm: 'pages-many' }, 1_000],
            ]);
            expect([count, (pages as number[][]).flat().length]).toEqual([2_300, 2_300]);
            expect((thousands as number[][]).map(({ length }) => length)).toEqual([1_000, 1_000, 300]);
        },
    },
    {
        title: 'state promise 9: pages by an index',
        run: async (target) => {
            await submittedValues(target, [['createMany', 'Lot', 'pages-index', 0, 101]]);
            const where = { farm: 'pages-index' };
            await submittedValues(
                target,
                Array.from({ length: 101 }, (_, number): RowStep => [
                    'update',
                    'Lot',
                    { ...where, number },
                    { weight: -number },
                ]),
            );
            for (const size of [7, 100, 101]) {
                const [found] = (await rowValues(target, [['pages', 'Lot', 'byWeight', where, size]])) as number[][][];
                expect(found?.flat()).toEqual(Array.from({ length: 101 }, (_, index) => 100 - index));
                expect(found).toHaveLength(Math.ceil(101 / size));
            }
        },
    },
    {
        title: 'state promise 10: a bookmark of another query is refused',
        run: async (target) => {
            await addLots(target, 'bookmarks', 10);
            const [page] = (await rowValues(target, [['page', 'Lot', '', { farm: 'bookmarks' }, 3]])) as {
                next: string;
            }[];
            const [refused, again] = await evaluateRows(target, [
                ['page', 'Lot', '', { farm: 'bookmarkt' }, 3, page?.next ?? ''],
                ['page', 'Lot', '', { farm: 'bookmarks' }, 3, page?.next ?? ''],
            ]);
            expect(refused).toMatchObject({ error: { code: 'BAD_BOOKMARK' } });
            expect(again).toMatchObject({ value: { rows: [{ number: 3 }, { number: 4 }, { number: 5 }] } });
        },
    },
    {
        title: 'rich queries find rows of their tag, in transactions that do not write, and say what to do on LevelDB',
        run: async (target) => {
            const tickets = Array.from({ length: 5 }, (_, number) => ({ number, holder: number < 4 ? 'rich-a' : 'b' }));
            await submittedValues(
                target,
                tickets.map((ticket): RowStep => ['put', 'Ticket', ticket]),
            );
            const rich: RowStep = ['rich', 'Ticket', { holder: 'rich-a' }];
            const [found, pages] = resultsOf(
                await target.evaluate(lookScript([rich, ['richPages', 'Ticket', { holder: 'rich-a' }, 2]])),
            );
            const [unchecked] = await evaluateRows(target, [rich]);
            expect(codeOf(unchecked)).toBe('STATE_MISUSE');
            if (target.takesSelectors) {
                expect(found).toEqual({ value: tickets.slice(0, 4) });
                // CouchDB cannot tell that the second page is the last one.
                expect(pages).toEqual({ value: [2, 2, 0] });
                expect(await rowValues(target, [[...rich, true]])).toEqual([tickets.slice(0, 4)]);
            } else {
                const remedy = "give ticket an index such as ['holder'], and use findBy";
                expect(found).toEqual({ error: { code: 'STATE_MISUSE', message: expect.stringContaining(remedy) } });
            }
        },
    },
];
