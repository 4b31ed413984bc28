import { networkInterfaces } from 'node:os';
import { Server, ServerCredentials, type ServerDuplexStream } from '@grpc/grpc-js';
import { chaincodeSupportService, MessageType, response, streamOfServerCall } from '@heddle/protocol';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { TestAuthority } from '../testing/certificates';
import { type Deferred, deferred } from '../testing/deferred';
import { outcomeOf } from '../testing/outcome-of';
import { RawPeer } from '../testing/raw-peer';
import { RecordedLog } from '../testing/recorded-log';
import { ScriptedPeer } from '../testing/scripted-peer';
import { createTestChaincode } from '../testing/test-chaincode';
import { ChaincodeClient } from './chaincode-client';
import type { ChaincodeClientOptions } from './client-options';

describe('ChaincodeClient', () => {
    let log: RecordedLog;
    let peerServer: Server;
    let accepted: Deferred<ScriptedPeer>;
    const gate = deferred();
    const chaincode = createTestChaincode({ echo: (_stub, text) => text, wait: () => gate.promise });

    beforeEach(() => {
        log = new RecordedLog();
        accepted = deferred();
        peerServer = new Server();
        peerServer.addService(chaincodeSupportService, {
            register: (call: ServerDuplexStream<Uint8Array, Uint8Array>) => {
                accepted.resolve(new ScriptedPeer(streamOfServerCall(call)));
            },
        });
    });
    afterEach(() => {
        peerServer.forceShutdown();
    });

    function listen(serverCredentials = ServerCredentials.createInsecure(), host = '127.0.0.1'): Promise<string> {
        return new Promise((resolve, reject) => {
            peerServer.bindAsync(`${host}:0`, serverCredentials, (error, port) => {
                if (error === null) resolve(`localhost:${port}`);
                else reject(error);
            });
        });
    }

    function createClient(options: Partial<ChaincodeClientOptions>): ChaincodeClient {
        return new ChaincodeClient(chaincode, { packageId: 'cc:1.0', address: '', logger: log, ...options });
    }

    it('registers with the peer, runs transactions, and ends with the stream', async () => {
        const running = createClient({ address: await listen() }).run();
        const peer = await accepted.promise;
        expect(await peer.register()).toBe('cc:1.0');
        const { payload } = await peer.result({ args: ['echo', 'hello'] });
        expect(response.decode(payload).payload.toString()).toBe('hello');
        await peer.close();
        await expect(running).resolves.toBeUndefined();
    });

    it('warns, before it dials, of certificates that have expired or will soon: its own and the CA of the peer', async () => {
        const authority = await TestAuthority.create();
        const day = (days: number): Date => new Date(Date.now() + days * 24 * 60 * 60 * 1000);
        const expired = await authority.issue({ subject: [{ CN: ['old'] }], notBefore: day(-9), notAfter: day(-2) });
        const soon = await authority.issue({ subject: [{ CN: ['soon'] }], notBefore: day(-300), notAfter: day(2) });
        const rootCert = Buffer.concat([authority.cert, soon.cert]);
        const tls = { rootCert, key: expired.key, cert: expired.cert };
        await expect(createClient({ address: 'localhost:1', tls }).run()).rejects.toThrow('ECONNREFUSED');
        expect(log.messages('warn')).toEqual([
            expect.stringMatching(
                /^the certificate of CN=old has expired on .*: the peer refuses the connection, so ren/,
            ),
            expect.stringMatching(
                /^the certificate of CN=soon expires soon, on .*: a peer whose certificate it issued is/,
            ),
        ]);
    });

    it('says nothing of certificates that are valid, and of none without TLS', async () => {
        const authority = await TestAuthority.create();
        await expect(createClient({ address: 'localhost:1', tls: { rootCert: authority.cert } }).run()).rejects.toThrow(
            'ECONNREFUSED',
        );
        await expect(createClient({ address: 'localhost:1' }).run()).rejects.toThrow('ECONNREFUSED');
        expect(log.messages('warn')).toEqual([]);
    });

    it('drains when it is closed, and leaves no connection behind', async () => {
        const client = createClient({ address: await listen() });
        const running = client.run();
        const peer = await accepted.promise;
        await peer.register();
        await peer.invoke({ txId: 'old', args: ['wait'] });
        await peer.invoke({ txId: 'other', args: ['echo', 'x'] });
        await peer.next({ type: MessageType.COMPLETED, txId: 'other' });
        expect(client.isReady).toBe(true);
        expect(client.transactionsInFlight).toBe(1);
        const closed = client.close();
        expect((await peer.result({ txId: 'new' })).type).toBe(MessageType.ERROR);
        gate.resolve();
        expect((await peer.next({ txId: 'old' })).type).toBe(MessageType.COMPLETED);
        await Promise.all([closed, running, client.close()]);
        expect(await peer.ended).toBeUndefined();
        // Resolves when the last connection is gone.
        await new Promise((resolve) => {
            peerServer.tryShutdown(resolve);
        });
    });

    it('speaks mutual TLS with a peer that demands it', async () => {
        const authority = await TestAuthority.create();
        const [own, peerKeys] = [await authority.issue(), await authority.issue({ hosts: ['peer0'] })];
        const keyPair = { private_key: peerKeys.key, cert_chain: peerKeys.cert };
        const address = await listen(ServerCredentials.createSsl(authority.cert, [keyPair], true));
        const tls = { rootCert: authority.cert, key: own.key, cert: own.cert, serverName: 'peer0' };
        await using client = createClient({ address, tls });
        const running = client.run();
        const peer = await accepted.promise;
        expect(await peer.register()).toBe('cc:1.0');
        await peer.close();
        await running;
    });

    const forms: [host: string, form: (address: string) => string][] = [
        ['127.0.0.1', (address) => `dns:///${address}`],
        ['127.0.0.1', (address) => address.replace('localhost', '127.0.0.1')],
    ];
    // Not every machine has IPv6.
    if (networkInterfaces()['lo']?.some(({ family }) => family === 'IPv6') === true) {
        forms.push(['[::1]', (address) => address.replace('localhost', '[::1]')]);
    }
    it.each(forms)('dials a peer at %s by any form of its address', async (host, form) => {
        const running = createClient({ address: form(await listen(undefined, host)) }).run();
        const peer = await accepted.promise;
        expect(await peer.register()).toBe('cc:1.0');
        await peer.close();
        await running;
    });

    it('gives up a peer that says nothing, in the time that the registration has', async () => {
        using peer = await RawPeer.listen(() => undefined);
        const address = `127.0.0.1:${peer.port}`;
        await expect(createClient({ address, registrationTimeoutMs: 500 }).run()).rejects.toMatchObject({
            code: 'CONNECTION_FAILED',
            message: `no connection to the peer at ${address}: it took the connection, and did not speak HTTP/2 within 500 ms`,
        });
    });

    it('gives up a peer that does not accept the registration, and says so', async () => {
        const client = createClient({ address: await listen(), registrationTimeoutMs: 500 });
        await expect(client.run()).rejects.toMatchObject({
            code: 'CONNECTION_FAILED',
            message: expect.stringContaining('did not accept package id cc:1.0 within 500 ms'),
        });
    });

    it('can be closed while it dials', async () => {
        using peer = await RawPeer.listen(() => undefined);
        const client = createClient({ address: `127.0.0.1:${peer.port}` });
        const running = client.run();
        await new Promise((resolve) => setTimeout(resolve, 20));
        await client.close();
        await expect(running).resolves.toBeUndefined();
    });

    it('has the reason that the peer gives for the end of the stream', async () => {
        const running = createClient({ address: await listen() }).run();
        const peer = await accepted.promise;
        await peer.register();
        await peer.close(new Error('the peer is shutting down'));
        await expect(running).rejects.toThrow(
            /^no connection to the peer at localhost:\d+: the peer is shutting down$/,
        );
    });

    it('says that the peer cannot be reached', async () => {
        const address = await listen();
        peerServer.forceShutdown();
        await expect(createClient({ address }).run()).rejects.toMatchObject({
            code: 'CONNECTION_FAILED',
            message: expect.stringMatching(/^no connection to the peer at localhost:\d+: .*ECONNREFUSED/s),
        });
    });

    it('says that the connection broke', async () => {
        const running = createClient({ address: await listen() }).run();
        const peer = await accepted.promise;
        await peer.register();
        peerServer.forceShutdown();
        await expect(running).rejects.toMatchObject({ code: 'CONNECTION_FAILED' });
    });

    it('runs once', async () => {
        const client = createClient({ address: 'localhost:7052' });
        await client.close();
        await expect(client.run()).rejects.toThrow('a client runs once, and this one was started or closed before');
    });

    const ROOT = 'tls.rootCert (CORE_PEER_TLS_ROOTCERT_FILE)';
    const KEY = 'tls.key (CORE_TLS_CLIENT_KEY_FILE)';
    const CERT = 'tls.cert (CORE_TLS_CLIENT_CERT_FILE)';
    it.each([
        [{ packageId: '' }, 'packageId (CORE_CHAINCODE_ID_NAME, --chaincode-id-name) is missing'],
        [{ address: '' }, 'address (CORE_PEER_ADDRESS, --peer.address) is missing'],
        [{ address: ':7052' }, 'address (CORE_PEER_ADDRESS, --peer.address) is ":7052"'],
        [{ address: 'peer0:0' }, 'address (CORE_PEER_ADDRESS, --peer.address) is "peer0:0"'],
        [{ address: 'peer0' }, "set it to the peer's host:port for chaincode, such as peer0.org1.example.com:7052"],
        [{ tls: {} }, `${ROOT} is missing: it is the certificate of the CA of the peer's TLS`],
        [{ tls: { rootCert: 'x' } }, `${ROOT} is not PEM`],
        [
            { tls: { rootCert: 'x', key: 'x' } },
            `${CERT} is missing, and ${KEY} has no effect without the other: set both or neither`,
        ],
        [
            { tls: { rootCert: 'x', cert: 'x' } },
            `${KEY} is missing, and ${CERT} has no effect without the other: set both or neither`,
        ],
    ])('refuses the options %j', (options, message) => {
        const create = (): unknown => createClient({ address: 'peer0:7052', ...options } as ChaincodeClientOptions);
        expect(outcomeOf(create)).toBe('INVALID_OPTIONS');
        expect(create).toThrow(message);
    });
});
