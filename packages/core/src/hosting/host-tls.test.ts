import { once } from 'node:events';
import { connect, type TLSSocket } from 'node:tls';
import { type ChannelCredentials, credentials } from '@grpc/grpc-js';
import { type ChaincodeMessage, MessageType, response } from '@heddle/protocol';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type KeyPair, TestAuthority } from '../testing/certificates';
import { type Deferred, deferred } from '../testing/deferred';
import { dialAs } from '../testing/dial-as';
import { RecordedLog } from '../testing/recorded-log';
import { ScriptedPeer } from '../testing/scripted-peer';
import { soon } from '../testing/soon';
import { createTestChaincode } from '../testing/test-chaincode';
import { TRANSPORTS } from '../testing/transports';
import { ChaincodeHost } from './chaincode-host';
import { ChaincodeServer } from './chaincode-server';
import type { ServerTlsOptions } from './tls';

const payloadOf = ({ payload }: ChaincodeMessage): string => response.decode(payload).payload.toString();
const ONE = 'one.example.com';
const TWO = 'two.example.com';

describe.each(TRANSPORTS)('TLS of several chaincodes, and its renewal, on %s', (_name, transport) => {
    let authority: TestAuthority;
    let nextAuthority: TestAuthority;
    let keys: Record<'one' | 'two' | 'renewed' | 'peer' | 'nextPeer', KeyPair>;
    let log: RecordedLog;
    let host: ChaincodeHost;
    let gate: Deferred<void>;

    beforeAll(async () => {
        authority = await TestAuthority.create();
        nextAuthority = await TestAuthority.create([{ CN: ['ca.next.com'] }]);
        const named = (hostname: string): Promise<KeyPair> =>
            authority.issue({ subject: [{ CN: [hostname] }], hosts: [hostname] });
        keys = {
            one: await named(ONE),
            two: await named(TWO),
            renewed: await named(ONE),
            peer: await authority.issue({ subject: [{ CN: ['peer0'] }] }),
            nextPeer: await nextAuthority.issue({ subject: [{ CN: ['peer0.next'] }] }),
        };
    });
    beforeEach(() => {
        log = new RecordedLog();
        gate = deferred();
        host = new ChaincodeHost({ logger: log, transport });
    });
    afterEach(async () => {
        await host.close({ graceMs: 0 });
    });

    async function add(hostname: string, tls: ServerTlsOptions | undefined, address = '127.0.0.1:0'): Promise<string> {
        const packageId = `${hostname}:1`;
        const chaincode = createTestChaincode({ name: () => packageId, wait: () => gate.promise });
        return (await host.add({ packageId, address, hostname, tls, chaincode })).address;
    }

    const pair = ({ key, cert }: KeyPair): ServerTlsOptions => ({ key, cert });
    const trusting = (own?: KeyPair): ChannelCredentials => credentials.createSsl(authority.cert, own?.key, own?.cert);

    async function expectServed(hostname: string, address: string, channel = trusting()): Promise<void> {
        await using peer = dialAs(hostname, address, channel);
        expect(await peer.register()).toBe(`${hostname}:1`);
        expect(payloadOf(await peer.result({ args: ['name'] }))).toBe(`${hostname}:1`);
    }

    async function expectRefused(hostname: string, address: string, channel = trusting()): Promise<void> {
        await using peer = dialAs(hostname, address, channel);
        await expect(peer.register()).rejects.toThrow('the stream ended');
    }

    /** The serial number of the certificate that a new connection is shown. */
    async function serialAt(address: string, servername?: string): Promise<string> {
        const socket: TLSSocket = connect({
            host: '127.0.0.1',
            port: Number(address.split(':')[1]),
            ALPNProtocols: ['h2'],
            rejectUnauthorized: false,
            ...(servername !== undefined && { servername }),
        });
        await once(socket, 'secureConnect');
        const { serialNumber } = socket.getPeerCertificate();
        socket.destroy();
        return serialNumber;
    }

    it('shows each host name its own certificate', async () => {
        const address = await add(ONE, pair(keys.one));
        await add(TWO, pair(keys.two), address);
        await expectServed(ONE, address);
        await expectServed(TWO, address);
        expect(await serialAt(address, TWO)).not.toBe(await serialAt(address, ONE));
        expect(await serialAt(address)).toBe(await serialAt(address, ONE));
    });

    it('demands of each host name the clients of its own CAs', async () => {
        const address = await add(ONE, { ...pair(keys.one), clientCACerts: authority.cert });
        await add(TWO, { ...pair(keys.two), clientCACerts: nextAuthority.cert }, address);
        await expectServed(ONE, address, trusting(keys.peer));
        await expectServed(TWO, address, trusting(keys.nextPeer));
        await expectRefused(ONE, address, trusting(keys.nextPeer));
        await expectRefused(TWO, address, trusting(keys.peer));
        await expectRefused(TWO, address);
        expect(log.messages('warn')).toHaveLength(3);
    });

    it('lets nobody reach an id that demands certificates by a connection for one that does not', async () => {
        const address = await add(ONE, pair(keys.one));
        await add(TWO, { ...pair(keys.two), clientCACerts: authority.cert }, address);
        await expectServed(ONE, address);
        await using intruder = ScriptedPeer.dial(address, trusting(), {
            'grpc.default_authority': TWO,
            'grpc.ssl_target_name_override': ONE,
        });
        await expect(intruder.register()).rejects.toThrow('the stream ended');
        expect(await intruder.ended).toMatchObject({ code: 14, details: `${TWO} needs a connection of its own` });
        expect((await log.line('refused a stream')).message).toContain(
            `it asks for "${TWO}" on a connection that was made for another host name, which demands other client certificates`,
        );
    });

    it('refuses an address where only some have TLS', async () => {
        const address = await add(ONE, pair(keys.one));
        await expect(add(TWO, undefined, address)).rejects.toThrow(
            /^of two.*:1 and one.*:1, both at .*, only one has TLS/,
        );
        await expectServed(ONE, address);
    });

    it('shows new connections a renewed certificate, while a transaction on an old one completes', async () => {
        const address = await add(ONE, pair(keys.one));
        await using peer = dialAs(ONE, address, trusting());
        await peer.register();
        await peer.invoke({ txId: 'old', args: ['wait'] });
        await soon(() => host.chaincodes[0]?.transactionsInFlight === 1);
        const before = await serialAt(address, ONE);

        host.reloadTls(`${ONE}:1`, pair(keys.renewed));
        expect(await serialAt(address, ONE)).not.toBe(before);
        await expectServed(ONE, address);
        gate.resolve();
        expect((await peer.next({ type: MessageType.COMPLETED, txId: 'old' })).txId).toBe('old');
        expect(payloadOf(await peer.result({ args: ['name'] }))).toBe(`${ONE}:1`);
        expect((await log.line('new connections')).message).toMatch(
            /^new connections for one\.example\.com:1 are shown the certificate of CN=one\.example\.com, valid until /,
        );
    });

    it('demands clients of renewed CAs, while a transaction of an old one completes', async () => {
        const address = await add(ONE, { ...pair(keys.one), clientCACerts: authority.cert });
        await using peer = dialAs(ONE, address, trusting(keys.peer));
        await peer.register();
        await peer.invoke({ txId: 'old', args: ['wait'] });
        await soon(() => host.chaincodes[0]?.transactionsInFlight === 1);

        host.reloadTls(`${ONE}:1`, { ...pair(keys.one), clientCACerts: nextAuthority.cert });
        await expectServed(ONE, address, trusting(keys.nextPeer));
        await expectRefused(ONE, address, trusting(keys.peer));
        gate.resolve();
        expect((await peer.next({ type: MessageType.COMPLETED, txId: 'old' })).txId).toBe('old');
        expect(payloadOf(await peer.result({ args: ['name'] }))).toBe(`${ONE}:1`);
    });

    it('begins and ends to demand certificates', async () => {
        const address = await add(ONE, pair(keys.one));
        host.reloadTls(`${ONE}:1`, { ...pair(keys.one), clientCACerts: authority.cert });
        await expectRefused(ONE, address);
        await expectServed(ONE, address, trusting(keys.peer));
        host.reloadTls(`${ONE}:1`, pair(keys.one));
        await expectServed(ONE, address);
    });

    it('goes on with what it has where key and certificate do not belong together', async () => {
        const address = await add(ONE, pair(keys.one));
        const before = await serialAt(address, ONE);
        const halfWritten = { key: keys.one.key, cert: keys.renewed.cert };
        expect(() => {
            host.reloadTls(`${ONE}:1`, halfWritten);
        }).toThrow(/tls\.key .* does not belong to tls\.cert/);
        expect(await serialAt(address, ONE)).toBe(before);
        await expectServed(ONE, address);
    });

    it('neither begins nor ends TLS at run time, nor for whom it does not serve', async () => {
        await add(ONE, undefined);
        expect(() => {
            host.reloadTls(`${ONE}:1`, pair(keys.one));
        }).toThrow('TLS of one.example.com:1 cannot be turned on while it is served: remove it, and add it anew');
        expect(() => {
            host.reloadTls('two:2', pair(keys.two));
        }).toThrow('two:2 is not served here');
    });

    it('renews the certificate of a ChaincodeServer', async () => {
        const options = { packageId: 'cc:1', address: '127.0.0.1:0', logger: log, transport, tls: pair(keys.one) };
        await using server = new ChaincodeServer(createTestChaincode(), options);
        const { address } = await server.start();
        const before = await serialAt(address);
        server.reloadTls(pair(keys.renewed));
        expect(await serialAt(address)).not.toBe(before);
    });
});
