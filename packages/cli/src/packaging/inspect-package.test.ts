import { createPrivateKey } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { CertificateAuthority, type SelfSigned } from '@heddle/command-testing';
import { beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { gzipStored } from '../archive/gzip';
import { TAR_BLOCK_BYTES, TAR_FIELDS, tarChecksum } from '../archive/tar-header';
import { type ArchiveFile, createTar } from '../archive/tar-writer';
import type { Severity } from '../reporting/finding';
import { inspectPackage } from './inspect-package';

type Json = Readonly<Record<string, unknown>>;

interface Parts {
    readonly metadata?: Json | string;
    readonly connection?: Json | string;
    /** In code.tar.gz, besides connection.json. */
    readonly files?: Readonly<Record<string, string>>;
}

const METADATA = { type: 'ccaas', label: 'basic_1.0' };
const PLAIN = { address: 'assets.example.com:9999', dial_timeout: '10s', tls_required: false };
const INDEX = 'META-INF/statedb/couchdb/indexes/owner.json';
const FIELDS = '{ "index": { "fields": ["owner"] }, "ddoc": "d", "name": "owner", "type": "json" }';

let authority: CertificateAuthority;
let client: SelfSigned;
let other: SelfSigned;
let expired: SelfSigned;
let encrypted: string;

beforeAll(async () => {
    authority = await CertificateAuthority.create();
    client = await authority.issue();
    other = await authority.issue();
    expired = await authority.issue({ days: [-10, -1] });
    encrypted = createPrivateKey(client.key)
        .export({ format: 'pem', type: 'pkcs8', cipher: 'aes-256-cbc', passphrase: 'secret' })
        .toString();
});

function bytesOf(content: Json | string): Buffer {
    return Buffer.from(typeof content === 'string' ? content : JSON.stringify(content));
}

function codeOf({ connection = PLAIN, files = {} }: Parts): Buffer {
    const others = Object.entries(files).map(([name, text]) => ({ name, content: Buffer.from(text) }));
    return createTar([{ name: 'connection.json', content: bytesOf(connection) }, ...others]);
}

function packageOf(parts: Parts): Buffer {
    const metadata = bytesOf(parts.metadata ?? METADATA);
    return packed([
        { name: 'metadata.json', content: metadata },
        { name: 'code.tar.gz', content: gzipStored(codeOf(parts)) },
    ]);
}

function packed(files: readonly ArchiveFile[]): Buffer {
    return gzipStored(createTar(files));
}

function withCode(code: Uint8Array): Buffer {
    return packed([
        { name: 'metadata.json', content: bytesOf(METADATA) },
        { name: 'code.tar.gz', content: code },
    ]);
}

/** A tar archive whose first header a test changes. */
function changed(tar: Buffer, change: (header: Buffer) => void): Buffer {
    const header = tar.subarray(0, TAR_BLOCK_BYTES);
    change(header);
    header.write(`${tarChecksum(header).toString(8).padStart(6, '0')}\0 `, TAR_FIELDS.checksum.start);
    return tar;
}

function found(bytes: Uint8Array): string[] {
    return inspectPackage('p.tgz', bytes, new Date()).findings.map(
        ({ severity, where, what, remedy }) => `${severity}: ${where} ${what}: ${remedy}`,
    );
}

/** A package with one mistake: how bad it is, and what is said. */
type Case = readonly [what: string, make: () => Uint8Array, severity: Severity, message: RegExp];

function connection(change: () => Json): () => Buffer {
    return () => packageOf({ connection: { ...PLAIN, ...change() } });
}

function tls(change: () => Json = () => ({})): () => Buffer {
    return connection(() => ({ tls_required: true, root_cert: authority.cert, ...change() }));
}

function mutual(change: () => Json): () => Buffer {
    return tls(() => ({ client_auth_required: true, client_cert: client.cert, client_key: client.key, ...change() }));
}

function without(field: keyof typeof PLAIN): () => Buffer {
    return connection(() => ({ [field]: undefined }));
}

const CONNECTION: readonly Case[] = [
    ['no dial_timeout', without('dial_timeout'), 'error', /"dial_timeout" is missing, and there is no default/],
    ['a dial_timeout of null', connection(() => ({ dial_timeout: null })), 'error', /"dial_timeout" is missing/],
    ['a numeric dial_timeout', connection(() => ({ dial_timeout: 10 })), 'error', /"dial_timeout" is the number 10/],
    ['a dial_timeout without unit', connection(() => ({ dial_timeout: '10' })), 'error', /is "10", which is no time/],
    ['an empty dial_timeout', connection(() => ({ dial_timeout: '' })), 'error', /is "", which is no time/],
    ['a dial_timeout in days', connection(() => ({ dial_timeout: '1d' })), 'error', /is "1d", which is no time/],
    ['a negative dial_timeout', connection(() => ({ dial_timeout: '-1s' })), 'error', /connection comes too late/],
    [
        'a text for a boolean',
        connection(() => ({ tls_required: 'false' })),
        'error',
        /"tls_required" is the text "false"/,
    ],
    ['a text for true', tls(() => ({ tls_required: 'true' })), 'error', /is the text "true".* true without quotes$/],
    ['a number for a boolean', connection(() => ({ tls_required: 0 })), 'error', /is 0, and no boolean/],
    [
        'another text',
        tls(() => ({ client_auth_required: 'false' })),
        'error',
        /"client_auth_required" is the text "false"/,
    ],
    ['no tls_required', without('tls_required'), 'error', /"tls_required" is missing, which peers take for false/],
    [
        'no tls_required, and a root_cert',
        tls(() => ({ tls_required: undefined })),
        'error',
        /peers connect without TLS, although root_cert is there/,
    ],
    [
        'TLS without root_cert',
        tls(() => ({ root_cert: undefined })),
        'error',
        /"root_cert" is missing, and tls_required is/,
    ],
    ['TLS with an empty root_cert', tls(() => ({ root_cert: '' })), 'error', /"root_cert" is missing/],
    [
        'a path',
        tls(() => ({ root_cert: '/tls/ca.crt' })),
        'error',
        /"root_cert" is not PEM \("\/tls\/ca\.crt"\): give the file/,
    ],
    [
        'base64 of PEM',
        tls(() => ({ root_cert: Buffer.from(authority.cert).toString('base64') })),
        'error',
        /"root_cert" is not PEM .*: decode it/,
    ],
    [
        'line breaks that are written as two characters',
        tls(() => ({ root_cert: authority.cert.replaceAll('\n', '\\n') })),
        'error',
        /"root_cert" has its line breaks written as/,
    ],
    ['a key for a certificate', tls(() => ({ root_cert: client.key })), 'error', /"root_cert" is a private key/],
    [
        'a certificate of nothing',
        tls(() => ({ root_cert: '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----' })),
        'error',
        /"root_cert" has no certificate that can be read/,
    ],
    ['an expired root_cert', tls(() => ({ root_cert: expired.cert })), 'error', /"root_cert" .* has expired on/],
    [
        'a root_cert without TLS',
        connection(() => ({ root_cert: 'x' })),
        'warning',
        /"root_cert" is not used, since tls_req/,
    ],
    [
        'a client key without need',
        tls(() => ({ client_key: client.key })),
        'warning',
        /"client_key" is not used, since cli/,
    ],
    [
        'no client_cert',
        mutual(() => ({ client_cert: undefined })),
        'error',
        /"client_cert" is missing, and client_auth/,
    ],
    ['no client_key', mutual(() => ({ client_key: undefined })), 'error', /"client_key" is missing, and client_auth/],
    [
        'a key of another',
        mutual(() => ({ client_key: other.key })),
        'error',
        /"client_key" does not belong to .*"client_cert"/,
    ],
    [
        'an encrypted key',
        mutual(() => ({ client_key: encrypted })),
        'error',
        /"client_key" is encrypted, and peers have/,
    ],
    [
        'a certificate for a key',
        mutual(() => ({ client_key: client.cert })),
        'error',
        /"client_key" has no private key that/,
    ],
    [
        'an expired client_cert',
        mutual(() => ({ client_cert: expired.cert, client_key: expired.key })),
        'error',
        /expired/,
    ],
    ['a domain', mutual(() => ({ domain: 'a.org' })), 'warning', /"domain" is left out by the builder of peers/],
    [
        'a domain without need',
        tls(() => ({ domain: 'a.org' })),
        'warning',
        /"domain" is used by peers only if client_auth/,
    ],
    ['no address', without('address'), 'error', /"address" is missing/],
    ['an empty address', connection(() => ({ address: '' })), 'error', /"address" is missing/],
    ['a number for an address', connection(() => ({ address: 9999 })), 'error', /"address" is 9999, and no text/],
    ['no port', connection(() => ({ address: 'assets' })), 'error', /is "assets", which is not host:port/],
    ['port 0', connection(() => ({ address: 'assets:0' })), 'error', /is "assets:0", which is not host:port/],
    ['a port out of range', connection(() => ({ address: 'assets:65536' })), 'error', /which is not host:port/],
    [
        'a variable of a shell in the address',
        connection(() => ({ address: '${CC}:9999' })),
        'error',
        /is "\$\{CC\}:9999", in which nothing replaces \$\{CC\}: write the value/,
    ],
    [
        'such a variable beside a template',
        connection(() => ({ address: '{{.peername}}_$CC:9999' })),
        'error',
        /in which nothing replaces \$CC:/,
    ],
    [
        'an empty part of a name',
        connection(() => ({ address: 'cc..x:9999' })),
        'error',
        /has the host "cc\.\.x", which is/,
    ],
    ['a name that begins with -', connection(() => ({ address: '-cc:9999' })), 'error', /has the host "-cc", which is/],
    ['a host with other signs', connection(() => ({ address: 'cc,x:9999' })), 'error', /has the host "cc,x", which is/],
    [
        'a malformed IP address',
        connection(() => ({ address: '10.0.0.256:9' })),
        'error',
        /has the host "10\.0\.0\.256"/,
    ],
    ['a URL', connection(() => ({ address: 'grpc://assets:9999' })), 'error', /which is not host:port but a URL/],
    [
        'where to listen',
        connection(() => ({ address: '0.0.0.0:9999' })),
        'warning',
        /which servers listen at but nobody can connect to/,
    ],
    [
        'the own machine',
        connection(() => ({ address: 'localhost:9999' })),
        'warning',
        /the peer's own machine or container/,
    ],
    ['an unfinished template', connection(() => ({ address: '{{.peer:9999' })), 'error', /an unfinished template/],
    [
        'a hard template',
        connection(() => ({ address: '{{printf "a"}}:9' })),
        'warning',
        /not every builder can fill in/,
    ],
    ['an unknown field', connection(() => ({ timeout: '3s' })), 'warning', /"timeout" means nothing to a peer/],
    [
        'a field in capitals',
        connection(() => ({ Domain: undefined, TLS_Required: false })),
        'error',
        /call it "tls_required"/,
    ],
    ['what is no JSON', () => packageOf({ connection: '{' }), 'error', /^error: connection\.json is no JSON \(/],
    ['a byte order mark', () => packageOf({ connection: '\ufeff{}' }), 'error', /byte order mark/],
    ['a list', () => packageOf({ connection: '[]' }), 'error', /connection\.json is no JSON object/],
];

function metadata(change: Json): () => Buffer {
    return () => packageOf({ metadata: { ...METADATA, ...change } });
}

const METADATA_CASES: readonly Case[] = [
    [
        'the type external',
        metadata({ type: 'external' }),
        'warning',
        /"type" is external, which peers' own builder does/,
    ],
    [
        'the type golang',
        metadata({ type: 'golang' }),
        'error',
        /"type" is "golang": a peer would build and run it itself/,
    ],
    ['no type', metadata({ type: undefined }), 'error', /"type" is missing/],
    ['a type that is no text', metadata({ type: 1 }), 'error', /"type" is 1/],
    ['no label', metadata({ label: undefined }), 'error', /"label" is missing/],
    ['a label with a space', metadata({ label: 'basic 1' }), 'error', /"label" is "basic 1", which peers refuse/],
    ['a label with a line break', metadata({ label: 'basic\n' }), 'error', /"label" is "basic\\n", which peers refuse/],
    ['a label with a dot at first', metadata({ label: '.basic' }), 'error', /"label" is "\.basic", which peers refuse/],
    ['a label with a colon', metadata({ label: 'a:b' }), 'error', /"label" is "a:b", which peers refuse/],
    [
        'a field in capitals',
        metadata({ label: undefined, Label: 'basic' }),
        'error',
        /"Label" is not how it is written/,
    ],
    ['metadata that is no JSON', () => packageOf({ metadata: 'label: basic' }), 'error', /metadata\.json is no JSON/],
];

const ARCHIVE: readonly Case[] = [
    ['what is no gzip', () => Buffer.from('PK\x03\x04'), 'error', /^error: p\.tgz is not gzip/],
    ['gzip of no tar', () => gzipSync('x'.repeat(512)), 'error', /^error: p\.tgz is not tar/],
    ['a package that is cut off', () => packageOf({}).subarray(0, 900), 'error', /^error: p\.tgz is damaged gzip/],
    ['an archive of nothing', () => packed([]), 'error', /p\.tgz has no metadata\.json/],
    [
        'no metadata.json',
        () => packed([{ name: 'code.tar.gz', content: gzipStored(codeOf({})) }]),
        'error',
        /p\.tgz has no metadata\.json/,
    ],
    [
        'no code.tar.gz',
        () => packed([{ name: 'metadata.json', content: bytesOf(METADATA) }]),
        'error',
        /has no code\.tar\.gz/,
    ],
    [
        'names that begin with ./',
        () => packed([{ name: './metadata.json', content: bytesOf(METADATA) }]),
        'error',
        /p\.tgz: \.\/metadata\.json is not found by peers/,
    ],
    [
        'a folder at the top',
        () => gzipStored(changed(createTar([{ name: 'a', content: Buffer.of() }]), (header) => header.write('5', 156))),
        'error',
        /p\.tgz: a is a folder, for which peers refuse the package/,
    ],
    [
        'a stray file',
        () => packed([{ name: 'README', content: Buffer.of() }]),
        'warning',
        /p\.tgz: README means nothing to a peer/,
    ],
    ['code that is no gzip', () => withCode(codeOf({})), 'error', /^error: code\.tar\.gz is not gzip/],
    [
        'code without connection.json',
        () => withCode(gzipStored(createTar([]))),
        'error',
        /has no connection\.json at its top/,
    ],
    [
        'a connection.json in a folder',
        () => withCode(gzipStored(createTar([{ name: 'src/connection.json', content: bytesOf(PLAIN) }]))),
        'error',
        /has no connection\.json at its top, but src\/connection\.json/,
    ],
    [
        'a path out of the folder',
        () => packageOf({ files: { '../../etc/x': '' } }),
        'error',
        /x leads out of its folder/,
    ],
    ['an absolute path', () => packageOf({ files: { '/etc/x': '' } }), 'error', /\/etc\/x leads out of its folder/],
    ['a path out in the middle', () => packageOf({ files: { 'a/../../x': '' } }), 'error', /leads out of its folder/],
    [
        'a link',
        () =>
            withCode(
                gzipStored(
                    changed(createTar([{ name: 'a', content: Buffer.of() }]), (header) => header.write('2', 156)),
                ),
            ),
        'error',
        /code\.tar\.gz: a is a link, for which peers refuse the package/,
    ],
    [
        'a file that nobody can read',
        () => withCode(gzipStored(changed(codeOf({}), (header) => header.write('0000000', TAR_FIELDS.mode.start)))),
        'error',
        /connection\.json has the mode 000/,
    ],
    [
        'a file twice',
        () => packageOf({ files: { './connection.json': '{}' } }),
        'error',
        /connection\.json is there twice/,
    ],
    ['source code', () => packageOf({ files: { 'main.go': '' } }), 'warning', /main\.go means nothing to a peer/],
    [
        'indexes where the document has them',
        () => packageOf({ files: { 'metadata/statedb/couchdb/indexes/a.json': FIELDS } }),
        'error',
        /metadata\/statedb\/ is not passed on by peers' own builder/,
    ],
    ['an index that is no JSON', () => packageOf({ files: { [INDEX]: '{' } }), 'error', /owner\.json is no JSON/],
    ['an index of nothing', () => packageOf({ files: { [INDEX]: '{}' } }), 'error', /owner\.json: "index" is missing/],
    [
        'a stray file among indexes',
        () => packageOf({ files: { 'META-INF/statedb/couchdb/owner.json': FIELDS } }),
        'error',
        /couchdb\/owner\.json is not where peers look for indexes/,
    ],
];

describe('a package', () => {
    it('of which nothing is wrong', () => {
        for (const parts of [
            {},
            { metadata: { ...METADATA, type: 'CCAAS', path: '' } },
            { files: { [INDEX]: FIELDS } },
            { connection: { ...PLAIN, address: '{{.peername}}_basic:9999', dial_timeout: '{{ .timeout }}' } },
            { connection: { ...PLAIN, address: '[2001:db8::1]:9999', dial_timeout: '1m30.5s' } },
        ]) {
            expect(found(packageOf(parts))).toEqual([]);
        }
        expect(found(mutual(() => ({}))())).toEqual([]);
    });

    it('has the id that peers give it', () => {
        expect(inspectPackage('p.tgz', packageOf({}), new Date()).packageId).toMatch(/^basic_1\.0:[0-9a-f]{64}$/);
    });

    it.each([...CONNECTION, ...METADATA_CASES, ...ARCHIVE])('with %s', (_what, make, severity, message) => {
        const findings = found(make());
        expect(findings).toContainEqual(expect.stringMatching(message));
        expect(findings.find((finding) => message.test(finding))).toMatch(new RegExp(`^${severity}: .+: .+$`));
    });

    it.each(CONNECTION.filter(([what]) => !what.startsWith('a text for')))(
        'has one finding only: %s',
        (_what, make) => {
            expect(found(make())).toHaveLength(1);
        },
    );

    it('for a builder of external packages may leave dial_timeout out', () => {
        const parts = {
            metadata: { ...METADATA, type: 'external' },
            connection: { ...PLAIN, dial_timeout: undefined },
        };
        expect(found(packageOf(parts))).toEqual([
            expect.stringMatching(/^warning: metadata\.json: "type" is external/),
        ]);
    });

    it("is the one of Fabric's document, with all its traps", () => {
        const document = {
            address: 'your.chaincode.host.com:9999',
            dial_timeout: '10s',
            tls_required: 'true',
            client_auth_required: 'true',
            client_key: '-----BEGIN EC PRIVATE KEY----- ... -----END EC PRIVATE KEY-----',
            client_cert: '-----BEGIN CERTIFICATE----- ... -----END CERTIFICATE-----',
            root_cert: '-----BEGIN CERTIFICATE---- ... -----END CERTIFICATE-----',
        };
        const findings = found(packageOf({ connection: document }));
        expect(findings.map((finding) => /"(\w+)"/.exec(finding)?.[1])).toEqual([
            'tls_required',
            'client_auth_required',
            'root_cert',
            'client_cert',
            'client_key',
        ]);
    });

    it('unpacks to no more than peers take, whatever it says', () => {
        const bomb = gzipSync(Buffer.alloc(101 * 1024 * 1024), { level: 1 });
        expect(found(bomb)).toEqual([expect.stringMatching(/p\.tgz unpacks to more than/)]);
        expect(found(withCode(bomb))).toEqual([expect.stringMatching(/code\.tar\.gz unpacks to more than/)]);
    });

    it('takes no longer for hostile PEM', () => {
        const root = '-----BEGIN CERTIFICATE-----\n'.repeat(30_000);
        expect(found(tls(() => ({ root_cert: root }))())).toEqual([
            expect.stringMatching(/no certificate that can be read/),
        ]);
        const huge = connection(() => ({ root_cert: 'x'.repeat(1024 * 1024) }))();
        expect(found(huge)).toEqual([expect.stringMatching(/connection\.json has more than 1048576 bytes/)]);
    });

    it('of any bytes is a finding and not a failure', () => {
        const bytes = packageOf({ files: { [INDEX]: FIELDS } });
        const tar = createTar([
            { name: 'metadata.json', content: bytesOf(METADATA) },
            { name: 'code.tar.gz', content: gzipStored(codeOf({})) },
        ]);
        fc.assert(
            fc.property(fc.uint8Array({ maxLength: 600 }), fc.nat(tar.length - 1), fc.nat(255), (noise, at, byte) => {
                expect(found(noise).length).toBeGreaterThan(0);
                const spoilt = Buffer.from(tar);
                spoilt[at] = byte;
                expect(Array.isArray(found(gzipStored(spoilt)))).toBe(true);
                const zipped = Buffer.from(bytes);
                zipped[at % zipped.length] = byte;
                expect(Array.isArray(found(zipped))).toBe(true);
            }),
        );
    });
});
