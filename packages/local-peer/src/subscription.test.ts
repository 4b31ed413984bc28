import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { CommittedBlock } from './subscription';
import { RuleBench } from './testing/rule-bench';

describe('a subscription', () => {
    let bench: RuleBench;

    beforeEach(async () => {
        bench = await RuleBench.start();
        bench.install((_, name = '') => (name === '' ? undefined : { event: { name, payload: '' } }));
    });

    afterEach(() => bench[Symbol.asyncDispose]());

    async function take(blocks: AsyncIterable<CommittedBlock>, count: number): Promise<bigint[]> {
        const numbers: bigint[] = [];
        for await (const { number } of blocks) {
            numbers.push(number);
            if (numbers.length === count) break;
        }
        return numbers;
    }

    it('to blocks begins with the next one, or with the one that is asked for, and misses none', async () => {
        await bench.submit();
        const fromNow = await bench.peer.blocks();
        const fromStart = await bench.peer.blocks({ startBlock: 0n });
        const taken = [take(fromNow, 20), take(fromStart, 22)];
        for (let index = 0; index < 20; index++) await bench.submit();
        const [now = [], start = []] = await Promise.all(taken);
        expect(now).toEqual(Array.from({ length: 20 }, (_, index) => BigInt(index + 2)));
        expect(start).toEqual(Array.from({ length: 22 }, (_, index) => BigInt(index)));
    });

    it('to events has those of valid transactions, of one chaincode where one is named', async () => {
        const mine = await bench.peer.events({ chaincode: 'basic' });
        const others = await bench.peer.events({ chaincode: 'other' });
        await bench.submit();
        const endorsed = await bench.peer.endorse({ chaincode: 'basic', function: 'run', args: ['twice'] });
        await bench.peer.commit(endorsed, endorsed);
        const { txId } = await bench.submit('last');
        const names: string[] = [];
        for await (const event of mine) {
            names.push(event.name);
            if (event.txId === txId) break;
        }
        expect(names).toEqual(['twice', 'last']);
        await others.close();
        for await (const event of others) throw new Error(`unexpected event ${event.name}`);
    });

    it('ends when it is closed, when its reader waits and when the peer is closed', async () => {
        const closed = await bench.peer.blocks();
        const taken = take(closed, 1);
        await closed.close();
        await closed.close();
        expect(await taken).toEqual([]);
        const open = await bench.peer.blocks();
        const waiting = take(open, 1);
        await bench.peer.close();
        expect(await waiting).toEqual([]);
    });
});
