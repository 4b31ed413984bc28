import { describe, expect, it } from '@jest/globals';
import { IsInt, IsString, Min } from 'class-validator';
import fc from 'fast-check';
import { Optional } from '../decorators/optional';
import { Property } from '../decorators/property';
import { ContractError } from '../failures/contract-error';
import { writeResult } from '../results/result-writer';
import { compiledEntity } from '../testing/compiled-entity';
import { Transform } from '../value-types/transformer-decorators';
import { entity } from './entity';
import type { EntityPlan } from './entity-plan';

class Place {
    @IsString() city!: string;
}

class Lot {
    static readonly entity = entity('lot', { key: ['farm', 'number'] });
    @IsString() farm!: string;
    @IsInt() number!: number;
    @IsInt() @Min(1) size = 1;
    @Property() price!: bigint;
    @Property() @Optional() sold?: Date;
    @Property(Place) @Optional() place?: Place;
}

const KEY = '\u0000lot\u0000f1\u0000p17\u0000';

function read(plan: EntityPlan, json: string, key = KEY): object {
    return plan.rows.read(Buffer.from(json), key);
}

function written(plan: EntityPlan, row: object): string {
    return String(plan.rows.write(plan.rows.copy(row)));
}

/** What a call fails with. */
function failureOf(call: () => unknown): ContractError {
    try {
        call();
    } catch (error) {
        if (ContractError.is(error)) return error;
        throw error;
    }
    throw new Error('the call did not fail');
}

