import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Chaincode, type ChaincodeStub, success } from '@heddle/core';
import { parseExpectedChanges, replayJournalOf, ReplayReport } from '@heddle/replay';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { RecordedNetwork, SILENT } from './recorded-network';
import { countsOf, replayed, whatDiffers } from './replay-counts';

type Functions = Readonly<Record<string, (stub: ChaincodeStub, ...args: string[]) => Promise<unknown>>>;

function chaincodeOf(functions: Functions): Chaincode {
    const run = async (stub: ChaincodeStub): ReturnType<Chaincode['Invoke']> => {
        const [name = '', ...args] = stub.getStringArgs();
        const result = await functions[name]?.(stub, ...args);
        return success(typeof result === 'number' ? String(result) : ((result ?? '') as string | Uint8Array)); // of the functions below
    };
    return { Init: run, Invoke: run };
}

const SECRET = 'secret-4711';
const COLLECTION = '_implicit_org_Org1MSP';

async function keysOf(stub: ChaincodeStub, start: string, end: string): Promise<string[]> {
    const keys: string[] = [];
    for await (const { key } of stub.getStateByRange(start, end)) keys.push(key);
    return keys;
}

const FUNCTIONS: Functions = {
    async sum(stub, ...keys) {
        const values: number[] = [];
        for (const key of keys) values.push(Number(String(await stub.getState(key))));
        const sum = values.reduce((left, right) => left + right, 0);
        await stub.putState('sum', JSON.stringify({ sum, of: keys }));
        stub.setEvent('summed', Buffer.from(String(sum)));
        return sum;
    },
    async store(stub, key, value) {
        await stub.putState(key, value);
    },
    async list(stub) {
        return (await keysOf(stub, 'a', 'z')).join();
    },
    async keep(stub) {
        await stub.putPrivateData(COLLECTION, 'k', stub.getTransient().get('secret') ?? '');
    },
    async tell(stub) {
        return String(await stub.getPrivateData(COLLECTION, 'k'));
    },
    async peek(stub) {
        const isKnown = String(stub.asReadOnly().getTransient().get('secret')).startsWith('secret');
        await stub.putState('peeked', isKnown ? 'yes' : 'no');
    },
    // Client data that is not looked at is no secret that the function could have used.
    ignore: () => Promise.resolve('nothing'),
    fail: () => Promise.reject(new Error('no')),
};

/** Does the same in another way: reads side by side, in the other order, and one less. */
const REFACTORED: Functions = {
    ...FUNCTIONS,
    async sum(stub, ...keys) {
        const read = [...new Set(keys)].reverse();
        const values = await Promise.all(read.map((key) => stub.getState(key)));
        const known = new Map(read.map((key, index) => [key, Number(String(values[index]))]));
        const sum = keys.reduce((left, key) => left + (known.get(key) ?? 0), 0);
        await stub.putState('sum', JSON.stringify({ sum, of: keys }));
        stub.setEvent('summed', Buffer.from(String(sum)));
        return sum;
    },
};

function bytesOf(folder: string): string {
    return readdirSync(folder)
        .map((name) => readFileSync(join(folder, name), 'latin1'))
        .join('');
}

