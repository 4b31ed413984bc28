import { describe, expect, it } from '@jest/globals';
import { timeParts } from './time-parts';

const PEERS = [
    { mspId: 'Org1MSP', ms: 5, agrees: true },
    { mspId: 'Org2MSP', ms: 4, agrees: true },
];

describe('where the milliseconds of a transaction went', () => {
    it('is told by peers, then by what came after them', () => {
        const times = { endorse: 10, order: 2, validate: 1.5, write: 0.5 };
        expect(timeParts({ times, endorsements: PEERS })).toEqual([
            { name: 'Org1MSP ran it', ms: 5 },
            { name: 'Org2MSP ran it', ms: 4 },
            { name: 'gateway', ms: 1 },
            { name: 'ordered', ms: 2 },
            { name: 'validated', ms: 1.5 },
            { name: 'written', ms: 0.5 },
        ]);
    });

    it('leaves out what took no time, and what was never ordered', () => {
        const parts = timeParts({ times: { endorse: 9.02 }, endorsements: PEERS });
        expect(parts.map(({ name }) => name)).toEqual(['Org1MSP ran it', 'Org2MSP ran it']);
    });

    it('is unknown of what is only in its block', () => {
        expect(timeParts({ endorsements: [{ mspId: 'Org1MSP', agrees: true }] })).toEqual([]);
    });
});
