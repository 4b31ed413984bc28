import { describe, expect, it, jest } from '@jest/globals';
import { getMetadataStorage } from 'class-validator';
import { Context, IsInt, IsString, Property, type TypeSpec } from '..';

class Amount {
    @IsInt() value!: number;
}
class Page<T> {
    @IsString() bookmark!: string;
    @Property({ any: true }) items!: T[];
}
const namesakes = {
    Amount: class Amount {
        text!: string;
    },
};
IsString()(namesakes.Amount.prototype, 'text');

const ctx = new Context();

/** Specs in the form of a call, which makes each of them anew. */
const INLINE: readonly [string, () => TypeSpec, unknown][] = [
    ['a class', () => Amount, { value: 1 }],
    ['an array', () => [Amount], [{ value: 1 }]],
    ['an array of arrays', () => [{ array: Amount }], [[{ value: 1 }]]],
    ['a map', () => ({ map: Amount }), new Map([['a', { value: 1 }]])],
    ['a record', () => ({ record: { nullable: Amount } }), { a: { value: 1 }, b: null }],
    ['an enum', () => ({ record: { enum: ['1', 1] } }), { a: 1, b: '1' }],
    ['a generic class', () => ({ class: Page, fields: { items: [Amount] } }), { bookmark: '', items: [{ value: 1 }] }],
    ['a function', () => () => Amount, { value: 1 }],
];

describe('ctx.deserialize', () => {
    it.each(INLINE)('compiles %s once, however often it is written', (_, spec, value) => {
        const lookUps = jest.spyOn(getMetadataStorage(), 'getTargetValidationMetadatas');
        const bytes = ctx.serialize(value);
        const read = (): unknown => ctx.deserialize(spec(), bytes);
        expect(read()).toEqual(value);
        const atFirst = lookUps.mock.calls.length;
        expect(read()).toEqual(value);
        expect(lookUps.mock.calls).toHaveLength(atFirst);
    });

    it('tells specs apart that differ', () => {
        const bytes = ctx.serialize({ value: 1 });
        expect(ctx.deserialize(Amount, bytes)).toEqual({ value: 1 });
        expect(() => ctx.deserialize(namesakes.Amount, bytes)).toThrow('state.value is not a property of Amount');
        expect(ctx.deserialize({ enum: [1] }, Buffer.from('1'))).toBe(1);
        expect(ctx.deserialize({ enum: ['1'] }, Buffer.from('1'))).toBe('1');
        expect(ctx.deserialize({ map: Number }, bytes)).toEqual(new Map([['value', 1]]));
        expect(ctx.deserialize({ record: Number }, bytes)).toEqual({ value: 1 });
    });

    it('goes on with more types than it keeps', () => {
        for (let n = 0; n < 2_100; n += 1)
            expect(ctx.deserialize({ enum: [n % 1_050] }, Buffer.from(String(n % 1_050)))).toBe(n % 1_050);
    });

    it('refuses what is not a type', () => {
        for (const spec of [null, {}, [], 1, { enum: [] }])
            expect(() => ctx.deserialize(spec as TypeSpec, Buffer.from('1'))).toThrow('ctx.deserialize');
    });
});
