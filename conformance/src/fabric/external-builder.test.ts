import { spawnSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { BuilderRun, EXTERNAL_BUILDER, type ScriptResult } from './builder-run';

const CERTIFICATE = '-----BEGIN CERTIFICATE-----\nMIIB+/=\n-----END CERTIFICATE-----\n';
const KEY = '-----BEGIN EC PRIVATE KEY-----\nMHcC\n-----END EC PRIVATE KEY-----\n';
const ADDRESS = 'your.chaincode.host.com:9999';
const PLAIN = { address: ADDRESS, tls_required: false };
const MUTUAL = {
    address: ADDRESS,
    domain: 'chaincode',
    dial_timeout: '10s',
    tls_required: true,
    client_auth_required: true,
    root_cert: CERTIFICATE,
    client_cert: CERTIFICATE,
    client_key: KEY,
};

/** Those of them that are on this machine, with their paths: peers' images differ in their awk. */
const AWKS = ['awk', 'mawk', 'gawk --posix', 'busybox awk', 'original-awk'].flatMap((awk) => {
    const [program = '', ...options] = awk.split(' ');
    const { status, stdout } = spawnSync('sh', ['-c', `command -v ${program}`], { encoding: 'utf8' });
    return status === 0 ? [[stdout.trim(), ...options].join(' ')] : [];
});

interface Built {
    readonly result: ScriptResult;
    /** What the peer reads; undefined where the build failed. */
    readonly connection: unknown;
}

function build(connection: unknown, environment: Record<string, string> = {}, awk?: string): Built {
    const text = typeof connection === 'string' ? connection : JSON.stringify(connection);
    using run = new BuilderRun({ source: { 'connection.json': text }, environment, awk });
    const result = run.build();
    if (result.status !== 0) return { result, connection: undefined };
    const released = run.release();
    return { result: released.status === 0 ? result : released, connection: run.connection() };
}

function detect(metadata: string | undefined): ScriptResult {
    using run = new BuilderRun(metadata === undefined ? {} : { metadata });
    return run.detect();
}

describe('the scripts', () => {
    it.each(['detect', 'build', 'release'])('%s can be executed', (script) => {
        expect(statSync(join(EXTERNAL_BUILDER, 'bin', script)).mode & 0o111).toBe(0o111);
    });

    it.each(['detect', 'build', 'release'])('%s says how many arguments it needs', (script) => {
        using run = new BuilderRun({});
        const { status, stderr } = run.runWith(script, ['src']);
        expect(status).toBe(1);
        expect(stderr).toMatch(new RegExp(`^${script}: expected [23] arguments, .*, found 1\n$`));
    });
});

describe('detect', () => {
    it.each(['ccaas', 'CCAAS', 'ccaaS', 'external', 'External'])('takes the type %s', (type) => {
        expect(detect(JSON.stringify({ path: '', type, label: 'mycc' }))).toEqual({ status: 0, stderr: '' });
    });

    it.each([
        [
            'a whole document on many lines',
            '\r\n{\r\n\t"label" : "x{\\"type\\":\\"golang\\"}" ,\n "type"\n:\n"ccaas"}\n\n',
        ],
        ['an escaped field name', '{"\\u0074ype":"\\u0063caas"}'],
    ])('reads %s', (_what, text) => {
        expect(detect(text).status).toBe(0);
    });

    it.each([
        [
            'another type',
            '{"type":"golang"}',
            '"type": not for this builder: expected ccaas or external, found "golang"',
        ],
        ['no type', '{"label":"x"}', 'found ""'],
        ['a type inside another field', '{"x":{"type":"ccaas"}}', 'found ""'],
        ['a type that is no text', '{"type":["ccaas"]}', '"type": expected a string, found ["ccaas"]'],
        ['no JSON', 'type: ccaas', 'it is not JSON: expected a JSON object, which begins with {, found type: ccaas'],
        ['an empty file', '', 'found the end'],
    ])('leaves %s to the next builder', (_what, text, reason) => {
        const { status, stderr } = detect(text);
        expect(status).toBe(1);
        expect(stderr).toMatch(/^detect: metadata\.json: /);
        expect(stderr).toContain(reason);
    });

    it('says that metadata.json is missing', () => {
        expect(detect(undefined).stderr).toContain('metadata.json: missing in');
    });
});

describe('build', () => {
    it.each([
        ['no TLS', PLAIN, PLAIN],
        ['a time to connect', { ...PLAIN, dial_timeout: '1m500ms' }, { ...PLAIN, dial_timeout: '1m500ms' }],
        ['an IPv6 address', { ...PLAIN, address: '[::1]:9999' }, { ...PLAIN, address: '[::1]:9999' }],
        ['a text for a boolean', { address: ADDRESS, tls_required: 'false' }, PLAIN],
        ['null for what is missing', { ...PLAIN, dial_timeout: null, root_cert: null }, PLAIN],
        ['certificates that are not used', { ...MUTUAL, tls_required: 'false' }, { ...PLAIN, dial_timeout: '10s' }],
        ['mutual TLS', MUTUAL, MUTUAL],
        [
            'TLS of the server only',
            { ...MUTUAL, client_auth_required: false },
            {
                address: ADDRESS,
                dial_timeout: '10s',
                tls_required: true,
                client_auth_required: false,
                root_cert: CERTIFICATE,
            },
        ],
    ])('passes on %s', (_what, given, expected) => {
        expect(build(given).connection).toEqual(expected);
    });

    // Fabric's own example, but for the address and PEM that a document cannot hold in full.
    it('takes the example of the document on chaincode as an external service', () => {
        const { result, connection } = build(`{
"address": "your.chaincode.host.com:9999",
"dial_timeout": "10s",
"tls_required": "true",
"client_auth_required": "true",
"client_key": "-----BEGIN EC PRIVATE KEY----- ... -----END EC PRIVATE KEY-----",
"client_cert": "-----BEGIN CERTIFICATE----- ... -----END CERTIFICATE-----",
"root_cert": "-----BEGIN CERTIFICATE---- ... -----END CERTIFICATE-----"
}`);
        expect(result).toEqual({ status: 0, stderr: '' });
        expect(connection).toMatchObject({ tls_required: true, client_auth_required: true, dial_timeout: '10s' });
    });

    it.each([
        ['no address', { tls_required: false }, '"address" is missing'],
        ['an empty address', { ...PLAIN, address: '' }, '"address" is empty'],
        ['an address without a port', { ...PLAIN, address: 'host' }, '"address": expected host:port'],
        ['an address that is a URL', { ...PLAIN, address: 'grpc://host:1' }, '"address": expected host:port'],
        ['an address that is a number', { ...PLAIN, address: 9999 }, '"address": expected a string, found 9999'],
        ['no tls_required', { address: ADDRESS }, '"tls_required" is missing: write true with a root_cert, or false'],
        ['an odd boolean', { ...PLAIN, tls_required: 'yes' }, '"tls_required": expected true or false, found "yes"'],
        ['a boolean in capitals', { ...PLAIN, tls_required: 'True' }, 'expected true or false, found "True"'],
        ['a number for a boolean', { ...PLAIN, tls_required: 1 }, '"tls_required": expected true or false, found 1'],
        ['a time without a unit', { ...PLAIN, dial_timeout: '10' }, '"dial_timeout": expected a time with its unit'],
        ['an empty time', { ...PLAIN, dial_timeout: '' }, 'found ""; leave it out for 3s'],
        ['a time that is a number', { ...PLAIN, dial_timeout: 10 }, '"dial_timeout": a number counts nanoseconds'],
        ['no root_cert', { ...PLAIN, tls_required: true }, '"root_cert" is missing, and tls_required is true'],
        ['no client_key', { ...MUTUAL, client_key: '' }, '"client_key" is missing, and client_auth_required is true'],
        ['no client_cert', { ...MUTUAL, client_cert: undefined }, '"client_cert" is missing'],
        ['a path for a PEM', { ...MUTUAL, root_cert: '/certs/ca.pem' }, '"root_cert": expected the text of a PEM file'],
        ['a key for a certificate', { ...MUTUAL, client_cert: KEY }, '"client_cert": expected the text of a PEM file'],
        ['a certificate for a key', { ...MUTUAL, client_key: CERTIFICATE }, 'a PEM file that says PRIVATE KEY'],
        ['a name in another case', { ...PLAIN, Address: 'x:1' }, '"Address": write it as "address"'],
        [
            'a template without values',
            { ...PLAIN, address: '{{.peer}}:1' },
            'CHAINCODE_AS_A_SERVICE_BUILDER_CONFIG is not set',
        ],
    ])('refuses %s', (_what, given, reason) => {
        const { status, stderr } = build(given).result;
        expect(status).not.toBe(0);
        expect(stderr).toMatch(/^build: connection\.json: /);
        expect(stderr).toContain(reason);
    });

    it.each([
        ['a line break in a text', `{"address":"${ADDRESS}","root_cert":"-----BEGIN\n"}`, '"root_cert": a line break'],
        ['an escape that JSON lacks', '{"address":"a\\x41:1"}', '"address": a backslash begins no escape'],
        ['a comma too many', '{"address":"a:1",}', 'expected the name of a field behind the comma, found }'],
        ['a comma too few', '{"a":1 "b":2}', 'expected a comma or the } that ends the object, found "b":2}'],
        ['a field twice', '{"address":"a:1","address":"b:1"}', 'the field "address" is there twice'],
        ['text behind the end', '{} x', 'expected nothing behind the object, found x'],
        ['a list', '[]', 'expected a JSON object'],
        ['an open list', '{"a":[1', 'expected a comma or the end of the array or object, found the end'],
        ['a bare word', '{"tls_required": True}', '"tls_required": expected a value, found True}'],
        ['an open text', '{"address":"a', 'found "a'],
        ['nothing', '', 'found the end'],
    ])('refuses %s', (_what, text, reason) => {
        const { status, stderr } = build(text).result;
        expect(status).not.toBe(0);
        expect(stderr).toMatch(/^build: connection\.json: /);
        expect(stderr).toContain(reason);
    });

    it('says that connection.json is missing', () => {
        using run = new BuilderRun({});
        expect(run.build()).toEqual({
            status: 1,
            stderr: 'build: connection.json: it is not at the root of code.tar.gz\n',
        });
    });

    it('leaves out what no peer knows, and says so', () => {
        const { result, connection } = build({ ...PLAIN, comment: [{ a: [null, -1.5e3, {}, []] }, 'x'] });
        expect(result.stderr).toBe('build: connection.json: "comment": left out, no peer knows this field\n');
        expect(connection).toEqual(PLAIN);
    });

    it('warns of a domain that no peer will use', () => {
        expect(build({ ...MUTUAL, client_auth_required: false }).result.stderr).toContain(
            '"domain": peers use it only',
        );
    });
});

describe("build, with the peer's configuration", () => {
    const environment = {
        CHAINCODE_AS_A_SERVICE_BUILDER_CONFIG: JSON.stringify({ peer: 'org"1\n', other: 'b', n: 1 }),
    };

    it('fills in every occurrence of a name', () => {
        const given = { ...PLAIN, address: '{{.other}}-{{ .other }}{{- .other -}}.example:1' };
        expect(build(given, environment).connection).toEqual({ ...PLAIN, address: 'b-bb.example:1' });
    });

    it('keeps quotes and line breaks of the values', () => {
        const { connection } = build({ ...MUTUAL, root_cert: `${CERTIFICATE}{{.peer}}` }, environment);
        expect(connection).toEqual({ ...MUTUAL, root_cert: `${CERTIFICATE}org"1\n` });
    });

    it.each([
        ['a name that is not there', '{{.missing}}', 'has no string "missing"'],
        ['a name that is no text', '{{.n}}', 'has no string "n"'],
        ['another expression', '{{if .peer}}', '{{if .peer}}: only {{.name}} can be filled in'],
    ])('refuses %s', (_what, template, reason) => {
        expect(build({ ...PLAIN, address: `${template}:1` }, environment).result.stderr).toContain(reason);
    });

    it('refuses a configuration that is no JSON', () => {
        const broken = { CHAINCODE_AS_A_SERVICE_BUILDER_CONFIG: 'peer=x' };
        const { stderr } = build({ ...PLAIN, address: '{{.peer}}:1' }, broken).result;
        expect(stderr).toMatch(/^build: CHAINCODE_AS_A_SERVICE_BUILDER_CONFIG: it is not JSON/);
    });
});

describe('release', () => {
    const index = '{"index":{"fields":["owner"]}}';

    function released(source: Record<string, string>): BuilderRun {
        const run = new BuilderRun({ source: { 'connection.json': JSON.stringify(MUTUAL), ...source } });
        expect(run.build()).toEqual({ status: 0, stderr: '' });
        expect(run.release()).toEqual({ status: 0, stderr: '' });
        return run;
    }

    it('puts the TLS files where the document has them', () => {
        using run = released({});
        expect(run.releasedFiles()).toEqual([
            'chaincode/server/connection.json',
            'chaincode/server/tls/client_cert.pem',
            'chaincode/server/tls/client_key.pem',
            'chaincode/server/tls/root_cert.pem',
        ]);
        expect(run.released('chaincode/server/tls/root_cert.pem')).toBe(CERTIFICATE);
        expect(run.released('chaincode/server/tls/client_key.pem')).toBe(KEY);
    });

    it('writes no TLS files without TLS', () => {
        using run = released({ 'connection.json': JSON.stringify({ ...MUTUAL, tls_required: false }) });
        expect(run.releasedFiles()).toEqual(['chaincode/server/connection.json']);
    });

    it('takes indexes from META-INF and from metadata, hidden files too', () => {
        using run = released({
            'META-INF/statedb/couchdb/indexes/by-owner.json': index,
            'META-INF/statedb/couchdb/collections/c 1/indexes/i.json': index,
            'metadata/statedb/couchdb/indexes/by-color.json': index,
            'metadata/.hidden': 'x',
            'src/index.ts': 'left out',
        });
        expect(run.releasedFiles().filter((path) => !path.startsWith('chaincode/'))).toEqual([
            '.hidden',
            'statedb/couchdb/collections/c 1/indexes/i.json',
            'statedb/couchdb/indexes/by-color.json',
            'statedb/couchdb/indexes/by-owner.json',
        ]);
    });

    it('says that there was no build', () => {
        using run = new BuilderRun({});
        expect(run.release().stderr).toMatch(/^release: connection\.json: it is not in .*: did bin\/build run\?\n$/);
    });
});

describe.each(AWKS)('with %s', (awk) => {
    const pem = fc.string({ unit: fc.constantFrom(...'AZ09+/=\n\r\t"\\ é€{'.split('')), maxLength: 300 });

    // A text with {{…}} is a template, which has tests of its own.
    it('keeps every text, however it is written in JSON', () => {
        const property = fc.property(pem, fc.boolean(), (text, isEscaped) => {
            const rootCert = CERTIFICATE + text.replace(/\{\{/g, '{');
            const given = JSON.stringify({ ...MUTUAL, client_auth_required: false, root_cert: rootCert }, null, '\t');
            const { connection, result } = build(isEscaped ? withEscapes(given) : given, {}, awk);
            expect(result.status).toBe(0);
            expect(connection).toMatchObject({ root_cert: rootCert });
        });
        fc.assert(property, { numRuns: 15 });
    });

    it('writes the bytes of escaped text into the TLS files', () => {
        using run = new BuilderRun({
            source: { 'connection.json': withEscapes(JSON.stringify({ ...MUTUAL, root_cert: `é€${CERTIFICATE}` })) },
            awk,
        });
        expect(run.build().status).toBe(0);
        expect(run.release().status).toBe(0);
        expect(run.released('chaincode/server/tls/root_cert.pem')).toBe(`é€${CERTIFICATE}`);
    });

    it('refuses what is no JSON', () => {
        expect(build('{"address":"a:1"', {}, awk).result.status).not.toBe(0);
    });
});

/** The same JSON with whatever is not a letter written as \uXXXX, inside its strings. */
function withEscapes(json: string): string {
    return json.replace(/"(?:[^"\\]|\\.)*"/g, (text) => {
        const value = String(JSON.parse(text));
        return `"${value.replace(/[^A-Za-z_]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)}"`;
    });
}
