import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { formatAddress, parseAddress, SCREENS } from './address';

const anything = fc.string({ unit: 'binary' });

describe('addresses', () => {
    it('lead back to where one was, whatever keys are called', () => {
        fc.assert(
            fc.property(
                fc.constantFrom(...SCREENS),
                fc.array(fc.string({ unit: 'binary', minLength: 1 }).filter((text) => text !== '.' && text !== '..')),
                fc.dictionary(anything, anything),
                (screen, path, query) => {
                    const { pathname, search } = new URL(formatAddress(screen, path, query), 'http://localhost:7060');
                    expect(parseAddress(pathname, search)).toEqual({
                        screen,
                        path,
                        query: new Map(Object.entries(query)),
                    });
                },
            ),
        );
    });

    it('leave out what is not given', () => {
        expect(formatAddress('ledger', ['asset transfer'], { key: 'a&b=?#', asOf: undefined })).toBe(
            '/ledger/asset%20transfer?key=a%26b%3D%3F%23',
        );
    });

    it('can be made of text that is no text', () => {
        expect(formatAddress('ledger', [], { key: '\ud800' })).toBe('/ledger?key=%EF%BF%BD');
    });

    it.each(['/', '/elsewhere', '/%', ''])('show the transactions at %j', (pathname) => {
        expect(parseAddress(pathname, '').screen).toBe('transactions');
    });
});
