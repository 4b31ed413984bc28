import { once } from 'node:events';
import { createServer as createHttp2Server } from 'node:http2';
import { type AddressInfo, createServer as createTcpServer, type Server } from 'node:net';
import { CertificateAuthority, HeddleProcess, type SelfSigned, TemporaryFolder } from '@heddle/command-testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createPackage } from '../packaging/create-package';

const RAW = `module.exports = { Init: async () => ({ status: 200 }), Invoke: async () => ({ status: 200 }) };`;
const CERT = 'CORE_CHAINCODE_TLS_CERT_FILE';
const KEY = 'CORE_CHAINCODE_TLS_KEY_FILE';
const CLIENTS = 'CORE_CHAINCODE_TLS_CLIENT_CACERT_FILE';

let authority: CertificateAuthority;
let stranger: CertificateAuthority;
let files: Readonly<Record<string, string>>;
let client: SelfSigned;

beforeAll(async () => {
    authority = await CertificateAuthority.create('Our CA');
    stranger = await CertificateAuthority.create('Another CA');
    const own = await authority.issue({ names: ['assets.example.com'] });
    const expired = await authority.issue({ names: ['assets.example.com'], days: [-9, -2] });
    const misnamed = await authority.issue({ names: ['other.example.com'] });
    const forClients = await authority.issue({ names: ['assets.example.com'], usages: ['1.3.6.1.5.5.7.3.2'] });
    const foreign = await stranger.issue({ names: ['assets.example.com'] });
    client = await authority.issue({ names: ['peer'] });
    const pairs = { own, expired, misnamed, forClients, foreign, client };
    const parts = Object.entries(pairs).flatMap(([name, { cert, key }]) => [
        [`${name}.pem`, cert],
        [`${name}.key`, key],
    ]);
    files = {
        ...(Object.fromEntries(parts) as Record<string, string>),
        'chain.pem': `${own.cert}\n${stranger.cert}`,
        'ca.pem': authority.cert,
        'strange-ca.pem': stranger.cert,
        'index.js': RAW,
        'package.json': '{ "name": "raw" }',
    };
});

interface Check {
    readonly check: string;
    readonly status: string;
    readonly detail: string;
    readonly findings: readonly {
        readonly severity: string;
        readonly where: string;
        readonly what: string;
        readonly remedy: string;
    }[];
}

interface Examination {
    readonly exitCode: number | string;
    /** By the name of the check. */
    readonly checks: Readonly<Record<string, Check>>;
}

function packageOf(connection: object = {}): { readonly packageId: string; readonly bytes: Buffer } {
    const plain = { address: 'assets.example.com:9999', dial_timeout: '20s', tls_required: false };
    return createPackage({ type: 'ccaas', label: 'basic', connection: { ...plain, ...connection }, files: [] });
}

const tls = (more: object = {}): object => ({ tls_required: true, root_cert: authority.cert, ...more });
const mutual = (pair: SelfSigned): object =>
    tls({ client_auth_required: true, client_cert: pair.cert, client_key: pair.key });

function folderWith(packaged: Uint8Array): TemporaryFolder {
    const folder = new TemporaryFolder();
    folder.writePackage(files);
    folder.write('basic.tgz', packaged);
    return folder;
}

async function examine(
    folder: TemporaryFolder,
    args: readonly string[],
    variables: Readonly<Record<string, string>> = {},
): Promise<Examination> {
    await using heddle = new HeddleProcess(['doctor', '--json', ...args], { cwd: folder.path, variables });
    const exitCode = await heddle.exited;
    expect(heddle.lines).toEqual([]);
    const { ok, checks } = JSON.parse(heddle.stdout) as { readonly ok: boolean; readonly checks: readonly Check[] };
    expect(ok).toBe(exitCode === 0);
    return { exitCode, checks: Object.fromEntries(checks.map((check) => [check.check, check])) };
}

function told(check: Check | undefined): string[] {
    return check?.findings.map(({ severity, where, what, remedy }) => `${severity}: ${where} ${what}: ${remedy}`) ?? [];
}

