import { describe, expect, it } from '@jest/globals';
import { fuzz, FuzzError } from './fuzz';
import { SEEDED_FAULTS, type SeededFault } from './testing/faults/seeded-faults';

const MOST_CALLS = 2000;
const DEPTH = 50;
const SEEDS = [1, 2, 3];

async function failureOf({ faulty, invariants }: SeededFault, seed: number): Promise<FuzzError | undefined> {
    try {
        await fuzz(
            { contracts: [faulty] },
            { invariants, seed, runs: MOST_CALLS / DEPTH, depth: DEPTH, folder: false },
        );
        return undefined;
    } catch (error) {
        if (FuzzError.is(error)) return error;
        throw error;
    }
}

describe('proof promise 10', () => {
    it.each(SEEDS)(
        'at least nine of ten seeded faults are found, and shrunk to the least witness or one call more: seed %i',
        async (seed) => {
            const lengths: (number | undefined)[] = [];
            for (const fault of SEEDED_FAULTS) {
                const failure = await failureOf(fault, seed);
                const calls = failure?.steps.filter((step) => step.do === 'call').length;
                // Of one that was not found nothing was shrunk.
                expect(calls ?? 0).toBeLessThanOrEqual(fault.least + 1);
                lengths.push(calls);
            }
            expect(lengths.filter((calls) => calls !== undefined).length).toBeGreaterThanOrEqual(9);
        },
        300_000,
    );

    it.each(SEEDED_FAULTS.map((fault) => [fault.correct.name, fault] as const))(
        'the twin %s is silent over 10,000 calls',
        async (_name, { correct, invariants }) => {
            const report = await fuzz(
                { contracts: [correct] },
                { invariants, seed: 5, runs: 200, depth: DEPTH, folder: false },
            );
            expect(report.calls).toBe(10_000);
        },
        300_000,
    );
});
