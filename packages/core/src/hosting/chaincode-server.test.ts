import { once } from 'node:events';
import { connect as connectHttp2 } from 'node:http2';
import { connect } from 'node:net';
import { type ChaincodeMessage, MessageType, requests, response } from '@heddle/protocol';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ClientIdentity } from '../identity/client-identity';
import { deferred } from '../testing/deferred';
import { RecordedLog } from '../testing/recorded-log';
import { ScriptedPeer, signedProposalOfClient } from '../testing/scripted-peer';
import { batches } from '../testing/served-session';
import { createTestChaincode } from '../testing/test-chaincode';
import { TRANSPORTS } from '../testing/transports';
import { ChaincodeServer } from './chaincode-server';
import type { ChaincodeServerOptions } from './server-options';

const PACKAGE_ID = 'cc:0123456789abcdef';
const decode = ({ payload }: ChaincodeMessage): ReturnType<typeof response.decode> => response.decode(payload);

describe.each(TRANSPORTS)('ChaincodeServer on %s', (_name, transport) => {
    let log: RecordedLog;
    let servers: ChaincodeServer[];

    beforeEach(() => {
        log = new RecordedLog();
        servers = [];
    });
    afterEach(async () => {
        await Promise.all(servers.map((server) => server.close({ graceMs: 0 })));
    });

    const gate = deferred();
    const chaincode = createTestChaincode({
        echo: (_stub, text) => text,
        read: (stub, key) => stub.getState(key ?? ''),
        readMany: (stub) => Promise.all(Array.from({ length: 100 }, (_, index) => stub.getState(`k${index}`))),
        client: (stub) => new ClientIdentity(stub).getMSPID(),
        mspId: (stub) => stub.getMspID(),
        large: () => Buffer.alloc(20 * 1024 * 1024, 'x'),
        size: (stub) => stub.getBufferArgs()[1]?.length,
        wait: () => gate.promise,
    });

    function createServer(options: Partial<ChaincodeServerOptions> = {}): ChaincodeServer {
        const server = new ChaincodeServer(chaincode, {
            packageId: PACKAGE_ID,
            address: '127.0.0.1:0',
            logger: log,
            transport,
            ...options,
        });
        servers.push(server);
        return server;
    }

    it('registers its package id and runs transactions', async () => {
        const { address } = await createServer({ mspId: 'PeerMSP' }).start();
        await using peer = ScriptedPeer.dial(address);
        expect(await peer.register()).toBe(PACKAGE_ID);
        peer.answerAll(MessageType.GET_STATE, () => Buffer.from('value'));
        expect(decode(await peer.result({ isInit: true })).payload.toString()).toBe('initialised');
        expect(decode(await peer.result({ args: ['echo', 'hello'] })).payload.toString()).toBe('hello');
        expect(decode(await peer.result({ args: ['read', 'k'] })).payload.toString()).toBe('value');
        expect(decode(await peer.result({ args: ['mspId'] })).payload.toString()).toBe('PeerMSP');
        const proposal = signedProposalOfClient({ mspId: 'ClientMSP', idBytes: Buffer.from('no certificate') });
        expect(decode(await peer.result({ args: ['client'], proposal })).payload.toString()).toBe('ClientMSP');
    });

    it('asks for fewer keys at once after each stream that ended while it was to answer many', async () => {
        const { address } = await createServer().start();
        const asked: number[] = [];
        for (const _session of ['first', 'second', 'third', 'fourth']) {
            await using peer = ScriptedPeer.dial(address);
            await peer.register(batches());
            await peer.invoke({ args: ['readMany'] });
            const { payload } = await peer.next({ type: MessageType.GET_STATE_MULTIPLE });
            const keys = requests.getStateMultiple.query.decode(payload).keys.length;
            asked.push(keys);
            await peer.close();
            await log.line(`was to answer a read of ${keys} keys at once`);
        }
        expect(asked).toEqual([100, 32, 10, 3]);
    });

    it('passes messages of 20 MiB both ways', async () => {
        const { address } = await createServer().start();
        await using peer = ScriptedPeer.dial(address);
        await peer.register();
        expect(decode(await peer.result({ args: ['large'] })).payload).toHaveLength(20 * 1024 * 1024);
        const argument = Buffer.alloc(20 * 1024 * 1024);
        expect(decode(await peer.result({ args: ['size', argument] })).payload.toString()).toBe('20971520');
    });

    it.each(['localhost:0', '0.0.0.0:0', '[::]:0', ':0'])('listens on %s', async (address) => {
        const { port } = await createServer({ address }).start();
        await using peer = ScriptedPeer.dial(`localhost:${port}`);
        expect(await peer.register()).toBe(PACKAGE_ID);
    });

    it('serves several peers, and keeps nothing of those that go', async () => {
        const server = createServer();
        const { address } = await server.start();
        for (let round = 0; round < 10; round++) {
            const peers = Array.from({ length: 5 }, () => ScriptedPeer.dial(address));
            await Promise.all(peers.map((peer) => peer.register()));
            expect(server.sessionCount).toBe(5);
            expect(server.isReady).toBe(true);
            await Promise.all(peers.map((peer) => peer.close(round % 2 === 0 ? undefined : new Error('gone'))));
            await expectSoon(() => server.sessionCount === 0);
        }
        expect(log.messages('error')).toEqual([]);
    });

    it('says in one sentence that its port is taken', async () => {
        const { address } = await createServer().start();
        await expect(createServer({ address }).start()).rejects.toMatchObject({
            code: 'LISTEN_FAILED',
            message:
                `cannot listen on ${address}, which address (CORE_CHAINCODE_ADDRESS, --chaincode-address) names: ` +
                'the port is in use: end the process that listens there, or take another port',
        });
    });

    it('says in one sentence that this machine does not have its address', async () => {
        await expect(createServer({ address: '192.0.2.1:0' }).start()).rejects.toMatchObject({
            code: 'LISTEN_FAILED',
            message: expect.stringContaining('this machine does not have that address: take 0.0.0.0'),
        });
    });

    it('starts once', async () => {
        const server = createServer();
        await server.start();
        await expect(server.start()).rejects.toThrow('the server cannot start: it has been started already');
        await server.close();
        await expect(server.start()).rejects.toThrow('it has been closed, and a server listens once: make a new one');
    });

    it('can be closed before it started, and twice', async () => {
        const server = createServer();
        await Promise.all([server.close(), server.close()]);
        await expect(server.start()).rejects.toMatchObject({ code: 'LISTEN_FAILED' });
    });

    it('gives its port up when it is closed while it starts', async () => {
        const server = createServer();
        const starting = server.start();
        await server.close();
        const { port } = await starting;
        await expect(createServer({ address: `127.0.0.1:${port}` }).start()).resolves.toMatchObject({ port });
    });

    it('drains: what is under way completes, what is new is refused, then the streams end', async () => {
        const server = createServer();
        const { address, port } = await server.start();
        await using peer = ScriptedPeer.dial(address);
        await peer.register();
        await peer.invoke({ txId: 'old', args: ['wait'] });
        await expectSoon(() => server.transactionsInFlight === 1);

        const closed = server.close();
        const refused = await peer.result({ txId: 'new', args: ['echo', 'x'] });
        expect(refused.type).toBe(MessageType.ERROR);
        expect(refused.payload.toString()).toContain('is shutting down and takes no new transactions');
        await expect(once(connect(port, '127.0.0.1'), 'connect')).rejects.toMatchObject({ code: 'ECONNREFUSED' });

        gate.resolve();
        expect(decode(await peer.next({ type: MessageType.COMPLETED, txId: 'old' })).status).toBe(200);
        await closed;
        expect(await peer.ended).toBeUndefined();
        expect(server.sessionCount).toBe(0);
    });

    it('gives up what does not finish within the grace, and says so', async () => {
        const server = new ChaincodeServer(createTestChaincode({ never: () => new Promise(() => undefined) }), {
            packageId: PACKAGE_ID,
            address: '127.0.0.1:0',
            logger: log,
            transport,
        });
        const { address } = await server.start();
        await using peer = ScriptedPeer.dial(address);
        await peer.register();
        await peer.invoke({ args: ['never'] });
        await expectSoon(() => server.transactionsInFlight === 1);
        await server.close({ graceMs: 1 });
        expect(log.messages('warn')[0]).toBe('1 transactions did not finish within 1 ms and are given up');
        expect(await peer.ended).toBeUndefined();
    });

    it('waits for what is under way where the grace is longer than a timer takes', async () => {
        const open = deferred();
        const server = new ChaincodeServer(createTestChaincode({ slow: () => open.promise }), {
            packageId: PACKAGE_ID,
            address: '127.0.0.1:0',
            logger: log,
            transport,
        });
        const { address } = await server.start();
        await using peer = ScriptedPeer.dial(address);
        await peer.register();
        await peer.invoke({ txId: 'slow', args: ['slow'] });
        await expectSoon(() => server.transactionsInFlight === 1);
        const closed = server.close({ graceMs: Infinity });
        setTimeout(() => {
            open.resolve();
        }, 50);
        expect(decode(await peer.next({ type: MessageType.COMPLETED, txId: 'slow' })).status).toBe(200);
        await closed;
        expect(log.messages('warn')).toEqual([]);
    });

    it('cuts connections that do not answer its pings, and keeps those that do', async () => {
        const server = createServer({ keepalive: { timeMs: 20, timeoutMs: 1_000 } });
        const { address, port } = await server.start();
        await using peer = ScriptedPeer.dial(address);
        await peer.register();
        const silent = connect(port, '127.0.0.1');
        // The preface of HTTP/2 and empty settings, and nothing ever after.
        silent.write(Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\x04\0\0\0\0\0', 'latin1'));
        silent.resume();
        await once(silent, 'close');
        expect(server.sessionCount).toBe(1);
        expect((await peer.result({ args: ['echo', 'x'] })).type).toBe(MessageType.COMPLETED);
    });

    it('takes any number of pings', async () => {
        const { port } = await createServer().start();
        const session = connectHttp2(`http://127.0.0.1:${port}`);
        await once(session, 'remoteSettings');
        const ping = (): Promise<void> =>
            new Promise((resolve, reject) => {
                session.ping((error) => {
                    if (error === null) resolve();
                    else reject(error);
                });
            });
        for (let count = 0; count < 200; count++) await ping();
        expect(session.closed).toBe(false);
        session.close();
    });

    it('closes at the end of an await using block', async () => {
        let port: number;
        {
            await using server = createServer();
            ({ port } = await server.start());
        }
        await expect(once(connect(port, '127.0.0.1'), 'connect')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    });
});

/** Waits for what has no event, without a limit of its own: jest has one. */
async function expectSoon(condition: () => boolean): Promise<void> {
    while (!condition()) await new Promise((resolve) => setImmediate(resolve));
    expect(condition()).toBe(true);
}
