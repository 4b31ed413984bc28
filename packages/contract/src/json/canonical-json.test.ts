import { Readable } from 'node:stream';
import { describe, expect, it } from '@jest/globals';
import { IsOptional, IsString } from 'class-validator';
import fc from 'fast-check';
import { Failures } from '../failures/failures';
import { canonicalJson } from './canonical-json';

function canonical(value: unknown): string {
    const failures = new Failures();
    const json = canonicalJson(value, failures);
    expect(failures.list).toEqual([]);
    return json;
}

function refusalsOf(value: unknown): string[] {
    const failures = new Failures();
    canonicalJson(value, failures);
    return failures.list.map(({ message }) => message);
}

/** What has to be read before there is a value. */
function* rowsOf(...rows: number[]): Generator<number> {
    yield* rows;
}

/** The same value with the members of its objects in another order. */
function shuffled(value: unknown): unknown {
    if (Array.isArray(value)) return value.map(shuffled);
    if (typeof value !== 'object' || value === null) return value;
    const entries = Object.entries(value).map(([name, member]): [string, unknown] => [name, shuffled(member)]);
    return Object.fromEntries(entries.reverse());
}

/** With numbers that are safe integers or fractions. */
function tamed(json: unknown): unknown {
    const text = JSON.stringify(json, (_, value: unknown) =>
        typeof value === 'number' && Math.abs(value) > Number.MAX_SAFE_INTEGER ? 1e15 / value : value,
    );
    return JSON.parse(text) as unknown;
}

