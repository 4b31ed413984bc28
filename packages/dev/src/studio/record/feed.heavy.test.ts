import { setTimeout as wait } from 'node:timers/promises';
import type { FeedLine } from '@heddle/studio';
import { describe, expect, it } from '@jest/globals';
import { observedProposal } from '../../testing/observed-proposal';
import { linesOf, readUntil, rowsIn, ServedFeed } from '../../testing/served-feed';

const MIB = 1024 * 1024;
const SECONDS = 20;
/** More than the system's own buffers for a connection take. */
const MOST_PUSHES = 1500;

/** Tells the recorder of so many proposals as evenly as timers are. */
async function* pushes(served: ServedFeed, count: number, each: number): AsyncGenerator<number> {
    for (let push = 0; push < count; push++) {
        const first = served.recorder.seq + 1;
        for (let number = first; number < first + each; number++) served.recorder.proposal(observedProposal(number));
        yield push;
        await wait(50);
    }
}

/** How many rows a line tells of, each by itself or together as a gap. */
function toldBy(line: FeedLine): number {
    if (line.kind === 'transactions') return line.items.length;
    return line.kind === 'gap' ? line.to - line.from + 1 : 0;
}

describe('studio promise 15: a feed of 1,000 summaries a second', () => {
    it('is read whole, 200 rows a line at most, ten lines a second at most', async () => {
        await using served = await ServedFeed.start();
        const lines = linesOf(await served.open());
        const total = SECONDS * 1000;
        const started = performance.now();
        let told = 0;
        const reading = readUntil(lines, (line) => {
            told += toldBy(line);
            return told >= total;
        });
        for await (const _ of pushes(served, SECONDS * 20, 50));
        const read = await reading;
        const seconds = (performance.now() - started) / 1000;
        const batches = read.filter(
            (line): line is FeedLine & { kind: 'transactions' } => line.kind === 'transactions',
        );
        expect(Math.max(...batches.map(({ items }) => items.length))).toBeLessThanOrEqual(200);
        expect(batches.length).toBeLessThanOrEqual(10 * seconds + 1);
        // Each row was told once, or is in a gap that says so.
        const gaps = read.filter((line): line is FeedLine & { kind: 'gap' } => line.kind === 'gap');
        const missed = gaps.flatMap(({ from, to }) =>
            Array.from({ length: to - from + 1 }, (_, index) => from + index),
        );
        const all = [...rowsIn(read).map(({ seq }) => seq), ...missed].sort((a, b) => a - b);
        expect(all).toEqual(Array.from({ length: total }, (_, index) => index + 1));
    });

    it('costs at most 2 MiB for a page that does not read, which gets a gap when it reads again', async () => {
        await using served = await ServedFeed.start();
        const page = await served.open();
        const [response] = served.responses;
        if (response === undefined) throw new Error('nothing is answered');
        let [most, after] = [0, 0];
        for await (const _ of pushes(served, MOST_PUSHES, 100)) {
            most = Math.max(most, response.writableLength);
            // It stays as it is, however long that goes on.
            if (response.writableLength > MIB && ++after === 200) break;
        }
        expect(most).toBeGreaterThan(MIB);
        expect(most).toBeLessThan(2 * MIB);
        const lines = linesOf(page);
        // What still waited when it began to read is told by rows, before or after the gap, or is in a gap of its own.
        let told = 0;
        const read = await readUntil(lines, (line) => (told += toldBy(line)) >= served.recorder.seq);
        expect(told).toBe(served.recorder.seq);
        expect(read.map(({ kind }) => kind)).toContain('gap');
        served.recorder.proposal(observedProposal(0));
        const next = rowsIn(await readUntil(lines, ({ kind }) => kind === 'transactions'));
        expect(next.map(({ seq }) => seq)).toEqual([served.recorder.seq]);
    });
});
