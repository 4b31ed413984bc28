import { describe, expect, it } from '@jest/globals';
import { documentOf, storedValue, valueFromCouch } from './document';

describe('a value that comes back from CouchDB', () => {
    it.each([
        [
            'has its names in the order of their bytes',
            '{"é":1,"b":1,"10":1,"9":1,"B":1}',
            '{"10":1,"9":1,"B":1,"b":1,"é":1}',
        ],
        ['has the last of two values of a name', '{"a":1,"a":2}', '{"a":2}'],
        ['has no spaces', ' { "a" : [ 1 , { } ] } ', '{"a":[1,{}]}'],
        ['has floats', '{"a":9007199254740993,"b":1.0,"c":1E2,"d":-0}', '{"a":9007199254740992,"b":1,"c":100,"d":0}'],
        ['has large numbers', '{"a":123456789012345678901,"b":1e21}', '{"a":123456789012345680000,"b":1e+21}'],
        ['has small numbers', '{"a":1e-7,"b":0.000001}', '{"a":1e-7,"b":0.000001}'],
        ['has signs of HTML escaped', '{"<":"&>\u2028"}', '{"\\u003c":"\\u0026\\u003e\\u2028"}'],
        ['has no halves of characters', '{"a":"\\ud800"}', '{"a":"\ufffd"}'],
        ['keeps a name that is special in JavaScript', '{"__proto__":1,"a":2}', '{"__proto__":1,"a":2}'],
        ['is a document behind any number of blanks', `${' '.repeat(100)}{"b":1,"a":2}`, '{"a":2,"b":1}'],
    ])('%s', (_, put, read) => {
        expect(valueFromCouch(Buffer.from(put)).toString()).toBe(read);
    });

    it.each(['text', '[1.0]', '1.0', 'null', '"b"', '{"a":1', '{"b":1,"a":1e400}', ''])(
        'is as it was put where it is no document: %j',
        (put) => {
            expect(valueFromCouch(Buffer.from(put)).toString()).toBe(put);
        },
    );
});

describe('the document of a value', () => {
    const entry = (value: string): Parameters<typeof documentOf>[0] => ({
        key: 'k',
        value: Buffer.from(value),
        metadata: Buffer.alloc(0),
        version: { blockNumber: 5n, txNumber: 1n },
    });
    const document = (value: string): unknown => documentOf(entry(value), storedValue(Buffer.from(value)));

    it('has what the peer adds', () => {
        expect(document('{"a":1}')).toEqual({
            a: 1,
            _id: 'k',
            _rev: expect.stringMatching(/^1-/),
            // The height, each number with the count of its bytes.
            '~version': Buffer.from([0x0a, 4, 1, 5, 1, 1]).toString('base64'),
        });
    });

    it('has what Go could read of a number that is too large for it, and the value beside', () => {
        expect(document('{"a":1e400,"b":1}')).toMatchObject({
            a: null,
            b: 1,
            _attachments: { valueBytes: { length: 17, stub: true } },
        });
    });
});
