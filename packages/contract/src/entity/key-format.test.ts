import { compareKeys } from '@heddle/core/internal';
import { describe, expect, it } from '@jest/globals';
import { IsIn, IsInt, IsString } from 'class-validator';
import fc from 'fast-check';
import { Property } from '../decorators/property';
import { ContractError } from '../failures/contract-error';
import { compiledEntity } from '../testing/compiled-entity';
import { entity, type KeyLayout } from './entity';
import type { EntityPlan } from './entity-plan';
import type { EntityIndex } from './index-entries';
import type { KeyFormat } from './key-format';

class Lot {
    static readonly entity = entity('lot', { key: ['farm', 'number'] });
    @IsString() farm!: string;
    @IsInt() number!: number;
}

/** Keys of one text that stand on the ledger in a layout of their own. */
function simple(keys: 'simple' | KeyLayout): KeyFormat {
    class Asset {
        static readonly entity = entity('asset', { key: 'id', keys });
        @IsString() id!: string;
    }
    return compiledEntity(Asset).keys;
}

function pair(keys: KeyLayout): KeyFormat {
    class Pair {
        static readonly entity = entity('pair', { key: ['a', 'b'], keys });
        @IsString() a!: string;
        @IsString() b!: string;
    }
    return compiledEntity(Pair).keys;
}

describe('the key of a row', () => {
    const { keys } = compiledEntity(Lot);

    it('is a composite key of its fields, which are read back', () => {
        expect(keys.keyOf({ farm: 'f1', number: -7 })).toBe('\u0000lot\u0000f1\u0000n82~\u0000');
        expect(keys.read('\u0000lot\u0000f1\u0000n82~\u0000')).toEqual({ farm: 'f1', number: -7 });
        expect(keys.describe('\u0000lot\u0000f1\u0000n82~\u0000')).toBe('lot(f1, -7)');
        expect(keys.describe('\u0000lot\u0000two\nlines\u0000p17\u0000')).toBe('lot("two\\nlines", 7)');
    });

    it.each([
        ['of another entity', '\u0000loot\u0000f1\u0000p17\u0000'],
        ['of an index', '\u0000lot.byFarm\u0000f1\u0000p17\u0000'],
        ['with fewer parts', '\u0000lot\u0000f1\u0000'],
        ['with more parts', '\u0000lot\u0000f1\u0000p17\u0000x\u0000'],
        ['with a part of another kind', '\u0000lot\u0000f1\u00007\u0000'],
        ['that is simple', 'f1'],
    ])('is not one %s', (_what, key) => {
        expect(keys.read(key)).toBeUndefined();
    });

    it('is given as a bare value where it has one part, and as an object with its parts', () => {
        const assets = simple('simple');
        expect(assets.valuesOf('a1')).toEqual({ id: 'a1' });
        expect(assets.valuesOf({ id: 'a1', owner: 'ann' })).toMatchObject({ id: 'a1' });
        expect(() => keys.valuesOf('f1')).toThrow(
            expect.objectContaining({
                code: 'INVALID_KEY',
                status: 400,
                message: 'lot: the key is an object with farm, number',
            }),
        );
    });

    it.each<[string, KeyFormat, Record<string, unknown>, string]>([
        ['no value', keys, { farm: 'f1' }, 'lot: number must be a number'],
        ['null', keys, { farm: null, number: 1 }, 'lot: farm must be a text, and is null'],
        ['another type', keys, { farm: 'f1', number: '7' }, 'lot: number must be a number, and is "7"'],
        [
            'U+0000',
            keys,
            { farm: 'f\u0000', number: 7 },
            'lot: farm cannot be in a key: the text contains U+0000, which separates the parts of a key, and is "f\\u0000"',
        ],
        [
            'NaN',
            keys,
            { farm: 'f', number: NaN },
            'lot: number cannot be in a key: NaN has no place among numbers, and is NaN',
        ],
        ['too much', keys, { farm: 'é'.repeat(2_048), number: 7 }, 'lot: the key is longer than 4096 bytes'],
        ['nothing at all', simple('simple'), { id: '' }, 'asset: the key is empty, which the ledger does not have'],
        [
            "CouchDB's own beginning",
            simple('simple'),
            { id: '_design' },
            'asset: the key begins with _, which CouchDB keeps for itself',
        ],
        [
            'the separator',
            pair({ prefix: '', separator: '-' }),
            { a: 'x-y', b: 'z' },
            'pair: a must not contain "-", which separates the parts of the key, and is "x-y"',
        ],
        [
            'an end that the separator would begin in',
            pair({ prefix: 'p', separator: '::' }),
            { a: 'x:', b: 'y' },
            'pair: a must not end so that "::", which separates the parts of the key, begins within it, and is "x:"',
        ],
    ])('is refused for a part with %s', (_what, format, values, message) => {
        expect(() => format.keyOf(values)).toThrow(
            expect.objectContaining({ code: 'INVALID_KEY', status: 400, message }),
        );
    });

    it.each<[string, KeyFormat, Record<string, unknown>, string]>([
        ['simple', simple('simple'), { id: 'asset1' }, 'asset1'],
        ['simple, with a prefix', simple({ prefix: 'asset' }), { id: '1' }, 'asset1'],
        ['with a prefix and a suffix', simple({ prefix: '<', suffix: '>' }), { id: 'a' }, '<a>'],
        ['of several texts', pair({ prefix: 'p:', separator: '-' }), { a: 'x', b: 'y' }, 'p:x-y'],
        [
            "as GalaChain's ranged objects",
            pair({ prefix: 'GCXX\u0000', separator: '\u0000', suffix: '' }),
            { a: 'x', b: 'y' },
            'GCXX\u0000x\u0000y',
        ],
    ])('state promise 12: may be %s', (_what, format, values, key) => {
        expect(format.keyOf(values)).toBe(key);
        expect(format.read(key)).toEqual(values);
    });

    it('state promise 12: has text of values as hand-written code has it, which is read back', () => {
        class Size {
            static readonly entity = entity('size', { key: ['n', 'big', 'yes'], text: ['n', 'big', 'yes'] });
            @Property() n!: number;
            @Property() big!: bigint;
            @Property() yes!: boolean;
        }
        const { keys: sizes } = compiledEntity(Size);
        const values = { n: 1.5, big: 10n ** 20n, yes: false };
        const key = `\u0000size\u00001.5\u0000${10n ** 20n}\u0000false\u0000`;
        expect(sizes.keyOf(values)).toBe(key);
        expect(sizes.read(key)).toEqual(values);
        expect(sizes.read('\u0000size\u00001.50\u00001\u0000true\u0000')).toBeUndefined();
        expect(() => sizes.range({ n: { gt: 1 } })).toThrow(expect.objectContaining({ code: 'STATE_MISUSE' }));
        expect(sizes.range({ n: 1.5 }).startKey).toBe('\u0000size\u00001.5\u0000');
    });
});