describe('the rows of an entity', () => {
    const plan = compiledEntity(Lot);

    it('are canonical JSON of the fields, and are read back as instances', () => {
        const row = { farm: 'f1', number: 7, size: 2, price: 5n, sold: new Date('2026-01-31T00:00:00Z') };
        const json = '{"farm":"f1","number":7,"price":"5","size":2,"sold":"2026-01-31T00:00:00.000Z"}';
        expect(written(plan, row)).toBe(json);
        expect(read(plan, json)).toBeInstanceOf(Lot);
        expect(read(plan, json)).toEqual(row);
    });

    it('state promise 11: have the default of the class where a field is missing, and optional ones stay absent', () => {
        expect(read(plan, '{"farm":"f1","number":7,"price":"5"}')).toEqual({
            farm: 'f1',
            number: 7,
            price: 5n,
            size: 1,
        });
        expect(read(plan, '{"farm":"f1","number":7,"price":"5","size":null,"sold":null}')).toMatchObject({ size: 1 });
    });

    it('state promise 12: have the fields of their key from the key, where JSON does not repeat them', () => {
        expect(read(plan, '{"price":"5"}')).toEqual({ farm: 'f1', number: 7, price: 5n, size: 1 });
    });

    it('are written with the defaults that they will be read with', () => {
        expect(written(plan, { farm: 'f1', number: 7, price: 5n })).toBe(
            '{"farm":"f1","number":7,"price":"5","size":1}',
        );
        const row = read(plan, '{"price":"5","size":2,"sold":"2026-01-31T00:00:00.000Z"}');
        plan.rows.patchOf({ size: undefined, sold: undefined })(row);
        expect(String(plan.rows.write(row))).toBe('{"farm":"f1","number":7,"price":"5","size":1}');
        expect(row).toMatchObject({ size: 1 });
        const nulls = { farm: 'f1', number: 7, price: 5n, size: null, sold: null };
        expect(written(plan, nulls)).toBe('{"farm":"f1","number":7,"price":"5","size":1}');
    });

    it.each<[string, string, string]>([
        ['is not JSON', 'hello', 'it is not JSON: "h" instead of a value at character 1'],
        ['is no object', '5', 'lot must be an object with farm, number, size, price, sold, place, not 5'],
        ['has a wrong type', '{"price":5}', 'lot.price must be a string with an integer in decimal digits, not 5'],
        [
            'lacks a field',
            '{}',
            'lot.price is missing (give the field a default, make it @Optional(), or add an `upgrade` to the entity)',
        ],
        [
            'has a number beyond all numbers',
            '{"price":"5","size":12345678901234567890}',
            'lot.size must be a number, not 12345678901234567890',
        ],
        ['is under another key', '{"farm":"f2","price":"5"}', 'its fields say that it is lot(f2, 7)'],
        ['has no version', '{"@v":"1"}', 'its @v is not a version'],
    ])('are refused when read where the value %s', (_what, json, why) => {
        const { code, status, message } = failureOf(() => read(plan, json));
        expect({ code, status, message }).toEqual({
            code: 'INVALID_STATE',
            status: 500,
            message: `lot(f1, 7) cannot be read: ${why}`,
        });
    });

    it('are refused when read where bytes are no text: what is not read could not be written back', () => {
        const bytes = Buffer.concat([Buffer.from('{"price":"5","more":"'), Buffer.from([0xff]), Buffer.from('"}')]);
        const failure = failureOf(() => plan.rows.read(bytes, KEY));
        expect(failure).toMatchObject({ code: 'INVALID_STATE', message: 'lot(f1, 7) cannot be read: it is not UTF-8' });
    });

    it.each<[string, unknown, string]>([
        ['is none', 'a1', 'lot must be Lot, not "a1"'],
        ['is still awaited', Promise.resolve({}), 'lot must be Lot, not a promise (an `await` is missing)'],
        ['has a wrong type', { farm: 'f', number: 1, price: 5 }, 'lot.price must be bigint, not 5'],
        ['has an unknown field', { farm: 'f', number: 1, price: 5n, prize: 1 }, 'lot.prize is not a property of Lot'],
        ['breaks a validator', { farm: 'f', number: 1, price: 5n, size: 0 }, 'lot.size must not be less than 1'],
        ['lacks a field', { farm: 'f', number: 1 }, 'lot.price is missing'],
    ])('are refused when written where the row %s', (_what, row, why) => {
        const { code, status, message } = failureOf(() => plan.rows.write(plan.rows.copy(row)));
        expect({ code, status, message }).toEqual({
            code: 'INVALID_STATE',
            status: 500,
            message: `lot cannot be written: ${why}`,
        });
    });

    it('are read without validators and transforms, which they met as arguments', () => {
        class Note {
            static readonly entity = entity('note', { key: 'id' });
            @IsString() id!: string;
            @Transform(({ value }) => String(value).toUpperCase()) @IsString() text!: string;
        }
        const notes = compiledEntity(Note);
        expect(notes.rows.read(Buffer.from('{"id":"a","text":"low"}'), '\u0000note\u0000a\u0000')).toEqual({
            id: 'a',
            text: 'low',
        });
        expect(read(plan, '{"price":"5","size":0}')).toMatchObject({ size: 0 });
    });

    it('show nothing of their values in messages where they are private data', () => {
        const terms = plan.in('tradeTerms');
        expect(failureOf(() => read(terms, '{"price":5}')).message).toBe('lot cannot be read: lot.price (type)');
        const wrong = failureOf(() => terms.rows.write(terms.rows.copy({ farm: 'secret', number: 1, price: 5 })));
        expect(wrong).toMatchObject({ message: 'lot cannot be written: lot.price (type)', details: undefined });
        expect(failureOf(() => terms.keys.keyOf({ farm: 'f', number: '7' })).message).toBe(
            'lot: number must be a number',
        );
    });

    it('are not patched in their key', () => {
        const row = read(plan, '{"price":"5"}');
        const patchKey = (): unknown => plan.rows.patchOf({ farm: 'f2' });
        expect(failureOf(patchKey)).toMatchObject({
            code: 'STATE_MISUSE',
            status: 500,
        });
        plan.rows.patchOf({ price: 6n, sold: undefined })(row);
        expect(written(plan, row)).toBe('{"farm":"f1","number":7,"price":"6","size":1}');
    });
});

