import { once } from 'node:events';
import { connect } from 'node:net';
import { type ChaincodeMessage, MessageType, response } from '@heddle/protocol';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { deferred } from '../testing/deferred';
import { dialAs } from '../testing/dial-as';
import { RecordedLog } from '../testing/recorded-log';
import { ScriptedPeer } from '../testing/scripted-peer';
import { soon } from '../testing/soon';
import { createTestChaincode } from '../testing/test-chaincode';
import { TRANSPORTS } from '../testing/transports';
import { http2Transport } from '../transport/http2-transport';
import type { TransportFactory } from '../transport/transport';
import { ChaincodeHost } from './chaincode-host';
import type { HostedChaincodeOptions } from './hosted-chaincodes';

const payloadOf = ({ payload }: ChaincodeMessage): string => response.decode(payload).payload.toString();

describe.each(TRANSPORTS)('ChaincodeHost on %s', (_name, transport) => {
    let log: RecordedLog;
    let host: ChaincodeHost;

    beforeEach(() => {
        log = new RecordedLog();
        host = new ChaincodeHost({ logger: log, transport });
    });
    afterEach(async () => {
        await host.close({ graceMs: 0 });
    });

    /** Serves a chaincode that answers with its own id, or waits for the gate. */
    async function add(packageId: string, options: Partial<HostedChaincodeOptions> = {}): Promise<string> {
        const chaincode = createTestChaincode({ name: () => packageId });
        const { address } = await host.add({ packageId, address: '127.0.0.1:0', chaincode, ...options });
        return address;
    }

    async function nameAt(address: string, hostname?: string): Promise<string> {
        await using peer = hostname === undefined ? ScriptedPeer.dial(address) : dialAs(hostname, address);
        const registered = await peer.register();
        const answered = payloadOf(await peer.result({ args: ['name'] }));
        expect(answered).toBe(registered);
        return answered;
    }

    it('serves each id at an address of its own', async () => {
        const [one, two] = [await add('one:1'), await add('two:2')];
        expect(await nameAt(one)).toBe('one:1');
        expect(await nameAt(two)).toBe('two:2');
        expect(log.messages('info').slice(0, 2)).toEqual([
            `listening on ${one} for one:1, without TLS`,
            `listening on ${two} for two:2, without TLS`,
        ]);
    });

    it('tells ids at one address apart by the host name that the peer dials, whatever its port and letters', async () => {
        const address = await add('one:1', { hostname: 'one.example.com' });
        await add('two:2', { hostname: 'TWO.example.com', address });
        expect(await nameAt(address, 'one.example.com')).toBe('one:1');
        expect(await nameAt(address, 'two.example.com')).toBe('two:2');
        expect(await nameAt(address, 'Two.Example.com.')).toBe('two:2');
        expect(log.messages('info')).toContain(
            `listening on ${address} for two:2 at the host name two.example.com, without TLS`,
        );
    });

    it('takes IP addresses for host names', async () => {
        const address = await add('one:1', { hostname: '127.0.0.1' });
        await add('two:2', { hostname: 'localhost', address });
        expect(await nameAt(address)).toBe('one:1');
        expect(await nameAt(address.replace('127.0.0.1', 'localhost'))).toBe('two:2');
    });

    it('gives names that nobody has to the id without one', async () => {
        const address = await add('any:0');
        await add('one:1', { hostname: 'one.example.com', address });
        expect(await nameAt(address, 'one.example.com')).toBe('one:1');
        expect(await nameAt(address, 'other.example.com')).toBe('any:0');
    });

    it('refuses a name that nobody has, and names those that there are in its log', async () => {
        const address = await add('one:1', { hostname: 'one.example.com' });
        await add('two:2', { hostname: 'two.example.com', address });
        await using peer = dialAs('three.example.com', address);
        await expect(peer.register()).rejects.toThrow('the stream ended');
        expect(await peer.ended).toMatchObject({
            code: 12,
            details: 'no chaincode is served here as three.example.com:9999',
        });
        const { level, message } = await log.line('refused a stream');
        expect(level).toBe('warn');
        expect(message).toMatch(
            /^refused a stream from 127\.0\.0\.1:\d+: it asks for "three\.example\.com:9999", and nothing is served here under that host name, only under one\.example\.com \(one:1\), two\.example\.com \(two:2\): correct the address in the package's connection\.json$/,
        );
    });

    it.each([
        ['the same address', {}, /^two:2 and one:1 have the same address, 127\.0\.0\.1:\d+: give each package id/],
        [
            'the same host name',
            { hostname: 'one.example.com' },
            /^two:2 and one:1 have the same address, 127\.0\.0\.1:\d+ and the host name one\.example\.com: give each/,
        ],
    ])('refuses two ids with %s', async (_what, options, message) => {
        const address = await add('one:1', options);
        await expect(add('two:2', { ...options, address })).rejects.toMatchObject({
            code: 'INVALID_OPTIONS',
            message: expect.stringMatching(message),
        });
        expect(await nameAt(address, 'one.example.com')).toBe('one:1');
    });

    it('refuses an id that it serves already', async () => {
        await add('one:1');
        await expect(add('one:1')).rejects.toThrow('one:1 is served already: remove it first');
    });

    it('says which options are wrong, and has nothing left of them', async () => {
        await expect(add('one:1', { address: 'nowhere' })).rejects.toMatchObject({ code: 'INVALID_OPTIONS' });
        await expect(add('one:1', { address: '192.0.2.1:0' })).rejects.toMatchObject({ code: 'LISTEN_FAILED' });
        expect(host.chaincodes).toEqual([]);
        expect(await nameAt(await add('one:1'))).toBe('one:1');
    });

    it('tells how each of them is doing', async () => {
        const address = await add('one:1');
        await add('two:2');
        await using peer = ScriptedPeer.dial(address);
        await peer.register();
        await soon(() => host.chaincodes.some(({ isReady }) => isReady));
        const idle = { transactionsInFlight: 0, transactionsWaiting: 0, isDraining: false };
        expect(host.chaincodes).toEqual([
            { ...idle, packageId: 'one:1', sessionCount: 1, isReady: true },
            { ...idle, packageId: 'two:2', sessionCount: 0, isReady: false },
        ]);
    });

    it('removes one at an address of its own: it drains, and its port is free at once', async () => {
        const gate = deferred();
        const other = await add('other:1');
        const address = await add('one:1', { chaincode: createTestChaincode({ wait: () => gate.promise }) });
        await using peer = ScriptedPeer.dial(address);
        await peer.register();
        await peer.invoke({ txId: 'old', args: ['wait'] });
        await soon(() => host.chaincodes.some(({ transactionsInFlight }) => transactionsInFlight === 1));

        const removed = host.remove('one:1');
        expect(host.chaincodes[1]).toMatchObject({ packageId: 'one:1', isDraining: true, transactionsInFlight: 1 });
        await add('two:2', { address });
        expect(await nameAt(address)).toBe('two:2');
        gate.resolve();
        expect((await peer.next({ type: MessageType.COMPLETED, txId: 'old' })).txId).toBe('old');
        expect(await removed).toBe(true);
        expect(await peer.ended).toBeUndefined();
        expect(await nameAt(other)).toBe('other:1');
    });

    it('removes one of several at an address: it drains, and the others go on', async () => {
        const gate = deferred();
        const waiting = createTestChaincode({ wait: () => gate.promise });
        const address = await add('one:1', { hostname: 'one.example.com', chaincode: waiting });
        await add('two:2', { hostname: 'two.example.com', address });
        await using peer = dialAs('one.example.com', address);
        await using bystander = dialAs('two.example.com', address);
        await Promise.all([peer.register(), bystander.register()]);
        await peer.invoke({ txId: 'old', args: ['wait'] });
        await soon(() => host.chaincodes.some(({ transactionsInFlight }) => transactionsInFlight === 1));

        const removed = host.remove('one:1');
        const refused = await peer.result({ txId: 'new', args: ['wait'] });
        expect(refused.payload.toString()).toContain('chaincode one:1 is shutting down and takes no new transactions');
        await using late = dialAs('one.example.com', address);
        await expect(late.register()).rejects.toThrow('the stream ended');
        gate.resolve();
        expect((await peer.next({ type: MessageType.COMPLETED })).txId).toBe('old');
        expect(await removed).toBe(true);
        expect(await peer.ended).toBeUndefined();
        expect(payloadOf(await bystander.result({ args: ['name'] }))).toBe('two:2');
        expect(await nameAt(address, 'two.example.com')).toBe('two:2');
    });

    it('removes the last one at an address, and the address with it', async () => {
        const address = await add('one:1', { hostname: 'one.example.com' });
        await add('two:2', { hostname: 'two.example.com', address });
        await host.remove('one:1');
        await host.remove('two:2');
        await expect(once(connect(Number(address.split(':')[1]), '127.0.0.1'), 'connect')).rejects.toMatchObject({
            code: 'ECONNREFUSED',
        });
    });

    it('is closed with all of them, and takes no more', async () => {
        const addresses = [await add('one:1'), await add('two:2')];
        const peers = addresses.map((address) => ScriptedPeer.dial(address));
        await Promise.all(peers.map((peer) => peer.register()));
        await Promise.all([host.close(), host.close()]);
        expect(await Promise.all(peers.map((peer) => peer.ended))).toEqual([undefined, undefined]);
        expect(host.chaincodes).toEqual([]);
        await expect(add('three:3')).rejects.toMatchObject({ code: 'LISTEN_FAILED' });
        await Promise.all(peers.map((peer) => peer.close()));
    });

    it('leaves a second stream of a peer that has the same id on one that is draining', async () => {
        const gate = deferred();
        const options = { registrationTimeoutMs: 500, chaincode: createTestChaincode({ wait: () => gate.promise }) };
        const address = await add('one:1', options);
        await using healthy = ScriptedPeer.dial(address);
        await healthy.register();
        await healthy.invoke({ txId: 'old', args: ['wait'] });
        await soon(() => host.chaincodes.some(({ transactionsInFlight }) => transactionsInFlight === 1));

        const removed = host.remove('one:1');
        await add('one:1', { ...options, address });
        await using refused = ScriptedPeer.dial(address);
        await refused.next({ type: MessageType.REGISTER });
        expect((await log.line('a second stream')).message).toContain('each package id needs its own');
        expect(host.chaincodes.map(({ sessionCount }) => sessionCount)).toEqual([1, 1]);
        gate.resolve();
        expect((await healthy.next({ type: MessageType.COMPLETED })).txId).toBe('old');
        await removed;
    });

    it('ends a second stream of a peer that has another id on the first one', async () => {
        const options = { registrationTimeoutMs: 500 };
        const address = await add('one:1', { ...options, hostname: 'one.example.com' });
        await add('two:2', { ...options, hostname: 'two.example.com', address });
        await using healthy = dialAs('one.example.com', address);
        await healthy.register();
        await using refused = dialAs('two.example.com', address);
        await refused.next({ type: MessageType.REGISTER });
        const { fields, message } = await log.line('did not accept');
        expect(message).toContain('did not accept package id two:2 within 500 ms');
        expect(fields).toMatchObject({ packageId: 'two:2', authority: 'two.example.com:9999' });
        expect(await refused.ended).toMatchObject({ message: expect.stringContaining('two:2') });
        expect(payloadOf(await healthy.result({ args: ['name'] }))).toBe('one:1');
    });
});

describe('a transport that does not tell host names', () => {
    it('serves one id at an address, and takes no second one', async () => {
        const transport: TransportFactory = (options) => {
            const inner = http2Transport(options);
            const accept = inner.accept.bind(inner);
            return { tellsAuthority: false, accept, close: () => inner.close() };
        };
        await using host = new ChaincodeHost({ logger: new RecordedLog(), transport });
        const chaincode = createTestChaincode();
        const message = /^the transport at 127\.0\.0\.1:\d+ does not tell the host name that a peer dials: give each/;
        await expect(
            host.add({ packageId: 'one:1', address: '127.0.0.1:0', hostname: 'one', chaincode }),
        ).rejects.toThrow(message);
        const { address } = await host.add({ packageId: 'one:1', address: '127.0.0.1:0', chaincode });
        await expect(host.add({ packageId: 'two:2', address, hostname: 'two', chaincode })).rejects.toThrow(message);
    });
});