class Ripe {
    static readonly entity = entity('ripe', {
        key: ['a', 'n'],
        indexes: { by: ['state', '-size', 'a'], unique: { fields: ['a', 'size'], unique: true } },
    });
    @IsString() a!: string;
    @IsInt() n!: number;
    @IsIn(['ripe', 'sold']) state!: 'ripe' | 'sold';
    @IsInt() size!: number;
}

const text = fc.constantFrom('', 'a', 'ab', 'b', '\u{10000}', '\ue000', '\u0001');
const integer = fc.integer({ min: -12, max: 12 });
const rows = fc.record({ a: text, n: integer, state: fc.constantFrom('ripe', 'sold'), size: integer });
type Row = Record<string, string | number>;

/** A where-clause on the first of these fields, with a range or without. */
function wheres(fields: readonly string[]): fc.Arbitrary<Record<string, unknown>> {
    const texts: Readonly<Record<string, fc.Arbitrary<unknown>>> = { a: text, state: fc.constantFrom('ripe', 'sold') };
    const valueOf = (field: string): fc.Arbitrary<unknown> => texts[field] ?? integer;
    return fc.nat({ max: fields.length }).chain((count) => {
        const equal = fc.record(Object.fromEntries(fields.slice(0, count).map((field) => [field, valueOf(field)])));
        const next = fields[count];
        if (next === undefined) return equal;
        const value = valueOf(next);
        const range = fc.oneof(
            fc.constant({}),
            ...(['gt', 'gte', 'lt', 'lte'] as const).map((bound) => value.map((at) => ({ [next]: { [bound]: at } }))),
            fc.tuple(value, value).map(([gte, lt]) => ({ [next]: { gte, lt } })),
            ...(next === 'a' ? [text.map((startsWith) => ({ a: { startsWith } }))] : []),
        );
        return fc.tuple(equal, range).map(([first, last]) => ({ ...first, ...last }));
    });
}

