import { describe, expect, it } from '@jest/globals';
import { blockVersion, eraOf, ledgerVersion } from './ledger-version';

const BEFORE = { run: 'one', reverts: 0, height: 20 };

describe('the version of a ledger', () => {
    it('is another one after a revert, also when the ledger is as high as before', () => {
        const versions = [BEFORE, { ...BEFORE, reverts: 1, height: 10 }, { ...BEFORE, reverts: 1 }].map(ledgerVersion);
        expect(new Set(versions).size).toBe(3);
        expect(ledgerVersion({ ...BEFORE, run: 'two' })).not.toBe(ledgerVersion(BEFORE));
    });

    it('is another one with each block, whose era is the same', () => {
        const after = { ...BEFORE, height: 21 };
        expect(ledgerVersion(after)).not.toBe(ledgerVersion(BEFORE));
        expect(eraOf(after)).toBe(eraOf(BEFORE));
        expect(eraOf({ ...BEFORE, reverts: 1 })).not.toBe(eraOf(BEFORE));
    });

    it('is that of a ledger that never goes back, where nobody counts', () => {
        expect(ledgerVersion({ run: 'one', height: 20 })).toBe(ledgerVersion(BEFORE));
        expect(eraOf(undefined)).not.toBe(eraOf(BEFORE));
    });

    it('changes for a block when it comes and when it is undone', () => {
        const of = (reverts: number, height: number): string => blockVersion({ ...BEFORE, reverts, height }, 15);
        expect(of(0, 16)).toBe(of(0, 30));
        expect(new Set([of(0, 15), of(0, 16), of(1, 10), of(1, 16)]).size).toBe(4);
    });
});
