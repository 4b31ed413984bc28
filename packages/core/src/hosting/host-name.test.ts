import { describe, expect, it } from '@jest/globals';
import { checkedHostName, hostNameOf } from './host-name';

describe('the host name of an authority', () => {
    it.each([
        ['assets.example.com:9999', 'assets.example.com'],
        ['assets.example.com', 'assets.example.com'],
        ['Assets.Example.COM.:9999', 'assets.example.com'],
        ['127.0.0.1:7052', '127.0.0.1'],
        ['[::1]:7052', '::1'],
        ['[FE80::1]', 'fe80::1'],
        ['::1', '::1'],
        ['', ''],
        [':9999', ''],
    ])('of %j is %j', (authority, name) => {
        expect(hostNameOf(authority)).toBe(name);
    });
});

describe('a host name that is given', () => {
    it.each([
        [undefined, undefined],
        ['Assets.example.com', 'assets.example.com'],
        ['127.0.0.1', '127.0.0.1'],
        ['[::1]', '::1'],
        ['::1', '::1'],
    ])('%j is compared as %j', (given, name) => {
        expect(checkedHostName(given)).toBe(name);
    });

    it.each(['', '.', 'assets:9999', '[::1]:9999', 'two words', 'https://assets', 'a,b', '"a"', 7, null])(
        '%j is refused',
        (given) => {
            expect(() => checkedHostName(given)).toThrow(
                `hostname is ${JSON.stringify(given)}: set it to the host of the address in the package's connection.json`,
            );
        },
    );
});