function chooses(where: Record<string, unknown>, row: Row): boolean {
    return Object.entries(where).every(([field, wanted]) => {
        const value = row[field] ?? '';
        if (typeof wanted !== 'object' || wanted === null) return value === wanted;
        return Object.entries(wanted).every(([bound, at]) => holds(bound, value, at as string | number));
    });
}

function holds(bound: string, value: string | number, at: string | number): boolean {
    if (bound === 'startsWith') return String(value).startsWith(String(at));
    const order = typeof at === 'number' ? Number(value) - at : compareKeys(String(value), at);
    return { gt: order > 0, gte: order >= 0, lt: order < 0, lte: order <= 0 }[bound] === true;
}

function isIn(key: string, { startKey, endKey }: { readonly startKey: string; readonly endKey: string }): boolean {
    return compareKeys(startKey, key) <= 0 && compareKeys(key, endKey) < 0;
}

function indexOf({ indexes }: EntityPlan, name: string): EntityIndex {
    const index = indexes.get(name);
    if (index === undefined) throw new Error(`there is no index ${name}`);
    return index;
}

/** The key of an entry that a row must have. */
function entryKey(index: EntityIndex, row: Row): string {
    const entry = index.entryOf(row);
    if (entry === undefined) throw new Error('the row has no entry');
    return entry.key;
}

/** Texts and separators of few characters, so that they meet. */
const fewLetters = (minLength: number, maxLength: number): fc.Arbitrary<string> =>
    fc.string({ unit: fc.constantFrom('a', ':', '-'), minLength, maxLength });

function keyOrCode(format: KeyFormat, values: Record<string, unknown>): string {
    try {
        return format.keyOf(values);
    } catch (error) {
        if (!ContractError.is(error)) throw error;
        return error.code;
    }
}

describe('a key of several texts in a layout of its own', () => {
    const parts = fc.record({ a: fewLetters(0, 4), b: fewLetters(0, 4) });

    it('state promise 12: is read back as the fields that it was made of, and is no key of others', () => {
        fc.assert(
            fc.property(fewLetters(1, 3), parts, (separator, values) => {
                const format = pair({ prefix: 'p', separator });
                const key = `p${values.a}${separator}${values.b}`;
                const read = format.read(key);
                const isReadBack = read?.['a'] === values.a && read['b'] === values.b;
                expect(keyOrCode(format, values)).toBe(isReadBack ? key : 'INVALID_KEY');
            }),
        );
    });
});

