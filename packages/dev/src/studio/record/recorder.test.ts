import type { NamespaceReadWriteSet } from '@heddle/local-peer';
import { describe, expect, it } from '@jest/globals';
import { observedBlock, observedProposal } from '../../testing/observed-proposal';
import { bytesOf } from '../view/bytes';
import { Recorder } from './recorder';

const KIB = 1024;

function buffersIn(value: unknown): Buffer[] {
    if (Buffer.isBuffer(value)) return [value];
    return typeof value === 'object' && value !== null ? Object.values(value).flatMap(buffersIn) : [];
}

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
        const value = Buffer.alloc(64 * KIB);
        for (let number = 1; number <= 1500; number++) recorder.proposal(observedProposal(number, value));
        const kept = numbersOf(recorder);
        expect(kept[0]).toBe(1500);
        expect(kept.length).toBeGreaterThan(900);
        expect(kept.length * value.length).toBeLessThanOrEqual(64 * 1024 * KIB);
    });

    it('keeps values of more than 64 KiB by their first 16 KiB and their size, and nothing of their memory', () => {
        const recorder = new Recorder();
        // The limit is in a character of two bytes.
        const value = Buffer.concat([Buffer.from('x'), Buffer.from('é'.repeat(512 * KIB))]);
        const write = { key: 'k', isDelete: false, value };
        const { result, ...told } = observedProposal(1, value);
        if (result === undefined) throw new Error('nothing is endorsed');
        const set = { namespace: 'store', reads: [], ranges: [], writes: [write], metadataWrites: [], collections: [] };
        const response = { ...result.response, payload: value };
        recorder.proposal({ ...told, result: { ...result, response, readWriteSet: [set] } });
        const { args = [], result: kept } = recorder.find(told.txId)?.proposal ?? {};
        const written = (kept?.readWriteSet ?? []).flatMap(({ writes }) => writes.map((one) => one.value));
        const values = [...args.slice(2), ...(kept === undefined ? [] : [kept.response.payload]), ...written];
        expect(values).toHaveLength(3);
        for (const one of values) {
            expect(bytesOf(one)).toEqual({
                size: 1024 * KIB + 1,
                text: `x${'é'.repeat(8 * KIB - 1)}`,
                cut: true,
                isLost: true,
            });
            expect(one.buffer.byteLength).toBeLessThanOrEqual(3 * 16 * KIB + 64);
        }
        expect(args[1]).toEqual(told.args[1]);
    });

    it('keeps all of a proposal without a large value, and nothing of the messages that it came in', () => {
        const recorder = new Recorder();
        const message = Buffer.alloc(1024 * KIB, 'm');
        const part = (length = 32): Buffer => message.subarray(1000, 1000 + length);
        const entries = [{ name: 'VALIDATION_PARAMETER', value: part() }];
        const version = { blockNumber: 1n, txNumber: 0n };
        const set: NamespaceReadWriteSet = {
            namespace: 'store',
            reads: [{ key: 'r', version }],
            ranges: [
                {
                    startKey: 'a',
                    endKey: 'z',
                    exhausted: true,
                    rawReads: undefined,
                    merkleHashes: { maxDegree: 2, maxLevel: 1, maxLevelHashes: [part()] },
                },
            ],
            writes: [{ key: 'w', isDelete: false, value: part(64 * KIB) }],
            metadataWrites: [{ key: 'w', entries }],
            collections: [
                {
                    name: 'secrets',
                    reads: [{ keyHash: part(), version }],
                    writes: [{ keyHash: part(), isDelete: false, isPurge: false, valueHash: part() }],
                    metadataWrites: [{ keyHash: part(), entries }],
                    privateSetHash: part(),
                },
            ],
        };
        const { result, ...others } = observedProposal(1, part());
        if (result === undefined) throw new Error('nothing is endorsed');
        const response = { ...result.response, payload: part() };
        const event = { chaincode: 'store', name: 'Put', payload: part(1) };
        const told = { ...others, result: { ...result, response, event, readWriteSet: [set] } };
        recorder.proposal(told);
        const kept = recorder.find(told.txId)?.proposal;
        expect(kept).toEqual(told);
        const memory = new Set(buffersIn(kept).map(({ buffer }) => buffer));
        expect([...memory].map(({ byteLength }) => byteLength > 64 * KIB && byteLength < 68 * KIB)).toEqual([true]);
    });

    it('keeps fewer where they have read much, or have many policies', () => {
        const recorder = new Recorder();
        const reads = Array.from({ length: 1000 }, (_, index) => ({ key: `k${index}`, version: undefined }));
        const set = { namespace: 'store', reads, ranges: [], writes: [], metadataWrites: [], collections: [] };
        const record = (number: number, readWriteSet: readonly NamespaceReadWriteSet[]): void => {
            const { result, ...told } = observedProposal(number);
            if (result !== undefined) recorder.proposal({ ...told, result: { ...result, readWriteSet } });
        };
        for (let number = 1; number <= 400; number++) record(number, [set]);
        expect(numbersOf(recorder).length).toBeLessThan(350);
        for (let number = 1001; number <= 2000; number++) record(number, []);
        expect(numbersOf(recorder).length).toBeGreaterThan(1000);
        const block = observedBlock(
            1n,
            Array.from({ length: 1000 }, (_, index) => ({ ...observedProposal(1001 + index), status: 'VALID' })),
        );
        const policy = {
            of: 'key',
            namespace: 'store',
            collection: '',
            key: 'k',
            text: '',
            isFulfilled: true,
            missing: [],
        } as const;
        const policies = Array<typeof policy>(1000).fill(policy);
        recorder.block({ ...block, transactions: block.transactions.map((one) => ({ ...one, policies })) });
        expect(numbersOf(recorder).length).toBeLessThan(350);
    });

    it('keeps a proposal once, as the newest, when it is sent again', () => {
        const recorder = new Recorder();
        for (let time = 0; time < 1500; time++) recorder.proposal(observedProposal(1, Buffer.alloc(64 * KIB)));
        recorder.proposal(observedProposal(2));
        recorder.proposal(observedProposal(1));
        expect(numbersOf(recorder)).toEqual([1502, 1501]);
        expect(recorder.find(observedProposal(1).txId)?.seq).toBe(1502);
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
        expect([recorder.reverts, recorder.revertedTo]).toEqual([2, 7n]);
    });

    it('marks what the page tries, and leaves out what it asks for itself', async () => {
        const recorder = new Recorder();
        const { txId } = observedProposal(1);
        await recorder.asTried(txId, () => {
            recorder.proposal(observedProposal(1));
            recorder.proposal(observedProposal(2));
            return Promise.resolve();
        });
        const args = [Buffer.from('org.hyperledger.fabric:GetMetadata')];
        recorder.proposal({ ...observedProposal(3), args });
        const kept = [...recorder.newest()].map(({ seq, isTried }) => [seq, isTried]);
        expect(kept).toEqual([
            [2, false],
            [1, true],
        ]);
    });
});
