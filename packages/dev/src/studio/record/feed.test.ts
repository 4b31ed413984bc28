import { once } from 'node:events';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { observedBlock, observedProposal } from '../../testing/observed-proposal';
import { linesOf, readUntil, rowsIn, ServedFeed } from '../../testing/served-feed';

describe('a feed', () => {
    let served: ServedFeed;
    beforeEach(async () => {
        served = await ServedFeed.start();
    });
    afterEach(async () => {
        await served[Symbol.asyncDispose]();
    });

    function record(first: number, last: number): void {
        for (let number = first; number <= last; number++) served.recorder.proposal(observedProposal(number));
    }

    it('says where it begins, and goes on where somebody was', async () => {
        record(1, 5);
        const lines = linesOf(await served.open(3));
        const read = await readUntil(lines, ({ kind }) => kind === 'transactions');
        expect(read[0]).toEqual({ kind: 'hello', run: 'run', seq: 5, reverts: 0 });
        expect(rowsIn(read).map(({ seq }) => seq)).toEqual([4, 5]);
        record(6, 6);
        expect(rowsIn(await readUntil(lines, ({ kind }) => kind === 'transactions')).map(({ seq }) => seq)).toEqual([
            6,
        ]);
    });

    it('has a gap for more than a line of what somebody missed', async () => {
        record(1, 201);
        const read = await readUntil(linesOf(await served.open()), ({ kind }) => kind === 'gap');
        expect(rowsIn(read)).toEqual([]);
        expect(read.at(-1)).toEqual({ kind: 'gap', from: 1, to: 201 });
    });

    it('has 200 rows in a line, and a gap for what was more at that time', async () => {
        const lines = linesOf(await served.open());
        await readUntil(lines, ({ kind }) => kind === 'chaincode');
        record(1, 1000);
        const read = await readUntil(lines, ({ kind }) => kind === 'gap');
        expect(rowsIn(read).map(({ seq }) => seq)).toEqual(Array.from({ length: 200 }, (_, index) => index + 1));
        expect(read.at(-1)).toEqual({ kind: 'gap', from: 201, to: 1000 });
    });

    it('tells of a transaction before its block', async () => {
        const lines = linesOf(await served.open());
        await readUntil(lines, ({ kind }) => kind === 'chaincode');
        record(1, 1);
        const { txId } = observedProposal(1);
        served.recorder.block(observedBlock(7n, [{ txId, status: 'VALID' }]));
        const read = await readUntil(lines, ({ kind }) => kind === 'commits');
        expect(rowsIn(read).map(({ id }) => id)).toEqual([txId]);
        expect(read.at(-1)).toMatchObject({ block: 7, items: [{ id: txId, code: 'VALID', txNumber: 0 }] });
    });

    it('has a gap for blocks that were too many at a time', async () => {
        const lines = linesOf(await served.open());
        await readUntil(lines, ({ kind }) => kind === 'chaincode');
        record(1, 1);
        for (let number = 0; number < 300; number++) served.recorder.block(observedBlock(BigInt(number), []));
        const read = await readUntil(lines, ({ kind }) => kind === 'gap');
        expect(read.filter(({ kind }) => kind === 'commits')).toHaveLength(200);
        expect(read.at(-1)).toEqual({ kind: 'gap', from: 2, to: 1, blocks: { from: 200, to: 299 } });
    });

    it('tells of a revert at once, and no more of what was before it', async () => {
        const lines = linesOf(await served.open());
        await readUntil(lines, ({ kind }) => kind === 'chaincode');
        record(1, 1000);
        const { txId } = observedProposal(1);
        served.recorder.block(observedBlock(7n, [{ txId, status: 'VALID' }]));
        served.recorder.reverted({ height: 7n });
        record(1001, 1001);
        const read = await readUntil(lines, ({ kind }) => kind === 'transactions');
        expect(read.find(({ kind }) => kind === 'reverted')).toEqual({
            kind: 'reverted',
            height: 7,
            reverts: 1,
            seq: 1000,
        });
        expect(rowsIn(read).map(({ seq }) => seq)).toEqual([1001]);
        expect(read.map(({ kind }) => kind)).not.toContain('commits');
        expect(read.map(({ kind }) => kind)).not.toContain('gap');
        const [hello] = await readUntil(linesOf(await served.open(1001)), ({ kind }) => kind === 'hello');
        expect(hello).toEqual({ kind: 'hello', run: 'run', seq: 1001, reverts: 1 });
    });

    it('is had by five pages at once, and by another one when one of them leaves', async () => {
        const open = await Promise.all(Array.from({ length: 5 }, () => served.open()));
        expect(open.map(({ statusCode }) => statusCode)).toEqual(Array(5).fill(200));
        const refused = await served.open();
        expect(refused.statusCode).toBe(503);
        refused.resume();
        const [response] = served.responses;
        const left = response && once(response, 'close');
        open[0]?.destroy();
        await left;
        expect((await served.open()).statusCode).toBe(200);
    });

    it('lets go of the recorder when its page leaves', async () => {
        const before = served.recorder.listenerCount('proposal');
        const page = await served.open();
        expect(served.recorder.listenerCount('proposal')).toBe(before + 1);
        const [response] = served.responses;
        const left = response && once(response, 'close');
        page.destroy();
        await left;
        expect(served.recorder.listenerCount('proposal')).toBe(before);
    });
});
