import { ServerCredentials } from '@grpc/grpc-js';
import { CertificateAuthority, HeddleProcess, TemporaryFolder, withoutPackage } from '@heddle/command-testing';
import { MessageType } from '@heddle/protocol';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ListeningPeer } from '../testing/listening-peer';

const CHAINCODE = `
let release;
process.on('SIGUSR2', () => release());
exports.chaincode = {
    Init: async () => ({ status: 200 }),
    Invoke: async (stub) => {
        if (stub.getArgs()[0] === 'wait') await new Promise((resolve) => { release = resolve; console.error('{"msg":"waits"}'); });
        return { status: 200, payload: Buffer.from(stub.getMspID()) };
    },
};`;

let folder: TemporaryFolder;

beforeEach(() => {
    folder = new TemporaryFolder();
    folder.writePackage({ 'index.js': CHAINCODE });
});
afterEach(() => {
    folder[Symbol.dispose]();
});

function start(variables: Readonly<Record<string, string>>, ...args: readonly string[]): HeddleProcess {
    const common = { CORE_CHAINCODE_ID_NAME: 'mycc:1.0', CORE_PEER_LOCALMSPID: 'Org1MSP' };
    return new HeddleProcess(['start', ...args], { cwd: folder.path, variables: { ...common, ...variables } });
}

