import { describe, expect, it } from '@jest/globals';
import { IsBoolean, IsInt, IsString } from 'class-validator';
import fc from 'fast-check';
import { Property } from '../decorators/property';
import type { Class } from '../evidence/class';
import { ContractError } from '../failures/contract-error';
import { ValueCheckers } from '../results/value-checker';
import { ClassCompilation } from '../value-types/class-compilation';
import { counter, entity, type EntityOptions, type KeyLayout } from './entity';
import { EntityPlans, type StatePlan } from './entity-plan';
import { entriesOf } from './index-entries';
import { KeyFormat } from './key-format';
import { commonKey, type KeyPattern, patternOf } from './key-pattern';

/** A class whose keys are made of fields of many types. */
function rowWith(name: string, options: EntityOptions): Class<object> {
    class Row {
        static readonly entity = entity(name, options);
        @IsString() a!: string;
        @IsString() b!: string;
        @IsInt() n!: number;
        @Property() big!: bigint;
        @Property() at!: Date;
        @IsBoolean() yes!: boolean;
    }
    return Row;
}

function votesOf(name: string): Class<object> {
    class Votes {
        static readonly entity = counter(name, { key: 'a' });
        @IsString() a!: string;
    }
    return Votes;
}

type Row = Record<string, unknown>;

/** Few letters, so that texts meet; those of numbers, of booleans and of composite keys are among them. */
const letter = fc.constantFrom('a', 'b', 'p', 't', '1', '-', '\u0000');
const textOf = (minLength: number, maxLength: number): fc.Arbitrary<string> =>
    fc.string({ unit: letter, minLength, maxLength });
const plain = fc.string({ unit: fc.constantFrom('a', 'b', 'p', 't', '1', '-'), maxLength: 3 });
const rows: fc.Arbitrary<Row> = fc.record({
    a: plain,
    b: plain,
    n: fc.integer({ min: -12, max: 12 }),
    big: fc.bigInt({ min: -(10n ** 9n), max: 10n ** 9n }),
    at: fc.date({ min: new Date(0), max: new Date(4e12), noInvalidDate: true }),
    yes: fc.boolean(),
});
const layouts: fc.Arbitrary<KeyLayout> = fc.record({
    prefix: textOf(0, 3),
    separator: textOf(1, 2),
    suffix: textOf(0, 2),
});
const texts = fc.constantFrom<string[]>(['a'], ['b'], ['a', 'b']);
const fields = fc.oneof(texts, fc.constantFrom<string[]>(['n'], ['big'], ['at'], ['yes'], ['a', 'n'], ['yes', 'b']));

const KINDS = { a: 'string', b: 'string', n: 'number', big: 'bigint', at: 'date', yes: 'boolean' } as const;

function formatOf(keys: KeyLayout, key: readonly string[], text: readonly string[] = []): KeyFormat {
    const layout = { separator: '\u0000', suffix: '', ...keys };
    const all = key.map((field) => {
        const as = KINDS[field as keyof typeof KINDS]; // one of its names
        return { field, as, descending: false, text: text.includes(field) };
    });
    return new KeyFormat('row', all, { layout, secret: false });
}

function patternFor({ prefix, separator, suffix, fields: of }: KeyFormat): KeyPattern {
    return patternOf({ prefix, separator, suffix }, of);
}

function keyIn(format: KeyFormat, row: Row): string | undefined {
    try {
        return format.keyOf(row);
    } catch (error) {
        if (ContractError.is(error)) return undefined;
        throw error;
    }
}

/** Whether a key is one that rows of a format may have. */
function has(format: KeyFormat, key: string): boolean {
    const values = format.read(key);
    return values !== undefined && keyIn(format, values) === key;
}

