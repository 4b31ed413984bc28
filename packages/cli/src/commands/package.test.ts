import { createHash } from 'node:crypto';
import { readFileSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { createSelfSigned, HeddleProcess, type SelfSigned, TemporaryFolder } from '@heddle/command-testing';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { gunzip } from '../archive/gzip';
import { readTar } from '../archive/tar-reader';

const ARGS = ['package', '--label', 'basic_1.0', '--address', 'assets.example.com:9443'];
const INDEX = '{ "index": { "fields": ["owner"] }, "ddoc": "byOwner", "name": "byOwner" }';
const FOLDER = 'META-INF/statedb/couchdb';

let pair: SelfSigned;
let other: SelfSigned;

beforeAll(async () => {
    pair = await createSelfSigned();
    other = await createSelfSigned();
});

interface Run {
    readonly exitCode: number | string;
    readonly stdout: string;
    readonly lines: readonly string[];
}

async function run(folder: TemporaryFolder, args: readonly string[]): Promise<Run> {
    await using heddle = new HeddleProcess(args, { cwd: folder.path });
    const exitCode = await heddle.exited;
    return { exitCode, stdout: heddle.stdout, lines: heddle.lines };
}

function writeTls(folder: TemporaryFolder): void {
    folder.write('ca.pem', `what people read\r\n${pair.cert.replaceAll('\n', '\r\n')}`);
    folder.write('cert.pem', pair.cert);
    folder.write('key.pem', pair.key);
    folder.write('other.pem', other.key);
}

/** The files of a package, and of the code in it. */
function contentOf(folder: TemporaryFolder, file: string): Record<string, string> {
    const outer = readTar(gunzip(readFileSync(join(folder.path, file))));
    const code = outer.find(({ name }) => name === 'code.tar.gz')?.content ?? Buffer.of();
    const entries = [...outer.filter(({ name }) => name !== 'code.tar.gz'), ...readTar(gunzip(code))];
    return Object.fromEntries(entries.map(({ name, content }) => [name, content.toString()]));
}

describe('heddle package', () => {
    it('writes the package, and prints its id and what the server needs', async () => {
        using folder = new TemporaryFolder();
        const { exitCode, stdout, lines } = await run(folder, ARGS);
        expect({ exitCode, lines }).toEqual({ exitCode: 0, lines: [] });
        const sum = createHash('sha256')
            .update(readFileSync(join(folder.path, 'basic_1.0.tgz')))
            .digest('hex');
        expect(stdout.split('\n')).toEqual([
            `# basic_1.0.tgz has the package id basic_1.0:${sum}`,
            '# run heddle server with:',
            `CORE_CHAINCODE_ID=basic_1.0:${sum}`,
            'CORE_CHAINCODE_ADDRESS=0.0.0.0:9443',
            '',
        ]);
        const content = contentOf(folder, 'basic_1.0.tgz');
        expect(JSON.parse(content['metadata.json'] ?? '')).toEqual({ type: 'ccaas', label: 'basic_1.0' });
        expect(JSON.parse(content['connection.json'] ?? '')).toEqual({
            address: 'assets.example.com:9443',
            dial_timeout: '10s',
            tls_required: false,
        });
    });

    it('has the bytes that it always had', async () => {
        using folder = new TemporaryFolder();
        folder.write(`${FOLDER}/indexes/b.json`, INDEX);
        folder.write(`${FOLDER}/indexes/a.json`, INDEX.replaceAll('byOwner', 'other'));
        await run(folder, ARGS);
        const first = readFileSync(join(folder.path, 'basic_1.0.tgz'));
        utimesSync(folder.write(`${FOLDER}/indexes/b.json`, INDEX), 0, 0);
        await run(folder, [...ARGS, '--output', 'again.tgz']);
        expect(readFileSync(join(folder.path, 'again.tgz')).equals(first)).toBe(true);
        expect(createHash('sha256').update(first).digest('hex')).toBe(
            'f2454ebd8b87fd8d667ec0d77de74882fa4df07198f90138b1e1d16593628ac4',
        );
    });

    it('packs indexes, and nothing else of META-INF', async () => {
        using folder = new TemporaryFolder();
        folder.write(`${FOLDER}/indexes/owner.json`, INDEX);
        // Not ASCII, of which a Mac has the letters in another form, and longer than the oldest archives have room for.
        const names = ['größe'.normalize('NFD'), 'x'.repeat(150)].map((name) => `${FOLDER}/indexes/${name}.json`);
        for (const [at, name] of names.entries()) folder.write(name, INDEX.replaceAll('byOwner', `other${at}`));
        folder.write(`${FOLDER}/indexes/.gitkeep`, '');
        folder.write(`${FOLDER}/collections/cars/indexes/owner.json`, INDEX);
        folder.write('META-INF/metadata.json', '{}');
        folder.write('collections.json', `[{ "name": "cars", "policy": "OR('Org1MSP.member')" }]`);
        const { exitCode, lines } = await run(folder, [...ARGS, '--collections-config', 'collections.json']);
        expect({ exitCode, lines }).toEqual({ exitCode: 0, lines: [] });
        expect(Object.keys(contentOf(folder, 'basic_1.0.tgz')).sort()).toEqual([
            `${FOLDER}/collections/cars/indexes/owner.json`,
            `${FOLDER}/indexes/größe.json`,
            `${FOLDER}/indexes/owner.json`,
            `${FOLDER}/indexes/${'x'.repeat(150)}.json`,
            'connection.json',
            'metadata.json',
        ]);
    });

    it('packs the content of PEM files, the same on all machines', async () => {
        using folder = new TemporaryFolder();
        writeTls(folder);
        const tls = ['--tls-root-cert', 'ca.pem', '--client-cert', 'cert.pem', '--client-key', 'key.pem'];
        const { exitCode, stdout } = await run(folder, [...ARGS, '--json', '--type', 'external', ...tls]);
        expect(exitCode).toBe(0);
        expect(JSON.parse(stdout)).toMatchObject({
            file: 'basic_1.0.tgz',
            environment: { CORE_CHAINCODE_TLS_CERT_FILE: 'path/to/server-cert.pem' },
        });
        const connection: unknown = JSON.parse(contentOf(folder, 'basic_1.0.tgz')['connection.json'] ?? '');
        expect(connection).toMatchObject({ tls_required: true, client_auth_required: true });
        const pem = (text: string): string => `${text.replaceAll('\r', '').trim()}\n`;
        expect(connection).toMatchObject({
            root_cert: pem(pair.cert),
            client_cert: pem(pair.cert),
            client_key: pem(pair.key),
        });
    });

    it("leaves templates for the peer's builder", async () => {
        using folder = new TemporaryFolder();
        const args = ['--label', 'a', '--address', '{{.peername}}_a:9999', '--tls-root-cert', '{{.root_cert}}'];
        const { exitCode, stdout } = await run(folder, ['package', ...args, '--dial-timeout', '{{.timeout}}']);
        expect(exitCode).toBe(0);
        expect(stdout).toContain('CORE_CHAINCODE_ADDRESS=0.0.0.0:9999\n');
        expect(JSON.parse(contentOf(folder, 'a.tgz')['connection.json'] ?? '')).toMatchObject({
            address: '{{.peername}}_a:9999',
            dial_timeout: '{{.timeout}}',
            root_cert: '{{.root_cert}}',
        });
    });

    it.each([
        ['no label', ['package', '--address', 'a:1'], /^heddle: --label is missing: begin with/],
        ['no address', ['package', '--label', 'a'], /^heddle: --address is missing: give the host/],
        [
            'a label with a space',
            ['package', '--label', 'a b', '--address', 'a:1'],
            /--label is "a b", which peers refuse/,
        ],
        ['a time without unit', [...ARGS, '--dial-timeout', '10'], /--dial-timeout is "10", which is no time/],
        [
            'another type',
            [...ARGS, '--type', 'golang'],
            /'golang' is invalid.*ccaas, external: "heddle package --help" lists/,
        ],
        ['a client without TLS', [...ARGS, '--client-key', 'key.pem'], /--client-key is given without --tls-root-cert/],
        [
            'half a client',
            [...ARGS, '--tls-root-cert', 'ca.pem', '--client-cert', 'cert.pem'],
            /--client-key is missing/,
        ],
        [
            'a key of another certificate',
            [...ARGS, '--tls-root-cert', 'ca.pem', '--client-cert', 'cert.pem', '--client-key', 'other.pem'],
            /--client-key does not belong to --client-cert \(CN=localhost\): give/,
        ],
        [
            'a file that is not there',
            [...ARGS, '--tls-root-cert', 'none'],
            /none of --tls-root-cert cannot be read \(ENOENT/,
        ],
        ['a file that is not PEM', [...ARGS, '--tls-root-cert', 'a.txt'], /a\.txt of --tls-root-cert is not PEM/],
        ['a folder that is not there', [...ARGS, '-o', 'x/y.tgz'], /x\/y\.tgz cannot be written \(ENOENT/],
        ['something else', ['package', 'make'], /too many arguments/],
    ])('refuses %s', async (_what, args, told) => {
        using folder = new TemporaryFolder();
        writeTls(folder);
        folder.write('a.txt', 'text');
        expect(await run(folder, args)).toEqual({ exitCode: 2, stdout: '', lines: [expect.stringMatching(told)] });
    });

    it('tells all that is wrong at once', async () => {
        using folder = new TemporaryFolder();
        folder.write(`${FOLDER}/collections/cars/indexes/owner.json`, INDEX);
        folder.write('collections.json', '[]');
        const args = ['package', '--address', 'a', '--collections-config', 'collections.json'];
        const { exitCode, lines } = await run(folder, args);
        expect(exitCode).toBe(2);
        expect(lines).toEqual([
            'heddle: nothing is packed, as peers would fail:',
            expect.stringMatching(/^ {2}--label is missing/),
            expect.stringMatching(/^ {2}--address is "a", which is not host:port/),
            expect.stringMatching(
                /owner\.json is for the collection cars, which is not defined: rename .* there are none$/,
            ),
        ]);
    });
});

describe('heddle package verify', () => {
    it('is content with ours', async () => {
        using folder = new TemporaryFolder();
        await run(folder, ARGS);
        const { exitCode, stdout, lines } = await run(folder, ['package', 'verify', 'basic_1.0.tgz']);
        expect({ exitCode, lines }).toEqual({ exitCode: 0, lines: [] });
        expect(stdout).toMatch(/^basic_1\.0\.tgz: nothing is wrong, package id basic_1\.0:[0-9a-f]{64}\n$/);
    });

    it('tells what it finds, for people and for machines', async () => {
        using folder = new TemporaryFolder();
        folder.write('p.tgz', 'no package');
        const text = await run(folder, ['package', 'verify', 'p.tgz']);
        const told = 'is not gzip: pack it again with tar -czf, or heddle package';
        expect(text).toMatchObject({ exitCode: 1, stdout: `error: p.tgz ${told}\np.tgz: 1 finding\n`, lines: [] });
        for (const args of [
            ['package', 'verify', '--json', 'p.tgz'],
            ['package', '--json', 'verify', 'p.tgz'],
        ]) {
            const { exitCode, stdout } = await run(folder, args);
            expect(exitCode).toBe(1);
            expect(JSON.parse(stdout)).toMatchObject({ file: 'p.tgz', ok: false, findings: [{ severity: 'error' }] });
        }
    });

    it.each([
        ['no file', [], /missing required argument 'file': "heddle package verify --help" lists/],
        ['a file that is not there', ['none.tgz'], /none\.tgz cannot be read \(ENOENT/],
        ['an unknown option', ['--foo', 'a'], /unknown option '--foo': "heddle package verify --help" lists/],
    ])('refuses %s', async (_what, args, told) => {
        using folder = new TemporaryFolder();
        const { exitCode, stdout, lines } = await run(folder, ['package', 'verify', ...args]);
        expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
        expect(lines).toEqual([expect.stringMatching(told)]);
    });
});
