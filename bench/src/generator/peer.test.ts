import { type Chaincode, ChaincodeServer, createLogger, success } from '@heddle/core';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { RawChaincode } from '../chaincode/raw-chaincode';
import { workloads } from '../workloads';
import { type FabricVersion, LoadPeer } from './peer';

/** What a chaincode without the contract layer has. */
const RAW = Object.values(workloads)
    .filter(({ servers }) => servers?.includes('heddle-raw') !== false)
    .map(({ name }) => name);
const LOAD = { concurrency: 4, milliseconds: 30 };

describe('the load generator', () => {
    const closing: (() => unknown)[] = [];

    /** Serves a chaincode, and dials it. */
    async function dial(chaincode: Chaincode, fabric: FabricVersion = '2.5'): Promise<LoadPeer> {
        const server = new ChaincodeServer(chaincode, {
            packageId: `bench:${'0'.repeat(64)}`,
            address: '127.0.0.1:0',
            logger: createLogger('error', () => undefined),
        });
        const { address } = await server.start();
        closing.push(() => server.close({ graceMs: 0 }));
        const peer = await LoadPeer.dial({ address, fabric, keepaliveMs: 5 });
        closing.push(() => {
            peer.close();
        });
        return peer;
    }

    beforeEach(() => {
        closing.length = 0;
    });

    afterEach(async () => {
        for (const close of closing.reverse()) await close();
    });

    it.each(RAW)('runs %s against peers of both kinds', async (name) => {
        for (const fabric of ['2.5', '3.1'] as const) {
            const peer = await dial(new RawChaincode(), fabric);
            const { transactions, p50Ms, p99Ms } = await peer.run(workloads[name], LOAD);
            expect(transactions).toBeGreaterThanOrEqual(LOAD.concurrency);
            expect(p99Ms).toBeGreaterThanOrEqual(p50Ms);
        }
    });

    it.each([2, 50])('ends after %d transactions where no more are wanted', async (most) => {
        const peer = await dial(new RawChaincode());
        const { transactions } = await peer.run(workloads.getput, {
            ...LOAD,
            milliseconds: 60_000,
            transactions: most,
        });
        expect(transactions).toBe(most);
    });

    it('takes no wrong answer', async () => {
        const peer = await dial({ Init: answer, Invoke: answer });
        await expect(peer.run(workloads.noop, LOAD)).rejects.toThrow("noop was answered with 'no' instead of 'ok'");
    });

    it('takes no answer that was given without doing the work', async () => {
        const pretend = (): ReturnType<Chaincode['Invoke']> => Promise.resolve(success('100'));
        const peer = await dial({ Init: pretend, Invoke: pretend });
        await expect(peer.run(workloads.getput, LOAD)).rejects.toThrow(/^0 reads were made where \d+ were expected$/);
    });

    it('says so when the server goes away, during a load and at the next one', async () => {
        const peer = await dial({ Init: answer, Invoke: () => new Promise(() => undefined) });
        const running = peer.run(workloads.noop, LOAD);
        await Promise.all([expect(running).rejects.toThrow('ended'), closing[0]?.()]);
        await expect(peer.run(workloads.noop, LOAD)).rejects.toThrow('ended');
    });

    it('says so when nothing listens', async () => {
        await expect(LoadPeer.dial({ address: '127.0.0.1:1', fabric: '2.5' })).rejects.toThrow('ECONNREFUSED');
    });
});

function answer(): ReturnType<Chaincode['Invoke']> {
    return Promise.resolve(success('no'));
}