describe('patterns of keys', () => {
    it('state promise 21: have a key in common where a row of each may have the same key', () => {
        const numbers = fc.constantFrom<string[]>([], ['n', 'big', 'yes']);
        fc.assert(
            fc.property(layouts, fields, layouts, fields, numbers, rows, (one, key, other, otherKey, text, row) => {
                const format = formatOf(one, key, text);
                const second = formatOf(other, otherKey, text);
                const found = keyIn(format, row);
                const isShared = found !== undefined && has(second, found);
                const common = commonKey(patternFor(format), patternFor(second));
                expect([found, isShared && common === undefined]).toEqual([found, false]);
            }),
            { numRuns: 20_000 },
        );
    });

    it('state promise 21: have none in common where no row of both has, of texts between single characters', () => {
        const single = fc.record({ prefix: textOf(0, 3), separator: letter, suffix: textOf(0, 2) });
        fc.assert(
            fc.property(single, texts, single, texts, (one, key, other, otherKey) => {
                const formats = [formatOf(one, key), formatOf(other, otherKey)] as const;
                const common = commonKey(patternFor(formats[0]), patternFor(formats[1]));
                const readers = formats.filter((format) => common === undefined || has(format, common));
                expect([common, readers]).toEqual([common, formats]);
            }),
            { numRuns: 3_000 },
        );
    });

    it.each<[string, KeyLayout, string[], KeyLayout, string[], string | undefined]>([
        ['simple ones', { prefix: '' }, ['a'], { prefix: '' }, ['a'], 'a'],
        ['simple ones and a prefix', { prefix: '' }, ['a'], { prefix: 'car' }, ['a'], 'car'],
        ['a prefix of a prefix', { prefix: 'car' }, ['a'], { prefix: 'carpet' }, ['a'], 'carpet'],
        ['prefixes', { prefix: 'car' }, ['a'], { prefix: 'bus' }, ['a'], undefined],
        ['a prefix before numbers, and a longer one', { prefix: 'car' }, ['n'], { prefix: 'cart' }, ['a'], undefined],
        ['suffixes', { prefix: '', suffix: '.a' }, ['a'], { prefix: '', suffix: '.b' }, ['a'], undefined],
        ['simple ones and parts', { prefix: '' }, ['a'], { prefix: 'x', separator: '-' }, ['a', 'b'], 'x-'],
        ['one part and two', { prefix: 'x' }, ['a'], { prefix: 'x', separator: '\u0000' }, ['a', 'b'], undefined],
        ['a number and a boolean', { prefix: '' }, ['n'], { prefix: '' }, ['yes'], undefined],
        ['a date and a text', { prefix: '' }, ['at'], { prefix: '1' }, ['a'], '1111-11-11T11:11:11.111Z'],
        ["a suffix that begins with CouchDB's sign", { prefix: '', suffix: '_' }, ['a'], { prefix: '' }, ['a'], 'a_'],
    ])('are compared: %s', (_what, one, key, other, otherKey, common) => {
        expect(commonKey(patternFor(formatOf(one, key)), patternFor(formatOf(other, otherKey)))).toBe(common);
    });
});

describe('the keys of one chaincode', () => {
    const names = fc.constantFrom('a', 'b', 'ab');
    const indexes = fc.constantFrom<EntityOptions['indexes']>(
        {},
        { by: ['n', 'b'] },
        { by: { fields: ['b'], unique: true } },
        { by: { fields: ['b'], as: 'a~b' } },
    );
    const composite = fc.constantFrom('\u0000a\u0000', '\u0000ab', '\u0000', '\u0000a.by\u0000', '\u0000a~b\u0000');
    const own = fc.oneof(layouts, fc.record({ prefix: composite, suffix: fc.constantFrom('', '\u0000') }));
    const rowClass = fc
        .tuple(names, fc.option(fc.oneof(own, fc.constant('simple' as const)), { nil: undefined }), fields, indexes)
        .map(([name, keys, key, by]) => {
            const options = { key: keys === 'simple' ? 'a' : key, ...(keys && { keys }), ...(by && { indexes: by }) };
            return rowWith(name, options);
        });
    const classes = fc.array(fc.oneof({ weight: 4, arbitrary: rowClass }, names.map(votesOf)), {
        minLength: 2,
        maxLength: 3,
    });

    /** The plans of classes that are compiled together; undefined where they are refused. */
    function plansOf(targets: readonly Class<object>[]): readonly StatePlan[] | undefined {
        const compilation = new ClassCompilation();
        const plans = new EntityPlans(compilation, new ValueCheckers());
        const all = targets.flatMap((target) => plans.of(target) ?? []);
        return compilation.mistakes.length === 0 ? all : undefined;
    }

    /** Every key that a row has on the ledger, by which kind it is. */
    function keysOf(plan: StatePlan, row: Row): [string, string][] {
        const key = keyIn(plan.keys, row);
        if (key === undefined) return [];
        if (plan.kind === 'counter') return [[`${plan.name} sum`, `${key}2026-01-01T00:00:00.000Z\u0000tx\u0000`]];
        const entries = entriesOf(plan.indexes.values(), row);
        return [
            [`${plan.name} row`, key],
            ...entries.map((entry) => [entry.index.label, entry.key] as [string, string]),
        ];
    }

    it('state promise 21: are of one kind each, where a declaration without mistakes says how they are kept', () => {
        let accepted = 0;
        fc.assert(
            fc.property(classes, fc.array(rows, { minLength: 4, maxLength: 4 }), (targets, some) => {
                const plans = plansOf(targets);
                if (plans === undefined) return;
                accepted += 1;
                const kinds = new Map<string, string>();
                for (const [kind, key] of plans.flatMap((plan) => some.flatMap((row) => keysOf(plan, row)))) {
                    expect([key, kinds.get(key) ?? kind]).toEqual([key, kind]);
                    kinds.set(key, kind);
                    const readers = plans.filter((plan) => plan.kind === 'entity' && has(plan.keys, key));
                    expect(readers.map(({ name }) => `${name} row`)).toEqual(kind.endsWith(' row') ? [kind] : []);
                }
            }),
            { numRuns: 500 },
        );
        expect(accepted).toBeGreaterThan(50);
    });
});
