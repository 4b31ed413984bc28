import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { IdentityCache } from './identity-cache';

describe('IdentityCache', () => {
    it('makes a value once for the same bytes, wherever they are', () => {
        const cache = new IdentityCache<object>();
        const message = Buffer.from('--identity--identity');
        const create = (): object => ({});
        expect(cache.get(message.subarray(2, 10), create)).toBe(cache.get(message.subarray(12), create));
    });

    it('never gives the value of other bytes', () => {
        const property = fc.property(fc.array(fc.uint8Array({ maxLength: 200 })), (identities) => {
            const cache = new IdentityCache<string>(3);
            for (const bytes of identities.map((identity) => Buffer.from(identity))) {
                expect(cache.get(bytes, (key) => key.toString('hex'))).toBe(bytes.toString('hex'));
                expect(cache.size).toBeLessThanOrEqual(3);
            }
        });
        fc.assert(property);
    });

    it('forgets what was used longest ago', () => {
        const cache = new IdentityCache<object>(2);
        const get = (name: string): object => cache.get(Buffer.from(name), () => ({}));
        const [a, b] = [get('a'), get('b')];
        expect(get('a')).toBe(a);
        get('c');
        expect(get('a')).toBe(a);
        expect(get('b')).not.toBe(b);
    });

    it('keeps its own copy of the bytes', () => {
        const cache = new IdentityCache<string>();
        const reused = Buffer.from('first');
        const create = (bytes: Buffer): string => bytes.toString();
        cache.get(reused, create);
        reused.write('other');
        expect(cache.get(Buffer.from('first'), () => 'made again')).toBe('first');
        expect(cache.get(reused, create)).toBe('other');
    });

    it('does not keep a failure', () => {
        const cache = new IdentityCache<string>();
        const bytes = Buffer.from('a');
        const fail = (): string => {
            throw new Error('no');
        };
        expect(() => cache.get(bytes, fail)).toThrow('no');
        expect(cache.get(bytes, () => 'yes')).toBe('yes');
    });

    it('does not keep what is far larger than a certificate', () => {
        const cache = new IdentityCache<object>();
        const bytes = Buffer.alloc(20 * 1024);
        expect(cache.get(bytes, () => ({}))).not.toBe(cache.get(bytes, () => ({})));
        expect(cache.size).toBe(0);
    });
});