describe('heddle doctor', () => {
    it('finds nothing where all is well', async () => {
        const { packageId, bytes } = packageOf(mutual(client));
        using folder = folderWith(bytes);
        const { exitCode, checks } = await examine(folder, ['--package', 'basic.tgz'], {
            CORE_CHAINCODE_ID: packageId,
            CORE_CHAINCODE_ADDRESS: '0.0.0.0:9999',
            [CERT]: 'own.pem',
            [KEY]: 'own.key',
            [CLIENTS]: 'ca.pem',
        });
        expect(Object.values(checks).map(({ check, status, findings }) => ({ check, status, findings }))).toEqual(
            ['package', 'package id', 'address', 'certificates', 'settings', 'contracts', 'connection'].map(
                (check) => ({
                    check,
                    status: check === 'connection' ? 'skipped' : 'ok',
                    findings: [],
                }),
            ),
        );
        expect(exitCode).toBe(0);
    });

    it('tells all that is missing, in lines for people', async () => {
        using folder = new TemporaryFolder();
        await using heddle = new HeddleProcess(['doctor'], { cwd: folder.path });
        expect(await heddle.exited).toBe(1);
        expect(heddle.stdout).toMatch(
            /^error {4}package id: none\n {9}error: package id is not right: the package id is miss/m,
        );
        expect(heddle.stdout).toMatch(/^error {4}address: none\n/m);
        expect(heddle.stdout).toMatch(/^skipped {2}package: not looked at: --package names one\n/m);
        expect(heddle.stdout).toMatch(/^skipped {2}contracts: there is no package\.json here/m);
    });

    it.each([
        [
            'an id of another package',
            { CORE_CHAINCODE_ID: `basic:${'0'.repeat(64)}` },
            'package id',
            /is not that of basic\.tgz/,
        ],
        ['a malformed package id', { CORE_CHAINCODE_ID: 'basic' }, 'package id', /is not of the form LABEL:SHA256/],
        [
            'an id in capitals',
            { CORE_CHAINCODE_ID: `basic:${'A'.repeat(64)}` },
            'package id',
            /is not of the form LABEL/,
        ],
        [
            'aliases that disagree',
            { CHAINCODE_ID: 'a:1', CORE_CHAINCODE_ID: 'b:1' },
            'package id',
            /they mean the same/,
        ],
        [
            'another port',
            { CORE_CHAINCODE_ADDRESS: '0.0.0.0:7052' },
            'address',
            /^warning: .* another port than the package/,
        ],
        ['no reach', { CORE_CHAINCODE_ADDRESS: '127.0.0.1:9999' }, 'address', /^warning: .* by this machine alone/],
        [
            'no TLS',
            { [CERT]: '', [KEY]: '', CORE_CHAINCODE_ID: 'a:1' },
            'certificates',
            /missing, but the package demands/,
        ],
        [
            'a key of another',
            { [KEY]: 'client.key' },
            'certificates',
            /client\.key .* does not belong to the certificate/,
        ],
        ['an expired one', { [CERT]: 'expired.pem', [KEY]: 'expired.key' }, 'certificates', /has expired on/],
        [
            'another name',
            { [CERT]: 'misnamed.pem', [KEY]: 'misnamed.key' },
            'certificates',
            /is not for assets\.example\.com, .*DNS:other\.example\.com/,
        ],
        [
            'another usage',
            { [CERT]: 'forClients.pem', [KEY]: 'forClients.key' },
            'certificates',
            /not for TLS servers by its/,
        ],
        [
            'another authority',
            { [CERT]: 'foreign.pem', [KEY]: 'foreign.key' },
            'certificates',
            /is issued by CN=Another CA/,
        ],
        [
            'a chain out of order',
            { [CERT]: 'chain.pem' },
            'certificates',
            /CN=Another CA behind CN=assets\.example\.com/,
        ],
        [
            'clients without certificate',
            { [CLIENTS]: 'ca.pem' },
            'certificates',
            /the package has no client_cert, which/,
        ],
        ['a malformed time', { CORE_SHUTDOWN_GRACE_MS: 'soon' }, 'settings', /"soon", which is no time/],
        ['a module that is not there', { CORE_MODULE_PATH: 'none' }, 'contracts', /package\.json does not exist/],
    ])('finds %s', async (_what, variables, check, message) => {
        using folder = folderWith(packageOf(tls()).bytes);
        const given = { CORE_CHAINCODE_ADDRESS: '0.0.0.0:9999', [CERT]: 'own.pem', [KEY]: 'own.key' };
        const { exitCode, checks } = await examine(folder, ['--package', 'basic.tgz'], { ...given, ...variables });
        expect(told(checks[check])).toContainEqual(expect.stringMatching(message));
        expect(exitCode).toBe(1);
    });

    it('finds clients of another authority, and TLS that no peer uses', async () => {
        const variables = { CORE_CHAINCODE_ADDRESS: '0.0.0.0:9999', [CERT]: 'own.pem', [KEY]: 'own.key' };
        using folder = folderWith(packageOf(mutual(client)).bytes);
        const clients = await examine(folder, ['--package', 'basic.tgz'], {
            ...variables,
            [CLIENTS]: 'strange-ca.pem',
        });
        expect(told(clients.checks['certificates'])).toEqual([
            expect.stringMatching(
                /^error: the package's client_cert is issued by CN=Our CA, and CN=Another CA is trusted/,
            ),
        ]);
        folder.write('basic.tgz', packageOf().bytes);
        const plain = await examine(folder, ['--package', 'basic.tgz'], variables);
        expect(told(plain.checks['certificates'])).toEqual([expect.stringMatching(/but the package has no TLS/)]);
    });

    it('passes on what is wrong with the package', async () => {
        using folder = folderWith(Buffer.from('no package'));
        const { exitCode, checks } = await examine(folder, ['--package', 'basic.tgz']);
        expect(told(checks['package'])).toEqual([expect.stringMatching(/basic\.tgz is not gzip/)]);
        expect(exitCode).toBe(1);
    });

    it.each([
        ['a package that is not there', ['--package', 'none.tgz'], /none\.tgz cannot be read/],
        ['a malformed address', ['--server', 'localhost'], /--server is "localhost", which cannot be dialled/],
        ['half a client', ['--server', 'a:1', '--client-key', 'k'], /need --tls-root-cert/],
    ])('refuses %s', async (_what, args, message) => {
        using folder = new TemporaryFolder();
        await using heddle = new HeddleProcess(['doctor', ...args], { cwd: folder.path });
        expect(await heddle.exited).toBe(2);
        expect(heddle.lines).toEqual([expect.stringMatching(message)]);
    });
});

