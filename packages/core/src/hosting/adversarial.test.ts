import { credentials } from '@grpc/grpc-js';
import { MessageType, response } from '@heddle/protocol';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { TestAuthority } from '../testing/certificates';
import { deferred } from '../testing/deferred';
import { dialAs } from '../testing/dial-as';
import { RecordedLog } from '../testing/recorded-log';
import type { ScriptedPeer } from '../testing/scripted-peer';
import { soon } from '../testing/soon';
import { createTestChaincode } from '../testing/test-chaincode';
import { TRANSPORTS } from '../testing/transports';
import { ChaincodeHost } from './chaincode-host';
import type { ServerTlsOptions } from './tls';

describe.each(TRANSPORTS)('a host of chaincodes that come and go on %s', (_name, transport) => {
    let log: RecordedLog;
    let host: ChaincodeHost;

    beforeEach(() => {
        log = new RecordedLog();
        host = new ChaincodeHost({ logger: log, transport });
    });
    afterEach(async () => {
        await host.close({ graceMs: 0 });
    });

    const chaincode = createTestChaincode({ echo: (_stub, text) => text });

    async function add(packageId: string, address = '127.0.0.1:0', hostname?: string): Promise<string> {
        return (await host.add({ packageId, address, hostname, chaincode })).address;
    }

    async function echoes(peer: ScriptedPeer, text: string): Promise<boolean> {
        const { payload } = await peer.result({ txId: text, args: ['echo', text] });
        return response.decode(payload).payload.toString() === text;
    }

    it('adds and removes ids at an address while another one there has transactions without a pause', async () => {
        const address = await add('steady:1', undefined, 'steady');
        await using peer = dialAs('steady', address);
        await peer.register();
        const ending = new AbortController();
        const load = (async (): Promise<boolean[]> => {
            const results: boolean[] = [];
            while (!ending.signal.aborted) results.push(await echoes(peer, `text ${results.length}`));
            return results;
        })();
        for (let round = 0; round < 30; round++) {
            await add(`passing:${round}`, address, 'passing');
            await using passing = dialAs('passing', address);
            await passing.register();
            expect(await echoes(passing, 'here')).toBe(true);
            expect(await host.remove(`passing:${round}`)).toBe(true);
            expect(await passing.ended).toBeUndefined();
        }
        ending.abort();
        const results = await load;
        expect(results.length).toBeGreaterThan(30);
        expect(results.every(Boolean)).toBe(true);
        expect(log.messages()).toEqual([]);
    });

    it('removes one twice, at the same time and later', async () => {
        const gate = deferred();
        const waiting = createTestChaincode({ wait: () => gate.promise });
        const { address } = await host.add({ packageId: 'one:1', address: '127.0.0.1:0', chaincode: waiting });
        await using peer = dialAs('any', address);
        await peer.register();
        await peer.invoke({ args: ['wait'] });
        await soon(() => host.chaincodes[0]?.transactionsInFlight === 1);
        const removals = [host.remove('one:1'), host.remove('one:1')];
        gate.resolve();
        expect(await Promise.all(removals)).toEqual([true, false]);
        expect(await host.remove('one:1')).toBe(false);
        expect(await host.remove('never:0')).toBe(false);
        expect((await peer.next({ type: MessageType.COMPLETED })).txId).toBe('tx1');
    });

    it('adds the same id twice at the same time: one of them', async () => {
        const outcomes = await Promise.allSettled([add('one:1'), add('one:1')]);
        expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
        expect(host.chaincodes).toHaveLength(1);
    });

    it('adds two ids to an address at the same time, and neither where it cannot listen', async () => {
        const taken = await add('taker:1');
        const other = new ChaincodeHost({ logger: log, transport });
        const addAt = (packageId: string, hostname: string): Promise<unknown> =>
            other.add({ packageId, address: taken, hostname, chaincode });
        const outcomes = await Promise.allSettled([addAt('one:1', 'one'), addAt('two:2', 'two')]);
        expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
        expect(other.chaincodes).toEqual([]);
        await host.remove('taker:1');
        expect((await Promise.allSettled([addAt('one:1', 'one'), addAt('two:2', 'two')])).every(isDone)).toBe(true);
        await other.close();
    });

    it('adds, removes and adds again at one address without waiting', async () => {
        const address = await add('one:0');
        const steps: Promise<unknown>[] = [];
        for (let round = 0; round < 20; round++) {
            steps.push(host.remove(`one:${round}`), add(`one:${round + 1}`, address));
        }
        await Promise.all(steps);
        await using peer = dialAs('any', address);
        expect(await peer.register()).toBe('one:20');
        expect(host.chaincodes).toHaveLength(1);
    });

    it('is closed while it adds and removes', async () => {
        const address = await add('one:1');
        const adding = Promise.allSettled([add('two:2'), add('three:3', address, 'three')]);
        const removing = host.remove('one:1');
        await host.close();
        await Promise.all([adding, removing]);
        expect(host.chaincodes).toEqual([]);
        const successor = new ChaincodeHost({ logger: log, transport });
        await expect(successor.add({ packageId: 'one:1', address, chaincode })).resolves.toMatchObject({ address });
        await successor.close();
    });

    it('is closed in a hurry while a removal has time', async () => {
        const never = createTestChaincode({ never: () => new Promise(() => undefined) });
        const address = await add('steady:1', undefined, 'steady');
        await host.add({ packageId: 'one:1', address, hostname: 'one', chaincode: never });
        await using peer = dialAs('one', address);
        await peer.register();
        await peer.invoke({ args: ['never'] });
        await soon(() => host.chaincodes.some(({ transactionsInFlight }) => transactionsInFlight === 1));
        const removed = host.remove('one:1', { graceMs: 2 ** 31 - 1 });
        await host.close({ graceMs: 1 });
        expect(await removed).toBe(true);
        expect(await peer.ended).toBeUndefined();
    });

    it('takes certificates in a storm, and serves those who dial in between', async () => {
        const authority = await TestAuthority.create();
        const pairs = await Promise.all(Array.from({ length: 3 }, () => authority.issue({ hosts: ['one', 'two'] })));
        const tls = (round: number): ServerTlsOptions => {
            const { key, cert } = pairs[round % pairs.length] ?? { key: '', cert: '' };
            return round % 2 === 0 ? { key, cert } : { key, cert, clientCACerts: authority.cert };
        };
        const own = await authority.issue();
        const channel = credentials.createSsl(authority.cert, own.key, own.cert);
        const { address } = await host.add({
            packageId: 'one:1',
            address: '127.0.0.1:0',
            hostname: 'one',
            tls: tls(0),
            chaincode,
        });
        await host.add({ packageId: 'two:2', address, hostname: 'two', tls: tls(1), chaincode });
        await using steady = dialAs('two', address, channel);
        await steady.register();
        for (let round = 0; round < 40; round++) {
            for (let again = 0; again < 5; again++) host.reloadTls('one:1', tls(round + again));
            await using peer = dialAs('one', address, channel);
            expect(await peer.register()).toBe('one:1');
            expect(await echoes(peer, `text ${round}`)).toBe(true);
            expect(await echoes(steady, `text ${round}`)).toBe(true);
        }
        expect(log.messages()).toEqual([]);
    });
});

function isDone({ status }: PromiseSettledResult<unknown>): boolean {
    return status === 'fulfilled';
}
