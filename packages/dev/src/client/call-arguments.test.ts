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

    it('is base64 in a JSON object, as the peer command takes it', () => {
        const given = ['{"k":"YQ==","empty":"","__proto__":"Yj1j"}', ' { "other": "AP8=" }', 'text={"k":"YQ=="}'];
        expect(parseTransient(given)).toEqual(
            Object.fromEntries([
                ['k', Buffer.from('a')],
                ['empty', Buffer.alloc(0)],
                ['__proto__', Buffer.from('b=c')],
                ['other', Buffer.from([0, 255])],
                ['text', Buffer.from('{"k":"YQ=="}')],
            ]),
        );
    });

    it.each([
        [
            ['{"k":"a text"}'],
            `--transient k is "a text", which is no base64: write base64, as for the peer command, or --transient 'k=value' for a text`,
        ],
        [['{"k":"YQ"}'], '--transient k is "YQ", which is no base64: write base64, as for the peer command'],
        [['{"k":{"a":1}}'], '--transient k is {"a":1}, which is no base64: write base64, as for the peer command'],
        [['{"k":null}'], '--transient k is null, which is no base64: write base64, as for the peer command'],
        [['{k}=v'], '--transient begins with { and is no JSON ('],
        [['{"k":"YQ=="}', 'k=v'], '--transient gives k twice: give each key once'],
    ])('as the peer command takes it is a mistake in %j', (given, told) => {
        expect(() => parseTransient(given)).toThrow(told);
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