describe('what code does not know of a row', () => {
    const plan = compiledEntity(Lot);

    it('state promise 11: survives a hundred changes byte for byte', () => {
        let json =
            '{"price":"0","big": 12345678901234567890 ,"half":1.50,"list":[1, {"a":1E2}],"place":{"city":"Ulm","zip":"89073", "n":0.10},"\u00fc":"\\u00fc"}';
        for (let change = 1; change <= 100; change += 1) {
            const row = read(plan, json);
            expect(Object.keys(row)).not.toContain('big');
            plan.rows.patchOf({ price: BigInt(change) })(row);
            json = written(plan, row);
        }
        expect(json).toBe(
            '{"big":12345678901234567890,"farm":"f1","half":1.50,"list":[1, {"a":1E2}],"number":7,' +
                '"place":{"city":"Ulm","n":0.10,"zip":"89073"},"price":"100","size":1,"ü":"\\u00fc"}',
        );
    });

    it('state promise 11: survives for random JSON', () => {
        fc.assert(
            fc.property(fc.dictionary(fc.string({ maxLength: 5 }), fc.jsonValue({ maxDepth: 3 })), (members) => {
                const known = ['farm', 'number', 'size', 'price', 'sold', 'place', '@v', '__proto__'];
                const unknown = Object.entries(members).filter(
                    ([name, value]) => !known.includes(name) && !hasPrototype(value),
                );
                const json = JSON.stringify({ ...Object.fromEntries(unknown), price: '5' });
                const after = written(plan, read(plan, json));
                expect(JSON.parse(after)).toEqual({ ...JSON.parse(json), farm: 'f1', number: 7, size: 1 });
                expect(written(plan, read(plan, after))).toBe(after);
            }),
        );
    });

    it('is gone where another object is written', () => {
        const row = read(plan, '{"price":"5","more":true}');
        expect(written(plan, row)).toContain('"more":true');
        expect(written(plan, { ...row })).not.toContain('more');
    });

    it('is not seen in results', () => {
        expect(writeResult(read(plan, '{"price":"5","more":true}'))).toBe(
            '{"farm":"f1","number":7,"price":"5","size":1}',
        );
    });
});

function hasPrototype(value: unknown): boolean {
    return JSON.stringify(value).includes('__proto__');
}

describe('a tag', () => {
    class Car {
        static readonly entity = entity('car', { key: 'id', keys: 'simple', tag: { docType: 'car', v: 1 } });
        @IsString() id!: string;
    }
    const plan = compiledEntity(Car);
    const cars = (json: string): object | undefined => plan.rows.readScanned(Buffer.from(json), 'c1');

    it('is written with each row, and is none of its fields', () => {
        expect(written(plan, { id: 'c1' })).toBe('{"docType":"car","id":"c1","v":1}');
        expect(cars('{"docType":"car","id":"c1","v":1}')).toEqual({ id: 'c1' });
    });

    it('leaves rows of another one out of scans, and refuses them elsewhere', () => {
        expect(cars('{"docType":"bus","id":"c1"}')).toBeUndefined();
        expect(cars('{"id":"c1"}')).toEqual({ id: 'c1' });
        expect(cars('some text')).toBeUndefined();
        expect(cars('5')).toBeUndefined();
        expect(() => cars(' {"id":5}')).toThrow(expect.objectContaining({ code: 'INVALID_STATE' }));
        expect(failureOf(() => read(plan, '{"docType":"bus"}', 'c1')).message).toBe(
            'car(c1) cannot be read: it is a row of another kind: its docType is "bus", not "car"',
        );
    });
});

describe('a property that has only a getter', () => {
    class Sum {
        static readonly entity = entity('sum', { key: 'id' });
        @IsString() id!: string;
        get total(): number {
            return this.id.length;
        }
    }
    const plan = compiledEntity(Sum);

    it('is refused in what is written, and not passed over', () => {
        const refusal = 'sum cannot be written: sum.total is not a property of Sum';
        expect(failureOf(() => written(plan, { id: 'a', total: 5 })).message).toBe(refusal);
        const row = plan.rows.copy({ id: 'a' });
        plan.rows.patchOf({ total: 5 })(row);
        expect(failureOf(() => plan.rows.write(row)).message).toBe(refusal);
    });
});

describe('keys with a prefix', () => {
    it('state promise 12: say so where the fields have it as well', () => {
        class Car {
            static readonly entity = entity('car', { key: 'id', keys: { prefix: 'car' } });
            @IsString() id!: string;
        }
        const plan = compiledEntity(Car);
        expect(read(plan, '{"id":"7"}', 'car7')).toEqual({ id: '7' });
        expect(failureOf(() => read(plan, '{"id":"car7"}', 'car7')).message).toBe(
            'car(7) cannot be read: its fields say that it is car(car7): a prefix is no part of the field, and these fields have it',
        );
    });
});