describe('canonicalJson', () => {
    it('gives equal values equal texts, which say what JSON.stringify says', () => {
        // __proto__ is refused: see below.
        const value = fc
            .jsonValue({ maxDepth: 4 })
            .filter((json) => !JSON.stringify(json).includes('__proto__'))
            .map(tamed);
        fc.assert(
            fc.property(value, (json) => {
                const text = canonical(json);
                expect(canonical(shuffled(json))).toBe(text);
                expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(json)));
            }),
        );
    });

    it('writes the example of RFC 8785, section 3.2.3', () => {
        const value = {
            '\u20ac': 'Euro Sign',
            '\r': 'Carriage Return',
            '\ufb33': 'Hebrew Letter Dalet With Dagesh',
            '1': 'One',
            '\ud83d\ude00': 'Emoji: Grinning Face',
            '\u0080': 'Control',
            '\u00f6': 'Latin Small Letter O With Diaeresis',
        };
        const names = ['Carriage', 'One', 'Control', 'Latin', 'Euro', 'Emoji', 'Hebrew'];
        const positions = names.map((name) => canonical(value).indexOf(name));
        expect(positions).toEqual(positions.toSorted((left, right) => left - right));
    });

    it.each([
        [{ b: 1, a: undefined, c: null }, '{"b":1,"c":null}'],
        [[1e21 / 1e21, 4.5, 2e-3, 1e-27, -0], '[1,4.5,0.002,1e-27,0]'],
        [123n, '"123"'],
        [new Date('2025-01-31T12:00:00Z'), '"2025-01-31T12:00:00.000Z"'],
        [Buffer.from([0xff, 0]), '"/wA="'],
        [
            new Map([
                ['b', 1n],
                ['a', 2n],
            ]),
            '{"a":"2","b":"1"}',
        ],
        ['a"\\\n\u007f€', '"a\\"\\\\\\n\u007f€"'],
        [{ toJSON: () => ({ b: 1, a: 2 }) }, '{"a":2,"b":1}'],
    ])('writes %o', (value, text) => {
        expect(canonical(value)).toBe(text);
    });

    it.each([
        ['a generator', rowsOf(1, 2)],
        ['an iterator of a Map', new Map([['a', 1]]).values()],
        ['a plain iterable', { [Symbol.iterator]: () => rowsOf(1) }],
        ['a Proxy of a Map', new Proxy(new Map([['a', 1]]), {})],
        ['URLSearchParams', new URLSearchParams('a=1')],
    ])('says how to read %s', (_, rows) => {
        expect(refusalsOf({ rows })).toEqual([
            'rows is an iterator (read it into an array first, as by `[...it]`), which JSON cannot represent',
        ]);
    });

    it.each([
        ['an asynchronous generator', Readable.from(['a'])[Symbol.asyncIterator]()],
        ['a stream', Readable.from(['a'])],
        ['an iterator as the stub has them', { page: 1, [Symbol.asyncIterator]: (): undefined => undefined }],
    ])('says how to read %s', (_, rows) => {
        expect(refusalsOf({ rows })).toEqual([
            'rows is an iterator (read it into an array first, by `for await`), which JSON cannot represent',
        ]);
    });

    class Hidden {
        readonly #amount = 1;
        get amount(): number {
            return this.#amount;
        }
    }
    class Thenable {
        then(): string {
            return '';
        }
    }
    class Failure extends Error {}
    it.each<[string, unknown, RegExp]>([
        ['private fields and accessors', new Hidden(), /^it is an object \(Hidden\) without public fields \(give it/],
        ['private fields of the runtime', new AbortController(), /^it is an object \(AbortController\) without public/],
        ['a WeakRef', new WeakRef({}), /^it is an object \(WeakRef\) without public fields/],
        ['a promise of a library', new Thenable(), /^it is a promise \(an `await` is missing\)/],
        ['a Proxy of a promise', new Proxy(Promise.resolve(1), {}), /^it is a promise/],
        ['an error', new Failure('x'), /^it is an Error/],
        [
            'what only has the prototype of an error',
            Object.setPrototypeOf({}, Failure.prototype) as object,
            /^it is an object \(Failure\)/,
        ],
        ['a symbol', Object(Symbol('x')), /^it is a Symbol/],
        ['text that is an object', Object('x'), /^it is a String/],
    ])('never writes {} for %s', (_, it, sentence) => {
        expect(refusalsOf({ it })[0]).toMatch(sentence);
    });

    class Filter {
        @IsOptional() @IsString() owner?: string;
        matches(): boolean {
            return this.owner === undefined;
        }
    }
    class Bare {
        note?: string;
    }
    it.each([
        ['an object without a prototype', Object.setPrototypeOf({}, null) as object],
        ['an instance of a class that declares its fields', Object.setPrototypeOf({}, Filter.prototype) as object],
        ['an instance of a class with nothing but fields', Object.setPrototypeOf({}, Bare.prototype) as object],
        ['an instance of Object', new Object()],
    ])('writes {} for %s, where it is empty', (_, value) => {
        expect(canonical(value)).toBe('{}');
    });

    it.each([
        ['an error', Object.assign(new Failure('x'), { toJSON: () => ({ code: 1 }) }), '{"code":1}'],
        ['an iterable', { toJSON: () => [1, 2], [Symbol.iterator]: () => rowsOf(1) }, '[1,2]'],
        [
            'private fields',
            new (class {
                #n = 1;
                toJSON(): unknown {
                    return { n: this.#n };
                }
            })(),
            '{"n":1}',
        ],
        ['a URL', new URL('http://a/b'), '"http://a/b"'],
    ])('writes what toJSON says of %s', (_, value, text) => {
        expect(canonical(value)).toBe(text);
    });

    const circle: Record<string, unknown> = {};
    circle['circle'] = circle;
    it.each([
        [{ a: { b: NaN } }, 'a.b is NaN, which JSON cannot represent'],
        [[1, Infinity], '[1] is Infinity, which JSON cannot represent'],
        [{ n: 2 ** 53 }, 'n is an integer beyond ±(2^53 - 1) and not a bigint, which JSON cannot represent'],
        [{ s: '\ud800' }, 's has half of a surrogate pair, which JSON cannot represent'],
        [{ ['\udc00']: 1 }, /half of a surrogate pair/],
        [[undefined], '[0] is undefined, which JSON cannot represent'],
        [new Array(1), '[0] is undefined, which JSON cannot represent'],
        [{ f: () => 1 }, 'f is a function, which JSON cannot represent'],
        [{ s: Symbol('s') }, 's is a symbol, which JSON cannot represent'],
        [{ p: Promise.resolve(1) }, 'p is a promise (an `await` is missing), which JSON cannot represent'],
        [{ s: new Set([1]) }, /^s is a Set/],
        [{ m: new Map([[1, 2]]) }, 'm is a Map whose keys are not all strings, which JSON cannot represent'],
        [{ d: new Date(NaN) }, /^d is a date without a year/],
        [{ e: new RegExp('x') }, 'e is a RegExp, which JSON cannot represent'],
        [{ e: new Float64Array(1) }, 'e is a Float64Array, which JSON cannot represent'],
        [circle, /is nested deeper than 100, or refers to itself/],
    ])('refuses %o by its path', (value, message) => {
        const [first = ''] = refusalsOf(value);
        expect(typeof message === 'string' ? first === message : message.test(first)).toBe(true);
    });
});
