import { createSelfSigned, TemporaryFolder } from '@heddle/command-testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Environment } from './environment';
import { readTlsFiles } from './tls-files';

const OWN = 'CORE_CHAINCODE_TLS';

describe('the names of TLS files that other chaincode servers go by', () => {
    const folder = new TemporaryFolder();
    let cert: string, key: string, certBase64: string, keyBase64: string;

    beforeAll(async () => {
        const pair = await createSelfSigned();
        cert = folder.write('cert.pem', pair.cert);
        key = folder.write('key.pem', pair.key);
        certBase64 = folder.write('cert.b64', Buffer.from(pair.cert).toString('base64'));
        keyBase64 = folder.write('key.b64', Buffer.from(pair.key).toString('base64'));
    });

    afterAll(() => {
        folder[Symbol.dispose]();
    });

    /** In place of its name, each file's path. */
    function environment(
        variables: Readonly<Record<string, string>>,
        options: Readonly<Record<string, string>> = {},
    ): Environment {
        const paths: Readonly<Record<string, string>> = { cert, key, certBase64, keyBase64 };
        const entries = Object.entries(variables).map(([name, value]) => [name, paths[value] ?? value] as const);
        const given = Object.entries(options).map(([name, value]) => [name, paths[value] ?? value] as const);
        return new Environment(new Map(given), Object.fromEntries(entries));
    }

    it.each([
        ['chaincode.env of fabric-samples', 'TLS', { DISABLED: 'false', KEY: 'key', CERT: 'cert' }],
        ['the same with its authority', 'mutual TLS', { DISABLED: 'FALSE', KEY: 'key', CERT: 'cert', CA: 'cert' }],
    ])('are those of %s', (_what, kind, { DISABLED, KEY, CERT, CA = '' }: Readonly<Record<string, string>>) => {
        const variables = {
            CHAINCODE_TLS_DISABLED: DISABLED ?? '',
            CHAINCODE_TLS_KEY: KEY ?? '',
            CHAINCODE_TLS_CERT: CERT ?? '',
            CHAINCODE_CLIENT_CA_CERT: CA,
        };
        const tls = readTlsFiles(environment(variables));
        expect(tls?.cert.toString()).toContain('BEGIN CERTIFICATE');
        expect(tls?.clientCACerts !== undefined).toBe(kind === 'mutual TLS');
    });

    it.each([
        [{ CORE_TLS_CLIENT_CERT_FILE: 'cert', CORE_TLS_CLIENT_KEY_FILE: 'key' }],
        [{ CORE_TLS_CLIENT_CERT_PATH: 'certBase64', CORE_TLS_CLIENT_KEY_PATH: 'keyBase64' }],
        [
            {
                CORE_TLS_CLIENT_CERT_FILE: 'cert',
                CORE_TLS_CLIENT_KEY_FILE: 'key',
                CORE_TLS_CLIENT_CERT_PATH: 'certBase64',
                CORE_TLS_CLIENT_KEY_PATH: 'keyBase64',
            },
        ],
        [{ CORE_CHAINCODE_TLS_CERT_FILE: 'cert', CORE_CHAINCODE_TLS_KEY_FILE: 'key' }],
    ])('may be switched on by CORE_PEER_TLS_ENABLED: %j', (files) => {
        const read = environment({ CORE_PEER_TLS_ENABLED: 'true', ...files });
        expect(readTlsFiles(read)?.clientCACerts).toBeUndefined();
        expect(readTlsFiles(read)?.key.toString()).toContain('PRIVATE KEY');
        expect(read.notes).toEqual([]);
    });

    it('say that the authority of peers keeps no client out', () => {
        const read = environment({
            CORE_PEER_TLS_ENABLED: 'true',
            CORE_PEER_TLS_ROOTCERT_FILE: 'cert',
            CORE_TLS_CLIENT_CERT_FILE: 'cert',
            CORE_TLS_CLIENT_KEY_FILE: 'key',
        });
        expect([readTlsFiles(read)?.clientCACerts, readTlsFiles(read)?.clientCACerts]).toEqual([undefined, undefined]);
        expect(read.notes).toEqual([
            {
                level: 'info',
                text: `CORE_PEER_TLS_ROOTCERT_FILE is not used by a server, and any client may connect: set --chaincode-tls-client-cacert-file or the variable ${OWN}_CLIENT_CACERT_FILE to admit only clients of an authority`,
            },
        ]);
    });

    it('may be mixed where they agree, and give way to the command line', () => {
        const samples = { CHAINCODE_TLS_DISABLED: 'false', CHAINCODE_TLS_KEY: 'key', CHAINCODE_TLS_CERT: 'cert' };
        const same = { [`${OWN}_CERT_FILE`]: 'cert', [`${OWN}_KEY_FILE`]: 'key' };
        expect(readTlsFiles(environment({ ...samples, ...same }))).toBeDefined();
        const other = { ...samples, CHAINCODE_TLS_CERT: 'nowhere.pem', CHAINCODE_TLS_DISABLED: 'true' };
        const options = { '--chaincode-tls-cert-file': 'cert', '--chaincode-tls-key-file': 'key' };
        expect(readTlsFiles(environment(other, options))).toBeDefined();
    });

    it.each([[{ CHAINCODE_TLS_DISABLED: 'true' }], [{ CORE_PEER_TLS_ENABLED: 'false' }]])(
        'may turn TLS off: %j',
        (variables) => {
            expect(readTlsFiles(environment(variables as Record<string, string>))).toBeUndefined();
        },
    );

    it('warn of files that a switch turns off', () => {
        const off = environment({ CHAINCODE_TLS_DISABLED: 'true', CHAINCODE_TLS_KEY: 'key' });
        expect(readTlsFiles(off)).toBeUndefined();
        expect(off.notes).toEqual([
            { level: 'warn', text: 'CHAINCODE_TLS_DISABLED is "true": TLS is off, and CHAINCODE_TLS_KEY not used' },
        ]);
    });

    it.each([
        [
            { CHAINCODE_TLS_DISABLED: 'false' },
            'CHAINCODE_TLS_DISABLED is "false", but no certificate is named: set the variable CHAINCODE_TLS_CERT too, or CHAINCODE_TLS_DISABLED to true to serve without TLS',
        ],
        [
            { CHAINCODE_TLS_DISABLED: 'false', CHAINCODE_TLS_CERT: 'cert' },
            'CHAINCODE_TLS_DISABLED is "false", but no private key is named: set the variable CHAINCODE_TLS_KEY too, or CHAINCODE_TLS_DISABLED to true to serve without TLS',
        ],
        [
            { CORE_PEER_TLS_ENABLED: 'true' },
            'CORE_PEER_TLS_ENABLED is "true", but no certificate is named: set the variable CORE_TLS_CLIENT_CERT_FILE too, or CORE_PEER_TLS_ENABLED to false to serve without TLS',
        ],
        [
            { CORE_PEER_TLS_ENABLED: 'true', CORE_CHAINCODE_TLS_CERT_FILE: 'cert' },
            `${OWN}_CERT_FILE is set, but no private key: set --chaincode-tls-key-file or the variable ${OWN}_KEY_FILE too, or no TLS option at all to serve without TLS`,
        ],
        [
            { CORE_PEER_TLS_ENABLED: 'yes' },
            'CORE_PEER_TLS_ENABLED is "yes", which is neither: set it to true for TLS, or to false to serve without',
        ],
        [
            { CHAINCODE_TLS_KEY: 'key', CHAINCODE_TLS_CERT: 'cert' },
            'CHAINCODE_TLS_CERT is set, but nothing says whether TLS is on: set CHAINCODE_TLS_DISABLED to false for TLS, or to true to serve without',
        ],
        [
            { CHAINCODE_CLIENT_CA_CERT: 'cert' },
            'CHAINCODE_CLIENT_CA_CERT is set, but nothing says whether TLS is on: set CHAINCODE_TLS_DISABLED to false for TLS, or to true to serve without',
        ],
        [
            { CORE_TLS_CLIENT_KEY_PATH: 'keyBase64' },
            'CORE_TLS_CLIENT_KEY_PATH is set, but nothing says whether TLS is on: set CORE_PEER_TLS_ENABLED to true for TLS, or to false to serve without',
        ],
        [
            { CHAINCODE_TLS_DISABLED: 'true', CORE_PEER_TLS_ENABLED: 'true' },
            'CORE_PEER_TLS_ENABLED is "true" and CHAINCODE_TLS_DISABLED is "true", which contradict each other: keep the one that says whether this server has TLS, and take the other away',
        ],
        [
            { CHAINCODE_TLS_DISABLED: 'true', CORE_CHAINCODE_TLS_CERT_FILE: 'cert' },
            `CHAINCODE_TLS_DISABLED is "true", but ${OWN}_CERT_FILE names a certificate: take one of them away`,
        ],
        [
            { CHAINCODE_TLS_DISABLED: 'false', CHAINCODE_TLS_CERT: 'a', CORE_CHAINCODE_TLS_CERT_FILE: 'b' },
            `${OWN}_CERT_FILE is "b" and CHAINCODE_TLS_CERT is "a": they mean the same thing, so give one value, by --chaincode-tls-cert-file or the variable ${OWN}_CERT_FILE`,
        ],
    ])('are refused where they say half, or two things: %j', (variables, message) => {
        expect(() => readTlsFiles(environment(variables as Record<string, string>))).toThrow(message);
    });
});