describe('versions', () => {
    /** The entity as it was in each release. */
    function release(version: number): EntityPlan {
        const steps = {
            1: ({ holder, ...rest }: { holder: string }) => ({ ...rest, owner: holder }),
            2: (old: { price: number }) => ({ ...old, price: String(old.price) }),
            3: ({ tags, ...rest }: { tags?: string }) => ({ ...rest, labels: tags?.split(' ') ?? [] }),
        };
        const upgrade = Object.fromEntries(Object.entries(steps).filter(([from]) => Number(from) < version));
        class Asset {
            static readonly entity = entity('asset', { key: 'id', version, upgrade });
            @IsString() id!: string;
            @IsString() owner!: string;
            @Property() price!: bigint;
            @Property([String]) labels!: string[];
        }
        return compiledEntity(Asset);
    }
    const KEY_OF_A1 = '\u0000asset\u0000a1\u0000';
    const FIRST =
        '{"id":"a1","holder":"ann","price":12345678901234567890,"tags":"red big","note": 1.0,"n":98765432109876543210}';

    it('state promise 11: are upgraded through every step from the first to the fourth', () => {
        const plan = release(4);
        const row = read(plan, FIRST, KEY_OF_A1);
        expect(row).toEqual({ id: 'a1', owner: 'ann', price: 12345678901234567890n, labels: ['red', 'big'] });
        expect(written(plan, row)).toBe(
            '{"@v":4,"id":"a1","labels":["red","big"],"n":98765432109876543210,"note":1.0,"owner":"ann","price":"12345678901234567890"}',
        );
    });

    it('state promise 11: of rows that are new are refused by old code', () => {
        const { code, status, message } = failureOf(() => read(release(3), '{"@v":4,"id":"a1"}', KEY_OF_A1));
        expect([code, status]).toEqual(['STATE_NEWER', 500]);
        expect(message).toBe('asset(a1) was written by version 4; this code knows 3');
    });

    it('keep what an upgrade changes in place', () => {
        class Asset {
            static readonly entity = entity('asset', {
                key: 'id',
                version: 2,
                upgrade: { 1: (old: { price: unknown }) => Object.assign(old, { price: `${old.price as number}0` }) },
            });
            @IsString() id!: string;
            @Property() price!: bigint;
        }
        const plan = compiledEntity(Asset);
        const row = read(plan, '{"id":"a1","price":5,"note": 1.0}', KEY_OF_A1);
        expect(written(plan, row)).toBe('{"@v":2,"id":"a1","note":1.0,"price":"50"}');
    });

    it('state promise 12: upgrade bare JSON values, such as balances', () => {
        class Balance {
            static readonly entity = entity('balance', {
                key: 'owner',
                version: 2,
                upgrade: { 1: (amount: number) => ({ amount: String(amount) }) },
            });
            @IsString() owner!: string;
            @Property() amount!: bigint;
        }
        const plan = compiledEntity(Balance);
        const key = '\u0000balance\u0000ann\u0000';
        expect(read(plan, '98765432109876543210', key)).toEqual({ owner: 'ann', amount: 98765432109876543210n });
        expect(written(plan, read(plan, '5', key))).toBe('{"@v":2,"amount":"5","owner":"ann"}');
    });

    it.each<[string, () => unknown, string]>([
        [
            'throws',
            () => {
                throw new TypeError('no price');
            },
            'its upgrade from version 1 failed: TypeError: no price',
        ],
        ['gives a promise', () => Promise.resolve({}), 'lot is a promise'],
        // An unhandled rejection would end the process.
        ['gives a promise that fails', () => Promise.reject(new Error('late')), 'lot is a promise'],
        ['gives no object', () => 5, 'lot must be an object with id, not 5'],
    ])('are refused where an upgrade %s', (_what, step, why) => {
        class Broken {
            static readonly entity = entity('lot', { key: 'id', version: 2, upgrade: { 1: step } });
            @IsString() id!: string;
        }
        const failure = failureOf(() => read(compiledEntity(Broken), '{"id":"a"}', '\u0000lot\u0000a\u0000'));
        expect(failure.code).toBe('INVALID_STATE');
        expect(failure.message).toContain(why);
    });
});
