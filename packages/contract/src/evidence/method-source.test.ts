import { runInThisContext } from 'node:vm';
import { describe, expect, it } from '@jest/globals';
import { parametersOf } from './method-source';

function shown(method: unknown): string {
    const found = parametersOf(method as NewableFunction); // a function, of whatever kind
    if (typeof found === 'string') return found;
    return found
        .map(({ name, hasDefault, isRest }) => `${isRest ? '...' : ''}${name}${hasDefault ? '=' : ''}`)
        .join(' ');
}

/** Sources as people and compilers write them, and the parameters that they have. */
const METHODS: readonly [string, string, string][] = [
    ['a method', 'async m(ctx, id) {}', 'ctx id'],
    ['no parameters', 'm() {}', ''],
    ['defaults', "m(ctx, a = 1, b = 'x, y', c = [1, (2 + 3)], d = { e: ')' }) {}", 'ctx a= b= c= d='],
    ['defaults that call', 'm(ctx, a = Math.max(1, 2), b = ((x, y) => x)(1, 2)) {}', 'ctx a= b='],
    ['templates', "m(ctx, a = `),${[1, `}`].join(',')}\\``, b) {}", 'ctx a= b'],
    ['quotes', `m(ctx, a = '\\'),', b = "\\"),") {}`, 'ctx a= b='],
    ['a rest', 'm(ctx, ... ids) {}', 'ctx ...ids'],
    ['a computed name', "['m' + ('a(b, c)', '')](ctx, d) {}", 'ctx d'],
    ['a generator', 'async *m(ctx, a) {}', 'ctx a'],
    ['a function', 'm: async function named(ctx, a) {}', 'ctx a'],
    ['an arrow function', 'm: async (ctx, a = [1, (2 + 3)]) => {}', 'ctx a='],
    ['an arrow function of one', 'm: ctx => 1', 'ctx'],
    ['an async arrow function of one', 'm: async ctx => 1', 'ctx'],
    ['comments', 'm(ctx /* , x ( */, // ) y\n a = 1 /* = */, /** z */ b) {}', 'ctx a= b'],
    ['other alphabets', 'm(ctx, größe, $_0) {}', 'ctx größe $_0'],
    ['a division', 'm(ctx, a = 4 / 2, b = 1) {}', 'ctx a= b='],
    ['a trailing comma', 'm(ctx, a,) {}', 'ctx a'],
    ['an object pattern', 'm(ctx, { a }) {}', "the parameter `{ a }` has no name: destructure it in the method's body"],
    [
        'an array pattern',
        'm(ctx, [a] = [1]) {}',
        "the parameter `[a] = [1]` has no name: destructure it in the method's body",
    ],
];

describe('parametersOf', () => {
    it.each(METHODS)('reads %s', (_, source, expected) => {
        const holder = runInThisContext(`({ ${source} })`) as Record<string, unknown>;
        expect(shown(holder['m'])).toBe(expected);
    });

    it('says that a bound function has no source', () => {
        const bound = ((ctx: unknown) => ctx).bind(undefined);
        expect(shown(bound)).toBe('its source is not available: it is a bound or a native function');
    });
});
