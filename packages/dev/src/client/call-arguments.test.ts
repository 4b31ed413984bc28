import { TemporaryFolder } from '@heddle/command-testing';
import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { ConfigurationError } from 'heddle/command';
import { parseArgument, parseTransient } from './call-arguments';

describe('transient data', () => {
    it('is what stands behind the first equals sign, or in a file', () => {
        using folder = new TemporaryFolder();
        const file = folder.write('secret', Uint8Array.of(0, 255));
        expect(parseTransient(['a=b=c', 'e=', 'at=@@x', `f=@${file}`, '__proto__=p'])).toEqual(
            Object.fromEntries([
                ['a', Buffer.from('b=c')],
                ['e', Buffer.alloc(0)],
                ['at', Buffer.from('@x')],
                ['f', Buffer.from([0, 255])],
                ['__proto__', Buffer.from('p')],
            ]),
        );
    });

    it.each([
        [['a'], '--transient a has no key: write --transient key=value or key=@file'],
        [['=b'], '--transient =b has no key: write --transient key=value or key=@file'],
        [['a=1', 'a=2'], '--transient gives a twice: give each key once'],
    ])('of %j is a mistake', (given, told) => {
        expect(() => parseTransient(given)).toThrow(new ConfigurationError(told));
    });
});

describe('an argument', () => {
    it('can be any text', () => {
        fc.assert(
            fc.property(fc.string({ unit: 'binary' }), (text) => {
                const written = text.startsWith('@') ? `@${text}` : text;
                expect(Buffer.from(parseArgument(written, 'argument 1'))).toEqual(Buffer.from(text));
            }),
        );
    });

    it('that names a file which cannot be read is a mistake', () => {
        expect(() => parseArgument('@nowhere.json', 'argument 2')).toThrow(
            'the file nowhere.json of argument 2 cannot be read (ENOENT: no such file or directory): name one that can, or write @@ for a text that begins with @',
        );
    });
});