describe('heddle start', () => {
    it('runs transactions of the peer that it dials, and ends with the stream', async () => {
        using peer = await ListeningPeer.listen();
        await using heddle = start({}, '--peer.address', peer.address);
        const stream = await peer.accept();
        expect(await stream.register()).toBe('mycc:1.0');
        await stream.invoke('tx1', 'read');
        const { type, txId, payload } = await stream.next();
        expect([type, txId, payload.includes('Org1MSP')]).toEqual([MessageType.COMPLETED, 'tx1', true]);
        await stream.end();
        expect(await heddle.exited).toBe(0);
        expect(heddle.log.at(-1)).toMatchObject({ level: 'info', msg: 'the peer ended the stream' });
    });

    it.each(['SIGTERM', 'SIGINT'] as const)('drains at %s', async (signal) => {
        using peer = await ListeningPeer.listen();
        await using heddle = start({ CORE_PEER_ADDRESS: peer.address });
        const stream = await peer.accept();
        await stream.register();
        await stream.invoke('old', 'wait');
        await heddle.logged(/^waits$/);
        heddle.signal(signal);
        await heddle.logged(/taking no new transactions/);
        await stream.invoke('new', 'read');
        expect(await stream.next()).toMatchObject({ type: MessageType.ERROR, txId: 'new' });
        heddle.signal('SIGUSR2');
        expect(await stream.next()).toMatchObject({ type: MessageType.COMPLETED, txId: 'old' });
        expect(await heddle.exited).toBe(0);
    });

    it.each([
        ['PEM and base64', ['FILE', 'PATH']],
        ['base64 alone', ['PATH']],
    ])('speaks mutual TLS with files as peers name them: %s', async (_what, forms) => {
        const authority = await CertificateAuthority.create();
        const [server, client] = [await authority.issue(), await authority.issue({ names: ['chaincode'] })];
        const pair = { private_key: Buffer.from(server.key), cert_chain: Buffer.from(server.cert) };
        const credentials = ServerCredentials.createSsl(Buffer.from(authority.cert), [pair], true);
        using peer = await ListeningPeer.listen(credentials);
        const files = {
            CORE_TLS_CLIENT_CERT_FILE: folder.write('client.crt', client.cert),
            CORE_TLS_CLIENT_KEY_FILE: folder.write('client.key', client.key),
            CORE_TLS_CLIENT_CERT_PATH: folder.write('client.crt.b64', Buffer.from(client.cert).toString('base64')),
            CORE_TLS_CLIENT_KEY_PATH: folder.write('client.key.b64', Buffer.from(client.key).toString('base64')),
        };
        const named = Object.entries(files).filter(([name]) => forms.some((form) => name.endsWith(form)));
        await using heddle = start({
            ...(Object.fromEntries(named) as Record<string, string>),
            CORE_PEER_ADDRESS: peer.address,
            CORE_PEER_TLS_ENABLED: 'true',
            CORE_PEER_TLS_ROOTCERT_FILE: folder.write('ca.crt', authority.cert),
        });
        const stream = await peer.accept();
        expect(await stream.register()).toBe('mycc:1.0');
        await stream.end();
        expect(await heddle.exited).toBe(0);
    });

    it('fails where there is no peer, or the connection breaks', async () => {
        const peer = await ListeningPeer.listen();
        await using broken = start({ CORE_PEER_ADDRESS: peer.address });
        await (await peer.accept()).register();
        peer[Symbol.dispose]();
        expect(await broken.exited).toBe(1);
        expect(broken.lines.at(-1)).toMatch(/^heddle: no connection to the peer at localhost:\d+: /);
        await using refused = start({ CORE_PEER_ADDRESS: peer.address });
        expect(await refused.exited).toBe(1);
        expect(refused.lines.at(-1)).toContain('ECONNREFUSED');
    });

    it('does without @grpc/grpc-js', async () => {
        using peer = await ListeningPeer.listen();
        const variables = { CORE_CHAINCODE_ID_NAME: 'mycc:1.0', CORE_PEER_ADDRESS: `dns:///${peer.address}` };
        const node = withoutPackage(folder, 'node_modules/@grpc/grpc-js');
        await using heddle = new HeddleProcess(['start'], { cwd: folder.path, variables, node });
        const stream = await peer.accept();
        expect(await stream.register()).toBe('mycc:1.0');
        await stream.end();
        expect(await heddle.exited).toBe(0);
    });

    it("names the SDK's variable where that says no ratio", async () => {
        const sampler = { OTEL_TRACES_SAMPLER: 'traceidratio', OTEL_TRACES_SAMPLER_ARG: '1%' };
        await using heddle = start({ ...sampler, CORE_PEER_ADDRESS: '127.0.0.1:1' }, '--tracing');
        expect(await heddle.exited).toBe(2);
        expect(heddle.lines).toEqual([expect.stringContaining('the variable OTEL_TRACES_SAMPLER_ARG is "1%"')]);
    });

    it('says what is missing for --tracing, and nothing of a defect', async () => {
        const node = withoutPackage(folder, 'node_modules/@opentelemetry/api');
        const variables = { CORE_CHAINCODE_ID_NAME: 'mycc:1.0', CORE_PEER_ADDRESS: '127.0.0.1:1' };
        await using heddle = new HeddleProcess(['start', '--tracing'], { cwd: folder.path, variables, node });
        expect(await heddle.exited).toBe(2);
        expect(heddle.lines).toEqual([expect.stringContaining('@opentelemetry/api is not installed: install it')]);
    });

    it('dials again with --reconnect, until it is told to end', async () => {
        const first = await ListeningPeer.listen();
        const { port, address } = first;
        await using heddle = start({ CORE_PEER_ADDRESS: address }, '--reconnect');
        const stream = await first.accept();
        await stream.register();
        first[Symbol.dispose]();
        expect(await heddle.logged(/^dialling the peer again/)).toMatchObject({ pauseMs: 1000 });
        await heddle.logged(/^dialling the peer again in 2000 ms/);
        expect(await heddle.logged(/ECONNREFUSED/)).toMatchObject({ level: 'warn' });
        using second = await ListeningPeer.listen(undefined, port);
        const again = await second.accept();
        expect(await again.register()).toBe('mycc:1.0');
        await again.invoke('tx1', 'read');
        expect(await again.next()).toMatchObject({ type: MessageType.COMPLETED, txId: 'tx1' });
        await again.end();
        await heddle.logged(/^dialling the peer again in 4000 ms/);
        heddle.signal('SIGTERM');
        expect(await heddle.exited).toBe(0);
    });

    it('is ready while it is registered', async () => {
        using peer = await ListeningPeer.listen();
        await using heddle = start({ CORE_PEER_ADDRESS: peer.address, CORE_OPERATIONS_ADDRESS: '127.0.0.1:0' });
        const stream = await peer.accept();
        const { address } = await heddle.logged(/^\/healthz/);
        const readiness = async (): Promise<number> => (await fetch(`http://${String(address)}/readyz`)).status;
        expect(await readiness()).toBe(503);
        await stream.register();
        await stream.invoke('tx1', 'read');
        await stream.next();
        expect(await readiness()).toBe(200);
    });

    it.each([
        [
            { CORE_CHAINCODE_ID_NAME: '' },
            /the package id is missing: set --chaincode-id-name or the variable CORE_CHAIN/,
        ],
        [{}, /the address of the peer is missing: set --peer.address or the variable CORE_PEER_ADDRESS to/],
        [{ CORE_PEER_ADDRESS: 'peer0' }, /CORE_PEER_ADDRESS is "peer0", which is no address: set --peer.address/],
        [
            { CORE_PEER_ADDRESS: 'grpcs://p:1' },
            /"grpcs:\/\/p:1", but TLS is off: set the variable CORE_PEER_TLS_ENABLED/,
        ],
        [
            { CORE_PEER_ADDRESS: 'p:1', CORE_PEER_TLS_ENABLED: 'yes' },
            /CORE_PEER_TLS_ENABLED is "yes", which is neither/,
        ],
        [{ CORE_PEER_ADDRESS: 'p:1', CORE_PEER_TLS_ENABLED: 'true' }, /TLS is on, and nothing says by which authority/],
        [
            { CORE_PEER_ADDRESS: 'p:1', CORE_TLS_CLIENT_KEY_FILE: 'x' },
            /KEY_FILE is set, but nothing says that TLS is on/,
        ],
        [
            { CORE_PEER_ADDRESS: 'p:1', CORE_PEER_TLS_ENABLED: 'true', CORE_PEER_TLS_ROOTCERT_FILE: 'no.pem' },
            /the file no\.pem of CORE_PEER_TLS_ROOTCERT_FILE cannot be read/,
        ],
    ])('refuses %j', async (variables, message) => {
        await using heddle = start(variables);
        expect(await heddle.exited).toBe(2);
        expect(heddle.lines.at(-1)).toMatch(message);
    });
});
