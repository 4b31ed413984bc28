import { ServerCredentials } from '@grpc/grpc-js';
import { CertificateAuthority, HeddleProcess, TemporaryFolder } from '@heddle/command-testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { findFreePort } from '../testing/free-port';
import { ListeningPeer } from '../testing/listening-peer';

const TRUST = ['--tls-root-cert', 'ca.pem'];
const CLIENT = [...TRUST, '--client-cert', 'client.pem', '--client-key', 'client.key'];

let folder: TemporaryFolder;
let peers: Record<'plain' | 'tls' | 'mutual' | 'misnamed', ListeningPeer>;

beforeAll(async () => {
    folder = new TemporaryFolder();
    const authority = await CertificateAuthority.create();
    const stranger = await CertificateAuthority.create('Another CA');
    const own = await authority.issue();
    const misnamed = await authority.issue({ names: ['peer0'] });
    const client = await authority.issue({ names: ['client'] });
    folder.write('ca.pem', authority.cert);
    folder.write('strange.pem', stranger.cert);
    folder.write('client.pem', client.cert);
    folder.write('client.key', client.key);
    const credentials = ({ key, cert }: typeof own, isMutual: boolean): ServerCredentials => {
        const pair = { private_key: Buffer.from(key), cert_chain: Buffer.from(cert) };
        return ServerCredentials.createSsl(Buffer.from(authority.cert), [pair], isMutual);
    };
    peers = {
        plain: await ListeningPeer.listen(),
        tls: await ListeningPeer.listen(credentials(own, false)),
        mutual: await ListeningPeer.listen(credentials(own, true)),
        misnamed: await ListeningPeer.listen(credentials(misnamed, false)),
    };
});
afterAll(() => {
    for (const peer of Object.values(peers)) peer[Symbol.dispose]();
    folder[Symbol.dispose]();
});

async function examine(address: string, args: readonly string[]): Promise<{ code: unknown; told: string }> {
    await using heddle = new HeddleProcess(['doctor', '--peer', address, ...args], { cwd: folder.path });
    const code = await heddle.exited;
    const told = heddle.stdout.split(/^(?=\S)/m).find((part) => part.includes(' peer: ')) ?? heddle.lines.join('\n');
    return { code, told };
}

describe('heddle doctor --peer', () => {
    it.each([
        ['plain', [], /^ok .* takes connections without TLS\n$/],
        ['tls', TRUST, /^ok .* with TLS, and asks for no client certificate\n$/],
        ['tls', CLIENT, /^ok .* with TLS, and asks for no client certificate\n$/],
        ['mutual', CLIENT, /^ok .* with TLS and this client certificate only\n$/],
    ] as const)('finds nothing wrong with a peer that is %s, and %j', async (name, args, expected) => {
        const { code, told } = await examine(peers[name].address, args);
        expect(told).toMatch(expected);
        expect(code).toBe(0);
    });

    it.each([
        ['tls', [], /speaks TLS \(.*\): give the certificate of its authority by --tls-root-cert/],
        ['plain', TRUST, /(does not speak TLS|handshake) \(TLS: .*\): leave --tls-root-cert out/],
        [
            'tls',
            ['--tls-root-cert', 'strange.pem'],
            /has a certificate of an authority that is not trusted \(.*\): give by --tls-root-cert/,
        ],
        ['misnamed', TRUST, /has a certificate of another name \(TLS: it is for DNS:peer0\)/],
        ['mutual', TRUST, /: give the certificate that it wants by --client-cert and --client-key/],
    ] as const)('says what keeps chaincode from a peer that is %s, and %j', async (name, args, expected) => {
        const { code, told } = await examine(peers[name].address, args);
        expect(told).toMatch(expected);
        expect(code).toBe(1);
    });

    it.each([
        ['localhost:1', 1, /is not listened at \(TCP: .*\): start the peer/],
        ['nobody.invalid:7052', 1, /has a host that cannot be resolved \(TCP: .*\): correct the name/],
        ['localhost', 2, /--peer is "localhost", which cannot be dialled: give a host and a port/],
    ])('takes %s for what it is', async (address, expectedCode, expected) => {
        const { code, told } = await examine(address, []);
        expect(told).toMatch(expected);
        expect(code).toBe(expectedCode);
    });
});

describe('heddle doctor --operations', () => {
    it('asks a server from anywhere, and wants nothing of the environment of one', async () => {
        const port = await findFreePort();
        await using heddle = new HeddleProcess(['doctor', '--operations', `localhost:${port}`], { cwd: folder.path });
        expect(await heddle.exited).toBe(1);
        expect(heddle.stdout).toMatch(/^skipped {2}environment: /m);
        expect(heddle.stdout).toMatch(/its operations at localhost:\d+ does not answer/);
        expect(heddle.stdout).not.toContain('package id');
    });
});
