import { describe, expect, it } from '@jest/globals';
import { observedBlock, observedProposal } from '../../testing/observed-proposal';
import { Recorder } from './recorder';

const MIB = 1024 * 1024;

function numbersOf(recorder: Recorder): number[] {
    return [...recorder.newest()].map(({ seq }) => seq);
}

describe('Recorder', () => {
    it('keeps the last 10,000 proposals', () => {
        const recorder = new Recorder();
        for (let number = 1; number <= 10_500; number++) recorder.proposal(observedProposal(number));
        const numbers = numbersOf(recorder);
        expect([numbers.length, numbers[0], numbers.at(-1)]).toEqual([10_000, 10_500, 501]);
        expect(recorder.find(observedProposal(500).txId)).toBeUndefined();
        expect(recorder.after(10_499)?.map(({ seq }) => seq)).toEqual([10_500]);
        expect(recorder.after(500)).toHaveLength(10_000);
        expect(recorder.after(499)).toBeUndefined();
    });

    it('keeps fewer where they are large: 64 MiB', () => {
        const recorder = new Recorder();
        // One and the same buffer, which is counted each time.
        const value = Buffer.alloc(MIB);
        for (let number = 1; number <= 200; number++) recorder.proposal(observedProposal(number, value));
        const kept = numbersOf(recorder);
        expect(kept[0]).toBe(200);
        expect(kept.length).toBeGreaterThan(55);
        expect(kept.length * MIB).toBeLessThanOrEqual(64 * MIB);
    });

    it('keeps a proposal once, as the newest, when it is sent again', () => {
        const recorder = new Recorder();
        for (let time = 0; time < 200; time++) recorder.proposal(observedProposal(1, Buffer.alloc(MIB)));
        recorder.proposal(observedProposal(2));
        recorder.proposal(observedProposal(1));
        expect(numbersOf(recorder)).toEqual([202, 201]);
        expect(recorder.find(observedProposal(1).txId)?.seq).toBe(202);
    });

    it('knows what became of a transaction, until the ledger goes back', () => {
        const recorder = new Recorder();
        const { txId } = observedProposal(1);
        recorder.proposal(observedProposal(1));
        recorder.proposal(observedProposal(2));
        recorder.block(observedBlock(7n, [{ txId, status: 'VALID' }]));
        expect(recorder.find(txId)?.commit).toMatchObject({ block: 7, txNumber: 0, of: 1, code: 'VALID' });
        recorder.reverted({ height: 8n });
        expect(recorder.find(txId)).toBeDefined();
        recorder.reverted({ height: 7n });
        expect(numbersOf(recorder)).toEqual([2]);
    });

    it('marks what the page tries, and leaves out what it asks for itself', async () => {
        const recorder = new Recorder();
        const tell = (number: number) => (): Promise<void> => {
            recorder.proposal(observedProposal(number));
            return Promise.resolve();
        };
        await recorder.asOwn('try', tell(1));
        await recorder.asOwn('question', tell(2));
        expect([...recorder.newest()].map(({ isTried }) => isTried)).toEqual([true]);
    });
});