describe('a where-clause', () => {
    const plan: EntityPlan = compiledEntity(Ripe);
    const index = indexOf(plan, 'by');
    const unique = indexOf(plan, 'unique');

    it('state promise 2: chooses the keys of the very rows that a filter would', () => {
        fc.assert(
            fc.property(rows, wheres(['a', 'n']), (row, where) => {
                expect(isIn(plan.keys.keyOf(row), plan.keys.range(where))).toBe(chooses(where, row));
            }),
            { numRuns: 3_000 },
        );
    });

    it('state promise 2: chooses the entries of the very rows that a filter would', () => {
        fc.assert(
            fc.property(rows, wheres(['state', 'size', 'a']), wheres(['a', 'size']), (row, where, other) => {
                expect(isIn(entryKey(index, row), index.range(where))).toBe(chooses(where, row));
                expect(isIn(entryKey(unique, row), unique.range(other))).toBe(chooses(other, row));
            }),
            { numRuns: 3_000 },
        );
    });

    it('state promise 2: puts entries in the order of the fields, then of the keys', () => {
        const inOrder = (left: Row, right: Row): number =>
            compareKeys(String(left['state']), String(right['state'])) ||
            Number(right['size']) - Number(left['size']) ||
            compareKeys(String(left['a']), String(right['a'])) ||
            Number(left['n']) - Number(right['n']);
        fc.assert(
            fc.property(rows, rows, (left, right) => {
                const order = compareKeys(entryKey(index, left), entryKey(index, right));
                expect(Math.sign(order)).toBe(Math.sign(inOrder(left, right)));
            }),
            { numRuns: 3_000 },
        );
    });

    it('names the only key where all fields have their value', () => {
        expect(plan.keys.range({ a: 'x', n: 1 }).exact).toBe(plan.keys.keyOf({ a: 'x', n: 1 }));
        expect(unique.range({ a: 'x', size: 1 }).exact).toBe('\u0000ripe.unique\u0000x\u0000p11\u0000');
        expect(index.range({ state: 'ripe', size: 1, a: 'x' }).exact).toBeUndefined();
    });

    it.each<[string, Record<string, unknown>, string, string]>([
        [
            'a field left out',
            { n: 1 },
            'STATE_MISUSE',
            'ripe: n comes behind a, which needs one equal value: only the last may be a range',
        ],
        [
            'a range in the middle',
            { a: { gt: 'x' }, n: 1 },
            'STATE_MISUSE',
            'ripe: n comes behind a, which needs one equal value: only the last may be a range',
        ],
        ['another field', { state: 'ripe' }, 'STATE_MISUSE', 'ripe: "state" is none of a, n'],
        [
            'an unknown bound',
            { a: { above: 'x' } },
            'STATE_MISUSE',
            'ripe: a takes a value, or an object with gt, gte, lt, lte, startsWith',
        ],
        [
            'no bound',
            { a: {} },
            'STATE_MISUSE',
            'ripe: a takes a value, or an object with gt, gte, lt, lte, startsWith',
        ],
        [
            'two lower bounds',
            { a: { gt: 'x', gte: 'y' } },
            'STATE_MISUSE',
            'ripe: the range of a has both gt and gte: give one of them',
        ],
        [
            'the beginning of a number',
            { a: 'x', n: { startsWith: '1' } },
            'STATE_MISUSE',
            'ripe: startsWith of n, which is no text',
        ],
        ['a wrong type', { a: 5 }, 'INVALID_KEY', 'ripe: a must be a text, and is 5'],
        ['a wrong type of a bound', { a: { gt: 5 } }, 'INVALID_KEY', 'ripe: a must be a text, and is 5'],
        [
            'what a client left out',
            { a: undefined },
            'STATE_MISUSE',
            'ripe: a is undefined: give it a value, or leave it out of the clause',
        ],
        [
            'a bound that a client left out',
            { a: { gte: undefined } },
            'STATE_MISUSE',
            'ripe: a.gte is undefined: give it a value, or leave it out of the clause',
        ],
        ['null', { a: null }, 'INVALID_KEY', 'ripe: a must be a text, and is null'],
    ])('state promise 19: is refused with %s', (_what, where, code, message) => {
        expect(() => plan.keys.range(where)).toThrow(expect.objectContaining({ code, message }));
    });

    it('finds simple keys, and no composite one', () => {
        expect(simple('simple').range()).toEqual({ startKey: '\u0001', endKey: '\u{10ffff}' });
        expect(simple({ prefix: 'asset' }).range({ id: { gte: '2' } })).toEqual({
            startKey: 'asset2',
            endKey: 'asset\u{10ffff}',
        });
        expect(simple('simple').range({ id: { lt: 'b' } })).toEqual({ startKey: '\u0001', endKey: 'b' });
    });

    it('has no range where what separates the parts is not below all texts', () => {
        const format = pair({ prefix: 'p:', separator: '-' });
        expect(format.range({ a: 'x' })).toEqual({ startKey: 'p:x-', endKey: 'p:x-\u{10ffff}' });
        expect(() => format.range({ a: { gt: 'x' } })).toThrow(expect.objectContaining({ code: 'STATE_MISUSE' }));
        expect(format.range({ a: 'x', b: { gt: 'y' } })).toEqual({ startKey: 'p:x-y\u0001', endKey: 'p:x-\u{10ffff}' });
        expect(() => format.range({ a: 'x-y' })).toThrow(expect.objectContaining({ code: 'INVALID_KEY' }));
    });
});
