import { requests } from '@heddle/protocol';
import { afterEach, describe, expect, it } from '@jest/globals';
import { MemoryLevel } from 'memory-level';
import { Channel } from '../channel/channel';
import type { CommitStatus, EndorsedTransaction } from '../endorse/transaction-request';
import { Membership } from '../identity/membership';
import { LevelLedgerStore } from '../ledger/level-ledger-store';
import { RuleBench } from '../testing/rule-bench';
import type { BatchOptions } from './batch-options';

describe('an orderer', () => {
    let bench: RuleBench;

    afterEach(() => bench[Symbol.asyncDispose]());

    async function start(batch: BatchOptions): Promise<void> {
        bench = await RuleBench.start({ batch });
        bench.install(async ({ ask, message }) => {
            await ask(requests.putState, { key: message.txId, value: Buffer.from('v') });
        });
    }

    function endorse(count: number): Promise<EndorsedTransaction[]> {
        const request = { chaincode: 'basic', function: 'run' };
        return Promise.all(Array.from({ length: count }, () => bench.peer.endorse(request)));
    }

    async function commitEach(transactions: readonly EndorsedTransaction[]): Promise<CommitStatus[]> {
        return (await Promise.all(transactions.map((one) => bench.peer.commit(one)))).flat();
    }

    it('waits for more until its time is over, and cuts one block', async () => {
        await start({ timeoutMs: 200 });
        const commits = await commitEach(await endorse(5));
        expect(commits.map(({ blockNumber, txNumber }) => [blockNumber, txNumber])).toEqual(
            [0n, 1n, 2n, 3n, 4n].map((index) => [1n, index]),
        );
    });

    it('cuts a block when it is full, without waiting', async () => {
        await start({ timeoutMs: 60_000, maxMessageCount: 2 });
        const commits = await commitEach(await endorse(4));
        expect(commits.map(({ blockNumber }) => blockNumber)).toEqual([1n, 1n, 2n, 2n]);
    });

    it('puts what is committed together into one block, even above its limit', async () => {
        await start({ maxMessageCount: 2 });
        const commits = await bench.peer.commit(...(await endorse(3)));
        expect(commits.map(({ blockNumber }) => blockNumber)).toEqual([1n, 1n, 1n]);
    });

    it('commits what it was given before it was closed', async () => {
        await start({ timeoutMs: 60_000 });
        const [transaction] = await endorse(1);
        if (transaction === undefined) throw new Error('nothing was endorsed');
        const committed = bench.peer.commit(transaction);
        await bench.peer.close();
        expect((await committed)[0]?.status).toBe('VALID');
    });

    it('takes nothing that was not endorsed', async () => {
        await start({});
        const [transaction] = await endorse(1);
        if (transaction === undefined) throw new Error('nothing was endorsed');
        await expect(bench.peer.commit({ ...transaction, envelope: undefined })).rejects.toMatchObject({
            code: 'NOT_ENDORSED',
        });
    });

    it('marks bytes that are not envelopes, and goes on', async () => {
        await start({});
        const [one] = await endorse(1);
        if (one?.envelope === undefined) throw new Error('nothing was endorsed');
        const broken = [Buffer.alloc(0), Buffer.of(0x0a, 0x7f), Buffer.from(one.envelope).fill(1, 200, 210)];
        const commits = await bench.peer.commit(...broken.map((envelope) => ({ ...one, envelope })), one);
        expect(commits.map(({ status }) => status).at(-1)).toBe('VALID');
        expect(commits.map(({ status }) => status).filter((status) => status === 'VALID')).toHaveLength(1);
        expect(await bench.peer.height()).toBe(2n);
    });
});

describe('an orderer that waits no time', () => {
    it.each([
        [true, 1n],
        [false, 2n],
    ])('with others: %s, puts what comes soon up to block %s', async (withOthers, last) => {
        const channel = await openChannel();
        // Nothing that is valid: it is in a block all the same.
        const first = channel.orderer.order([Buffer.of(1)], { withOthers });
        for (let promises = 0; promises < 5; promises++) await Promise.resolve();
        const second = channel.orderer.order([Buffer.of(2)], { withOthers });
        const committed = (await Promise.all([first, second])).flat();
        expect(committed.map(({ blockNumber }) => blockNumber)).toEqual([1n, last]);
        await channel.close();
    });
});

async function openChannel(): Promise<Channel> {
    const clock = (): Date => new Date();
    return await Channel.open({
        id: 'mychannel',
        store: await LevelLedgerStore.open(new MemoryLevel(), 'mychannel'),
        membership: new Membership([], clock),
        batch: {},
        clock,
        stateDatabase: 'leveldb',
        endorsers: ['Org1MSP'],
    });
}
