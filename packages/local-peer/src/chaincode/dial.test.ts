import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { ServerCredentials } from '@grpc/grpc-js';
import { requests } from '@heddle/protocol';
import { describe, expect, it } from '@jest/globals';
import type { Connect } from '../channel/connect-options';
import { Organization } from '../identity/organization';
import type { SigningIdentity } from '../identity/signing-identity';
import { LocalPeer } from '../local-peer';
import { ScriptServer } from '../testing/script-server';
import { ScriptedChaincode } from '../testing/scripted-chaincode';

const PACKAGE = 'basic:1';
const LARGE_BYTES = 20 * 1024 * 1024;

function chaincode(): ScriptedChaincode {
    return new ScriptedChaincode(PACKAGE, {
        echo: (_, text = '') => text,
        blob: () => ({ payload: Buffer.alloc(LARGE_BYTES, 1) }),
        async put({ ask }, key = '', value = '') {
            await ask(requests.putState, { key, value: Buffer.from(value) });
        },
    });
}

async function start(connect: Connect): Promise<LocalPeer> {
    const peer = await LocalPeer.start();
    peer.install({ name: 'basic', packageId: PACKAGE, connect });
    return peer;
}

const echo = { chaincode: 'basic', function: 'echo', args: ['hello'] };

/** The PEM of an identity's key, as TLS options take it. */
function keyOf(identity: SigningIdentity): string {
    return identity.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
}

describe('a connection to a chaincode server', () => {
    const authority = new Organization({ mspId: 'TlsMSP' });
    const serverIdentity = authority.createMember({ name: 'localhost' });
    const clientIdentity = authority.createMember({ name: 'peer0' });
    const [rootCert = ''] = authority.authorities;
    const serverKeys = [
        { cert_chain: Buffer.from(serverIdentity.certificate), private_key: Buffer.from(keyOf(serverIdentity)) },
    ];

    it('runs transactions over a real port', async () => {
        await using server = await ScriptServer.listen((stream) => {
            chaincode().serve(stream);
        });
        await using peer = await start({ address: server.address });
        const result = await peer.submit({ chaincode: 'basic', function: 'put', args: ['k', 'v'] });
        expect(result.commit?.status).toBe('VALID');
        expect((await peer.state({ chaincode: 'basic', key: 'k' }))?.toString()).toBe('v');
    });

    it('carries messages of many mebibytes both ways', async () => {
        await using server = await ScriptServer.listen((stream) => {
            chaincode().serve(stream);
        });
        await using peer = await start({ address: server.address });
        const large = await peer.evaluate({ ...echo, function: 'blob' });
        expect(large.payload.length).toBe(LARGE_BYTES);
    });

    it('runs over TLS', async () => {
        const credentials = ServerCredentials.createSsl(null, serverKeys);
        await using server = await ScriptServer.listen(
            (stream) => {
                chaincode().serve(stream);
            },
            { credentials },
        );
        await using peer = await start({ address: server.address, tls: { rootCert } });
        expect((await peer.evaluate(echo)).payload.toString()).toBe('hello');
    });

    it('shows its certificate to a server that asks for one', async () => {
        const credentials = ServerCredentials.createSsl(Buffer.from(rootCert), serverKeys, true);
        await using server = await ScriptServer.listen(
            (stream) => {
                chaincode().serve(stream);
            },
            { credentials },
        );
        const tls = { rootCert, clientCert: clientIdentity.certificate, clientKey: keyOf(clientIdentity) };
        await using peer = await start({ address: server.address, tls });
        expect((await peer.evaluate(echo)).payload.toString()).toBe('hello');
    });

    it('a TLS server that the peer dials in plaintext: the dial timeout is over, and the call fails', async () => {
        await using server = await ScriptServer.listen(() => undefined, {
            credentials: ServerCredentials.createSsl(null, serverKeys),
        });
        await using peer = await start({ address: server.address, dialTimeoutMs: 300 });
        const result = await peer.evaluate(echo);
        expect(result.status).toBe(500);
        expect(result.message).toContain('failed to create new connection: context deadline exceeded');
    });

    it('fails at once where nobody listens, and redials at the next call', async () => {
        const port = await freePort();
        await using peer = await start({ address: `localhost:${port}`, dialTimeoutMs: 60_000 });
        const refused = await peer.evaluate(echo);
        expect(refused.status).toBe(500);
        expect(refused.message).toContain(`could not launch chaincode ${PACKAGE}: connection to ${PACKAGE} failed`);
        expect(refused.message).toContain('ECONNREFUSED');
        await using server = await ScriptServer.listen(
            (stream) => {
                chaincode().serve(stream);
            },
            { port },
        );
        expect(server.port).toBe(port);
        expect((await peer.evaluate(echo)).payload.toString()).toBe('hello');
    });

    it.each([undefined, { rootCert }])('a port that accepts and says nothing costs no socket; TLS: %j', async (tls) => {
        const closed: Promise<unknown>[] = [];
        const mute = createServer((socket) => {
            closed.push(new Promise((resolve) => socket.once('close', resolve)));
            // A socket whose other end was destroyed may also end with an error.
            socket.on('error', () => undefined).resume();
        });
        const taken = once(mute, 'connection');
        // By its number: to look a name up may take longer than the dial.
        await new Promise<void>((resolve) => mute.listen(0, '127.0.0.1', resolve));
        const { port } = mute.address() as AddressInfo;
        await using peer = await start({ address: `127.0.0.1:${port}`, dialTimeoutMs: 300, ...(tls && { tls }) });
        const result = await peer.evaluate(echo);
        expect(result.message).toContain('context deadline exceeded');
        // A busy machine may take it only now; on a port that nobody reaches, the test's own time ends this.
        await taken;
        // Before the peer is closed: what was given up is gone.
        await Promise.all(closed);
        await new Promise((resolve) => mute.close(resolve));
    });
});

async function freePort(): Promise<number> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
    const { port } = server.address() as AddressInfo;
    await new Promise((resolve) => server.close(resolve));
    return port;
}
