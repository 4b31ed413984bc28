import { fuzz, FuzzError } from '../fuzz';
import { SEEDED_FAULTS } from './faults/seeded-faults';

/** What a fuzz run comes to, as text: the calls that were found, after how many, and what all calls came to. */
export async function fuzzOutcome(seed: number): Promise<string> {
    const [, , , , , , , vouchers] = SEEDED_FAULTS;
    if (vouchers === undefined) throw new Error('there are fewer faults');
    try {
        const options = { invariants: vouchers.invariants, seed, folder: false as const };
        return JSON.stringify(await fuzz({ contracts: [vouchers.faulty] }, options));
    } catch (error) {
        if (!FuzzError.is(error)) throw error;
        // Without what the assertion says, which test runners change.
        const { rule, steps, foundAfter, outcomes, replays } = error;
        return JSON.stringify({ rule, steps, foundAfter, outcomes, replays });
    }
}
