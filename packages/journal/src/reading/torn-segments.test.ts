import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { MAGIC } from '../format/layout';
import { listSegments } from '../format/segment-file';
import { register, run, SESSION } from '../testing/frames';
import { TemporaryFolder } from '../testing/temporary-folder';
import { JournalWriter } from '../writing/journal-writer';
import { readSegment, SegmentTail } from './read-segment';
import type { RecordedTransaction } from './recorded-transaction';
import { TransactionCollector } from './transaction-collector';

const TRANSACTIONS = 60;

/** A segment of several chunks. */
async function recordSegment(): Promise<Buffer> {
    using folder = new TemporaryFolder();
    const writer = new JournalWriter({ folder: folder.at('journal'), heddle: '0.0.0', warn: () => undefined });
    const tap = writer.tap(SESSION);
    register(tap);
    for (let number = 0; number < TRANSACTIONS; number += 1) {
        run(tap, {
            txId: `tx${number}`,
            write: { key: 'k', value: String(number).repeat(number === 30 ? 200_000 : 50) },
        });
        // A chunk for each part.
        if (number % 20 === 19) await new Promise((resolve) => setTimeout(resolve, 120));
    }
    await writer.close();
    const [{ name } = { name: '' }] = listSegments(folder.at('journal'));
    return readFileSync(folder.at(`journal/${name}`));
}

function transactionsOf(bytes: Buffer): RecordedTransaction[] {
    const { records, problem } = readSegment(bytes);
    const collector = new TransactionCollector('p');
    const transactions = records.flatMap((record) => collector.take(record));
    return [...transactions, ...(problem === undefined ? [] : collector.gap()), ...collector.finish()];
}

describe('time machine promise 3: a segment that a crash has left', () => {
    let segment: Buffer;
    let whole: Map<string, string>;

    it('is read whole where it is', async () => {
        segment = await recordSegment();
        const transactions = transactionsOf(segment);
        whole = new Map(transactions.map(({ txId, frames }) => [txId, framesOf(frames)]));
        expect(transactions).toHaveLength(TRANSACTIONS);
        expect(readSegment(segment).problem).toBeUndefined();
    });

    it('is read as far as it is whole, cut anywhere', () => {
        fc.assert(
            fc.property(fc.nat(segment.length - 1), (length) => {
                expectTruth(segment.subarray(0, length));
            }),
            { numRuns: 300 },
        );
    });

    it('never makes up a transaction, whichever bit is another one', () => {
        fc.assert(
            fc.property(fc.nat(segment.length - 1), fc.nat(7), (at, bit) => {
                const broken = Buffer.from(segment);
                broken[at] = (broken[at] ?? 0) ^ (1 << bit);
                // Times and names of the header say nothing of a transaction.
                expectTruth(broken);
            }),
            { numRuns: 700 },
        );
    });

    it('is read piece by piece as it is at once', () => {
        fc.assert(
            fc.property(fc.array(fc.nat(segment.length), { maxLength: 5 }), (places) => {
                const tail = new SegmentTail();
                const ends = [...new Set([...places, segment.length])].sort((left, right) => left - right);
                const records = ends.flatMap((end, index) => tail.push(segment.subarray(ends[index - 1] ?? 0, end)));
                expect(records).toHaveLength(readSegment(segment).records.length);
                expect(tail.isWhole).toBe(true);
            }),
            { numRuns: 50 },
        );
    });

    it('is not taken for one where it is another file, or of a later version', () => {
        const later = Buffer.concat([Buffer.from(`${MAGIC}02`), segment.subarray(4)]);
        expect(readSegment(later)).toEqual({ header: undefined, problem: 'newer format', records: [] });
        expect(readSegment(Buffer.from('no segment at all')).problem).toBe('no segment');
        expect(readSegment(Buffer.alloc(0)).problem).toBe('no segment');
    });

    /** What is told to be whole is what was recorded. */
    function expectTruth(bytes: Buffer): void {
        for (const { txId, end, frames } of transactionsOf(bytes)) {
            if (end === 'completed' && whole.get(txId) !== framesOf(frames)) throw new Error(`${txId} is made up`);
        }
    }
});

function framesOf(frames: RecordedTransaction['frames']): string {
    return frames.map(({ from, frame }) => `${from} ${frame.toString('base64')}`).join(' ');
}