/** A running `heddle server`, and where it listens. */
async function serve(
    folder: TemporaryFolder,
    variables: Readonly<Record<string, string>>,
): Promise<{ readonly heddle: HeddleProcess; readonly address: string }> {
    const heddle = new HeddleProcess(['server'], {
        cwd: folder.path,
        variables: { CORE_CHAINCODE_ADDRESS: '127.0.0.1:0', ...variables },
    });
    const { msg } = await heddle.logged(/^listening on /);
    return { heddle, address: /127\.0\.0\.1:\d+/.exec(msg)?.[0] ?? msg };
}

describe('heddle doctor dials a running server', () => {
    const own = { [CERT]: 'own.pem', [KEY]: 'own.key' };
    const plain = (): object => ({});

    it.each([
        ['without TLS', plain, {}],
        ['with TLS', () => tls(), own],
        ['with mutual TLS', () => mutual(client), { ...own, [CLIENTS]: 'ca.pem' }],
    ])('%s', async (_what, connection, variables) => {
        const { packageId, bytes } = packageOf(connection());
        using folder = folderWith(bytes);
        const { heddle, address } = await serve(folder, { CORE_CHAINCODE_ID: packageId, ...variables });
        await using _heddle = heddle;
        const { exitCode, checks } = await examine(folder, ['--package', 'basic.tgz', '--server', address]);
        expect(checks['connection']).toEqual({
            check: 'connection',
            status: 'ok',
            detail: `the server at ${address} registers as ${packageId}`,
            findings: [],
        });
        expect(exitCode).toBe(0);
    });

    it.each([
        ['another id', plain, { CORE_CHAINCODE_ID: 'basic:1' }, /registers as basic:1, and not as basic:/],
        ['TLS that the package has not', plain, own, /speaks TLS, and peers do not/],
        ['no TLS', () => tls(), {}, /breaks off the TLS handshake, as servers without TLS do \(TLS: /],
        ['another authority', () => tls({ root_cert: stranger.cert }), own, /of an authority that is not trusted/],
        ['another name', () => tls({ address: 'b.example.com:1' }), own, /of another name \(TLS: it is for DNS:assets/],
        ['an expired certificate', () => tls(), { [CERT]: 'expired.pem', [KEY]: 'expired.key' }, /that has expired/],
        [
            'clients of another',
            () => mutual(client),
            { ...own, [CLIENTS]: 'strange-ca.pem' },
            /client certificate|client auth/,
        ],
        ['clients, and no certificate', () => tls(), { ...own, [CLIENTS]: 'ca.pem' }, /client certificate|client auth/],
    ])('and finds %s', async (_what, connection, variables, message) => {
        const { packageId, bytes } = packageOf(connection());
        using folder = folderWith(bytes);
        const { heddle, address } = await serve(folder, { CORE_CHAINCODE_ID: packageId, ...variables });
        await using _heddle = heddle;
        const { exitCode, checks } = await examine(folder, ['--package', 'basic.tgz', '--server', address]);
        expect(told(checks['connection'])).toEqual([expect.stringMatching(message)]);
        expect(exitCode).toBe(1);
    });

    it('with certificates of the command line', async () => {
        using folder = folderWith(Buffer.of());
        const { heddle, address } = await serve(folder, {
            CORE_CHAINCODE_ID: 'a:1',
            [CERT]: 'own.pem',
            [KEY]: 'own.key',
        });
        await using _heddle = heddle;
        const { checks } = await examine(folder, ['--server', address, '--tls-root-cert', 'ca.pem']);
        expect(told(checks['connection'])).toEqual([expect.stringMatching(/another name \(TLS: it is for DNS:assets/)]);
    });
});

describe('heddle doctor dials what is no chaincode', () => {
    const servers: Server[] = [];
    afterAll(() => {
        for (const server of servers) server.close();
    });

    async function listen(server: Server): Promise<string> {
        servers.push(server);
        await once(server.listen(0, '127.0.0.1'), 'listening');
        return `127.0.0.1:${(server.address() as AddressInfo).port}`;
    }

    async function tellOf(address: string, connection: object = {}): Promise<string[]> {
        using folder = folderWith(packageOf(connection).bytes);
        const { exitCode, checks } = await examine(folder, ['--package', 'basic.tgz', '--server', address]);
        expect(exitCode).toBe(1);
        return told(checks['connection']);
    }

    it('a port that nobody listens at', async () => {
        const server = createTcpServer();
        const address = await listen(server);
        await new Promise((resolve) => server.close(resolve));
        expect(await tellOf(address)).toEqual([expect.stringMatching(/is not listened at \(TCP: .*ECONNREFUSED/)]);
    });

    it.each(['1000h', '2000h', '999999.5us'])(
        'a port that closes each connection, within a time of %s',
        async (time) => {
            const address = await listen(
                createTcpServer((socket) => {
                    socket.destroySoon();
                }),
            );
            const [found] = await tellOf(address, { dial_timeout: time });
            expect(found).toMatch(/does not speak HTTP\/2 \(HTTP\/2: (?!.*within)/);
        },
    );

    it('a server that says nothing', async () => {
        const address = await listen(createTcpServer((socket) => socket.on('error', () => undefined).resume()));
        expect(await tellOf(address, { dial_timeout: '500ms' })).toEqual([
            expect.stringMatching(/does not speak HTTP\/2 \(HTTP\/2: /),
        ]);
    });

    it('a server that hangs up', async () => {
        const address = await listen(createTcpServer((socket) => socket.on('error', () => undefined).destroy()));
        expect(await tellOf(address)).toEqual([expect.stringMatching(/does not speak HTTP\/2 \(HTTP\/2: /)]);
    });

    it('a server of HTTP/2 that does not speak gRPC', async () => {
        const server = createHttp2Server((_request, response) => {
            response.writeHead(404).end();
        });
        const address = await listen(server);
        expect(await tellOf(address)).toEqual([expect.stringMatching(/does not register .* the HTTP status 404\)/)]);
    });

    it.each([
        ['something else first', Buffer.from('000000000208' + '07', 'hex'), /does not register as chaincode does/],
        ['a frame without end', Buffer.from('00ffffffff', 'hex'), /does not speak as chaincode does/],
        ['a compressed frame', Buffer.from('0100000000', 'hex'), /does not speak as chaincode does/],
        ['a frame that is no message', Buffer.from('0000000003ffffff', 'hex'), /does not register as chaincode does/],
    ])('a server that sends %s', async (_what, bytes, message) => {
        const server = createHttp2Server();
        server.on('stream', (stream) => {
            stream.on('error', () => undefined).respond({ ':status': 200, 'content-type': 'application/grpc' });
            stream.write(bytes);
        });
        const address = await listen(server);
        expect(await tellOf(address)).toEqual([expect.stringMatching(message)]);
    });
});
