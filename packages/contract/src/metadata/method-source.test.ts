import { describe, expect, test } from '@jest/globals';
import { parametersOf } from './method-source';

function shown(method: NewableFunction): string {
    const found = parametersOf(method);
    if (typeof found === 'string') return found;
    return found
        .map(({ name, hasDefault, isRest }) => `${isRest ? '...' : ''}${name}${hasDefault ? '=' : ''}`)
        .join(' ');
}

/* eslint-disable -- sources of every shape, as people and compilers write them */
const METHODS: readonly [string, unknown, string][] = [
    ['a method', { async m(ctx: any, id: any) {} }.m, 'ctx id'],
    ['no parameters', { m() {} }.m, ''],
    ['defaults', { m(ctx: any, a = 1, b = 'x, y', c = [1, 2 + 3], d = { e: ')' }) {} }.m, 'ctx a= b= c= d='],
    ['a default that calls', { m(ctx: any, a = Math.max(1, 2), b = ((x: any, y: any) => x)(1, 2)) {} }.m, 'ctx a= b='],
    ['templates', { m(ctx: any, a = `),${[1, `}`].join(',')}`, b: any) {} }.m, 'ctx a= b'],
    ['quotes', { m(ctx: any, a = "'),", b = '"),') {} }.m, 'ctx a= b='],
    ['a rest', { m(ctx: any, ...ids: any[]) {} }.m, 'ctx ...ids'],
    ['a computed name', { ['a(b, c)'](ctx: any, d: any) {} }['a(b, c)'], 'ctx d'],
    ['a generator', { async *m(ctx: any, a: any) {} }.m, 'ctx a'],
    ['a function', async function named(ctx: any, a: any) {}, 'ctx a'],
    ['an arrow function', async (ctx: any, a = [1, 2 + 3]) => {}, 'ctx a='],
    ['an arrow function of one', eval('ctx => 1'), 'ctx'],
    ['comments', eval('({ m(ctx /* , x ( */, // ) y\n a = 1 /* = */, /** z */ b) {} })').m, 'ctx a= b'],
    ['other alphabets', { m(ctx: any, größe: any, $_0: any) {} }.m, 'ctx größe $_0'],
    ['a division', { m(ctx: any, a = 4 / 2, b = 1) {} }.m, 'ctx a= b='],
    ['a trailing comma', eval('({ m(ctx, a,) {} })').m, 'ctx a'],
    [
        'an object pattern',
        { m(ctx: any, { a }: any) {} }.m,
        "the parameter `{ a }` has no name: destructure it in the method's body",
    ],
    [
        'an array pattern',
        { m(ctx: any, [a] = [1]) {} }.m,
        "the parameter `[a] = [1]` has no name: destructure it in the method's body",
    ],
    [
        'a bound function',
        { m(ctx: any) {} }.m.bind(null),
        'its source is not available: it is a bound or a native function',
    ],
];
/* eslint-enable */

describe('parametersOf', () => {
    test.each(METHODS)('reads %s', (_, method, expected) => {
        expect(shown(method as NewableFunction)).toBe(expected);
    });
});
