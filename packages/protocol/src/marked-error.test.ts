import { describe, expect, it } from '@jest/globals';
import { isMarked, mark } from './marked-error';

const MARKER = Symbol.for('heddle.test.marked-error');

function refuse(): never {
    throw new Error('do not ask');
}

/** Throws at every question that can be asked of an object. */
function hostileProxy(): object {
    return new Proxy({}, new Proxy({}, { get: () => refuse }));
}

describe('a marked error', () => {
    it('is recognised by its mark', () => {
        const error = new Error('marked');
        mark(error, MARKER);
        expect(isMarked(error, MARKER)).toBe(true);
    });

    it('is recognised where a class below it was marked', () => {
        const parent = {};
        mark(parent, MARKER);
        expect(isMarked(Object.create(parent), MARKER)).toBe(true);
    });

    it('shows its mark neither when it is listed nor when it is copied', () => {
        const error = {};
        mark(error, MARKER);
        expect(Object.getOwnPropertySymbols({ ...error })).toEqual([]);
    });

    it('keeps its mark', () => {
        const error = {};
        mark(error, MARKER);
        expect(Reflect.deleteProperty(error, MARKER)).toBe(false);
        expect(Reflect.set(error, MARKER, false)).toBe(false);
    });

    it('is told apart by the marker', () => {
        const error = new Error('of another kind');
        mark(error, Symbol.for('heddle.test.another-mark'));
        expect(isMarked(error, MARKER)).toBe(false);
    });

    it.each([[new Error('unmarked')], [{ [String(MARKER)]: true }], [null], [undefined], ['text'], [1n], [MARKER]])(
        'is not %p',
        (value) => {
            expect(isMarked(value, MARKER)).toBe(false);
        },
    );

    it('is not a hostile proxy, whose questions throw', () => {
        expect(isMarked(hostileProxy(), MARKER)).toBe(false);
    });

    it('is not a revoked proxy', () => {
        const { proxy, revoke } = Proxy.revocable({}, {});
        revoke();
        expect(isMarked(proxy, MARKER)).toBe(false);
    });

    it('is recognised where its getters throw, since it calls no getter', () => {
        const error = Object.defineProperty({}, MARKER, { get: refuse });
        expect(isMarked(error, MARKER)).toBe(true);
    });
});
