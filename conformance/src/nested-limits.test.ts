import {
    type Chaincode,
    ChaincodeHost,
    type ChaincodeStub,
    createLogger,
    type LimitOptions,
    success,
} from '@heddle/core';
import { LocalPeer } from '@heddle/local-peer';
import { describe, expect, it } from '@jest/globals';

const SILENT = createLogger('error', () => undefined);

/** Chaincode that passes a call on along the names that it is given, and answers how many have been called. */
const chain: Chaincode = {
    Init: () => Promise.resolve(success()),
    async Invoke(stub: ChaincodeStub) {
        const [, ...names] = stub.getStringArgs();
        const [next, ...rest] = names;
        if (next === undefined) return success('0');
        // Others come meanwhile, and take every place that is free.
        await stub.getState('k');
        const { status, payload, message } = await stub.invokeChaincode(next, ['call', ...rest], '');
        return { status, message, payload: String(Number(Buffer.from(payload).toString()) + 1) };
    },
};

/** Chaincode that passes the very call that it gets on, as versions in front of others do. */
const proxy: Chaincode = {
    Init: () => Promise.resolve(success()),
    async Invoke(stub: ChaincodeStub) {
        await stub.getState('k');
        const { status, payload, message } = await stub.invokeChaincode('b', stub.getBufferArgs(), '');
        return { status, message, payload };
    },
};

interface Network extends AsyncDisposable {
    readonly peer: LocalPeer;
}

/** A host of chaincodes a, b and c, and a network that has installed them. */
async function start(limits: LimitOptions, first = chain): Promise<Network> {
    const host = new ChaincodeHost({ logger: SILENT, limits });
    const peer = await LocalPeer.start();
    for (const [name, chaincode] of Object.entries({ a: first, b: chain, c: chain })) {
        const packageId = `${name}:1`;
        const { address } = await host.add({ packageId, address: '127.0.0.1:0', chaincode });
        peer.install({ name, packageId, connect: { address } });
        await peer.launch({ chaincode: name });
    }
    return {
        peer,
        async [Symbol.asyncDispose]() {
            await peer.close();
            await host.close({ graceMs: 0 });
        },
    };
}

describe('calls of other chaincodes on a server with limits', () => {
    it('do not wait for the places of their callers, however full it is', async () => {
        await using network = await start({ transactions: 2, queue: 1000, queueMs: 60_000 });
        const { peer } = network;
        const calls = Array.from({ length: 40 }, () =>
            peer.evaluate({ chaincode: 'a', function: 'call', args: ['b', 'c'] }),
        );
        const results = await Promise.all(calls);
        expect(results.map(({ status }) => status)).toEqual(calls.map(() => 200));
        expect(new Set(results.map(({ payload }) => Buffer.from(payload).toString()))).toEqual(new Set(['2']));
    });

    it('are known by their callers where they have the same arguments', async () => {
        await using network = await start({ transactions: 1, queue: 1000, queueMs: 60_000 }, proxy);
        const calls = Array.from({ length: 20 }, () => network.peer.evaluate({ chaincode: 'a', function: 'call' }));
        const results = await Promise.all(calls);
        expect(results.map(({ status }) => status)).toEqual(calls.map(() => 200));
    });

    it('are let in where nothing new is taken', async () => {
        await using network = await start({ transactions: 1, queue: 0 });
        const calls = Array.from({ length: 10 }, () =>
            network.peer.evaluate({ chaincode: 'a', function: 'call', args: ['b'] }),
        );
        const results = await Promise.all(calls);
        const refused = results.filter(({ status }) => status === 500);
        expect(results.filter(({ status }) => status === 200).length).toBeGreaterThan(0);
        // A call that was refused would be told by its caller, as a failed call.
        for (const { message } of refused) expect(message).toMatch(/^[^;]*OVERLOADED: the chaincode server runs 1 /);
    });
});