describe('a journal, replayed', () => {
    let network: RecordedNetwork;
    const code = chaincodeOf(FUNCTIONS);

    async function play(target: RecordedNetwork): Promise<void> {
        const peer = await target.peer();
        const call = (name: string, ...args: string[]): Promise<unknown> =>
            peer.submit({ chaincode: 'cc', args: [name, ...args] });
        for (const [key, value] of Object.entries({ a: '1', b: '2', c: '3' })) await call('store', key, value);
        await call('sum', 'a', 'b', 'c', 'a');
        await call('store', 'zd', 'deleted');
        await call('list');
        await peer.evaluate({ chaincode: 'cc', args: ['fail'] });
        await peer.submit({ chaincode: 'cc', args: ['keep'], transient: { secret: Buffer.from(SECRET) } });
        await peer.submit({ chaincode: 'cc', args: ['ignore'], transient: { secret: Buffer.from(SECRET) } });
        await peer.evaluate({ chaincode: 'cc', args: ['tell'] });
        await peer.evaluate({ chaincode: 'cc', args: ['peek'], transient: { secret: Buffer.from(SECRET) } });
        await peer.close();
        await target.stop();
    }

    beforeAll(async () => {
        network = await RecordedNetwork.start({ chaincode: code, digest: 'one' });
        await play(network);
    });
    afterAll(async () => {
        await network[Symbol.asyncDispose]();
    });

    it('is the same with the same code, operation by operation, but for what is private', async () => {
        const transactions = await replayed(network.folder, code, { digest: 'one' });
        expect(countsOf(transactions)).toEqual({ reproduced: 7, redacted: 4 });
    });

    it('time machine promise 5: is the same with code that reads otherwise, unless it is to be the same operations', async () => {
        const refactored = chaincodeOf(REFACTORED);
        expect(countsOf(await replayed(network.folder, refactored))).toEqual({ reproduced: 7, redacted: 4 });
        const strict = await replayed(network.folder, refactored, { strict: true });
        expect(whatDiffers(strict)).toEqual(['sum: what it asked']);
    });

    it('tells the operation, the key and the path of what differs', async () => {
        const other: Functions = {
            ...FUNCTIONS,
            sum: async (stub) => {
                await stub.putState('sum', JSON.stringify({ sum: 8, of: ['a', 'b', 'c', 'a'] }));
                stub.setEvent('summed', Buffer.from('7'));
                return 7;
            },
        };
        const differing = (await replayed(network.folder, chaincodeOf(other))).filter(
            ({ verdict }) => verdict.kind === 'differs',
        );
        expect(differing.map(({ functionName, verdict }) => [functionName, verdict])).toEqual([
            [
                'sum',
                {
                    kind: 'differs',
                    differences: [{ what: 'write of sum, sum', first: '7', second: '8', operation: 1 }],
                },
            ],
        ]);
    });

    it('tells a key that is deleted from one that is written, and what comes last is what counts', async () => {
        const deleting: Functions = {
            ...FUNCTIONS,
            store: (stub, key = '') => (key === 'zd' ? stub.deleteState(key) : stub.putState(key, 'other')),
        };
        const only = { functions: ['store'] };
        expect(whatDiffers(await replayed(network.folder, chaincodeOf(deleting), only))).toEqual([
            'store: write of a',
            'store: write of b',
            'store: write of c',
            'store: write of zd',
            'store: delete of zd',
        ]);
        const thrice: Functions = {
            ...FUNCTIONS,
            async store(stub, key = '', value = '') {
                await stub.putState(key, 'other');
                await stub.deleteState(key);
                await stub.putState(key, value);
            },
        };
        expect(countsOf(await replayed(network.folder, chaincodeOf(thrice), only))).toEqual({ reproduced: 4 });
    });

    it('takes a private key that is purged in the end for one that is purged alone', async () => {
        const purging: Functions = { forget: (stub) => stub.purgePrivateData(COLLECTION, 'k') };
        const twice: Functions = {
            async forget(stub) {
                await stub.putPrivateData(COLLECTION, 'k', 'v');
                await stub.purgePrivateData(COLLECTION, 'k');
            },
        };
        const other: Functions = { forget: (stub) => stub.deletePrivateData(COLLECTION, 'k') };
        await using recorded = await RecordedNetwork.start({ chaincode: chaincodeOf(purging) });
        const peer = await recorded.peer();
        await peer.submit({ chaincode: 'cc', args: ['forget'] });
        await peer.close();
        await recorded.stop();
        expect(countsOf(await replayed(recorded.folder, chaincodeOf(twice)))).toEqual({ reproduced: 1 });
        const differing = await replayed(recorded.folder, chaincodeOf(other));
        expect(whatDiffers(differing)).toEqual([
            expect.stringMatching(/^forget: purge of k in /),
            expect.stringMatching(/^forget: delete of k in /),
        ]);
    });

    it('answers a key from the range that has it, and says where it has no answer', async () => {
        const other: Functions = {
            ...FUNCTIONS,
            list: async (stub) => {
                const keys = await keysOf(stub, 'a', 'c');
                const isThere = await Promise.all(['c', 'cc', 'sum'].map((key) => stub.getState(key)));
                return [...keys, ...['c', 'cc', 'sum'].filter((_, index) => isThere[index]?.length !== 0)].join();
            },
            fail: (stub) => stub.getState('zz'),
        };
        const transactions = await replayed(network.folder, chaincodeOf(other));
        expect(countsOf(transactions)).toEqual({ reproduced: 6, redacted: 4, 'not recorded': 1 });
        expect(transactions.find(({ functionName }) => functionName === 'fail')?.verdict).toEqual({
            kind: 'not recorded',
            why: 'read of zz',
        });
    });

    it('time machine promise 8: has no secret by default, and all of it where that is asked for: then it is the same', async () => {
        expect(bytesOf(network.folder)).not.toContain(SECRET);
        await using whole = await RecordedNetwork.start({
            chaincode: code,
            journal: { include: ['transient', 'private'] },
        });
        await play(whole);
        expect(bytesOf(whole.folder)).toContain(SECRET);
        expect(countsOf(await replayed(whole.folder, code, { strict: true }))).toEqual({ reproduced: 11 });
    });

    it('time machine promise 8: has no secret either that another chaincode has called with, and does not run that call', async () => {
        const forward = chaincodeOf({
            forward: async (stub) => {
                const secret = String(stub.getTransient().get('secret'));
                await stub.invokeChaincode('called', ['stash', 'k', secret]);
            },
        });
        const stash = chaincodeOf({ stash: (stub, key, value) => stub.putPrivateData(COLLECTION, key, value) });
        await using caller = await RecordedNetwork.start({ chaincode: forward });
        await using called = await RecordedNetwork.start({ chaincode: stash, packageId: 'called:1' });
        const peer = await caller.peer();
        called.install(peer, 'called');
        await peer.submit({ chaincode: 'cc', args: ['forward'], transient: { secret: Buffer.from(SECRET) } });
        await peer.close();
        await Promise.all([caller.stop(), called.stop()]);
        expect([bytesOf(caller.folder), bytesOf(called.folder)].join('')).not.toContain(SECRET);
        expect(
            (await replayed(called.folder, stash)).map(({ functionName, verdict }) => [functionName, verdict]),
        ).toEqual([['stash', { kind: 'redacted', why: 'another chaincode has called it with private arguments' }]]);
    });

    it('time machine promise 18: is not green where nothing could be compared, or what was expected has not happened', async () => {
        const report = async (options: object, changes: string): Promise<[code: number, lines: string[]]> => {
            const lines: string[] = [];
            const expected = parseExpectedChanges(changes, 'changes.json');
            const written = new ReplayReport({ write: (line) => lines.push(line), expected });
            for (const one of await replayed(network.folder, code, options)) written.add(one);
            return [written.finish(), lines];
        };
        expect((await report({ functions: ['sum'] }, '[]'))[0]).toBe(0);
        const nothing = await report({ functions: ['tell'] }, '[]');
        expect([nothing[0], nothing[1].at(-1)]).toEqual([1, 'nothing could be compared']);
        const unmet = await report({ functions: ['sum'] }, '[{ "function": "sum", "what": "write of *, fee" }]');
        expect([unmet[0], unmet[1].at(-1)]).toEqual([
            1,
            expect.stringMatching(/^expected and never seen: "write of \*, fee" of sum/),
        ]);
    });

    it('is chosen from by function, chaincode and time', async () => {
        expect(await replayed(network.folder, code, { functions: ['sum', 'list'] })).toHaveLength(2);
        expect(await replayed(network.folder, code, { chaincode: 'recorded' })).toHaveLength(11);
        expect(await replayed(network.folder, code, { chaincode: 'other' })).toHaveLength(0);
        expect(await replayed(network.folder, code, { to: new Date(0) })).toHaveLength(0);
    });

    it('gives a transaction as long as a timer takes where it is to have longer', async () => {
        const Invoke: Chaincode['Invoke'] = async (stub) => {
            await sleep(5);
            return code.Invoke(stub);
        };
        const counts = countsOf(
            await replayed(network.folder, { ...code, Invoke }, { transactionTimeoutMs: Infinity }),
        );
        expect(counts).toEqual({ reproduced: 7, redacted: 4 });
    });

    it('runs each transaction by the code that is for it', async () => {
        const kinds: string[] = [];
        const other = chaincodeOf({});
        const fitting = { code: [{ chaincode: other }, { name: 'recorded', chaincode: code }] };
        expect(countsOf(await replayed(network.folder, other, fitting))).toEqual({ reproduced: 7, redacted: 4 });
        const lines: string[] = [];
        const report = new ReplayReport({
            write: (line) => lines.push(line),
            debugCommand: (txId, folder = '') => `heddle debug ${txId.length} of ${folder}`,
        });
        const differing = [
            { chaincode: code, folder: '/all' },
            { name: 'recorded', chaincode: other, folder: '/recorded' },
        ];
        for (const one of await replayed(network.folder, other, { code: differing })) report.add(one);
        expect([report.finish(), lines.at(-1)]).toEqual([1, 'first: heddle debug 12 of /recorded']);
        const named = { code: [{ name: 'other', chaincode: code }], logger: SILENT };
        for await (const { verdict } of replayJournalOf(network.folder, named)) kinds.push(verdict.kind);
        expect(new Set(kinds)).toEqual(new Set(['not recorded']));
    });
});
