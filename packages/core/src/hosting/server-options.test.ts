import { beforeAll, describe, expect, it } from '@jest/globals';
import { type KeyPair, TestAuthority } from '../testing/certificates';
import { WARNINGS } from '../warning-codes';
import { formatHostAndPort, parseHostAndPort } from './host-and-port';
import { type ChaincodeServerOptions, resolveServerOptions } from './server-options';

const GOOD = { packageId: 'cc:0123abcd', address: '0.0.0.0:9999' };
const KEY = 'tls.key (CORE_CHAINCODE_TLS_KEY_FILE, --chaincode-tls-key-file)';
const CERT = 'tls.cert (CORE_CHAINCODE_TLS_CERT_FILE, --chaincode-tls-cert-file)';
const CLIENT_CAS = 'tls.clientCACerts (CORE_CHAINCODE_TLS_CLIENT_CACERT_FILE, --chaincode-tls-client-cacert-file)';
const PASSWORD = 'tls.keyPassword (CORE_CHAINCODE_TLS_KEY_PASSWORD, --chaincode-tls-key-password)';
const BOTH = `set ${KEY} and ${CERT}, or leave all of TLS out for a server without it`;
const PACKAGE_ID_REMEDY = 'set it to the id that `peer lifecycle chaincode queryinstalled` shows for the package';

/** What a caller without types can pass. */
function resolve(options: unknown): ReturnType<typeof resolveServerOptions> {
    return resolveServerOptions(options as ChaincodeServerOptions);
}

describe('resolveServerOptions', () => {
    it('fills in what is left out', () => {
        expect(resolve(GOOD)).toMatchObject({
            packageId: 'cc:0123abcd',
            address: { host: '0.0.0.0', port: 9999 },
            tls: undefined,
            mspId: undefined,
            keepalive: { timeMs: 60_000, timeoutMs: 20_000 },
            registrationTimeoutMs: 5_000,
            transactionTimeoutMs: 0,
            coalesce: true,
        });
    });

    it.each([
        [undefined, 'the options are missing: give an object with packageId and address'],
        [
            { ...GOOD, packageId: undefined },
            `packageId (CORE_CHAINCODE_ID, --chaincode-id) is missing: ${PACKAGE_ID_REMEDY}`,
        ],
        [
            { ...GOOD, silencedWarnings: ['EMPTY_VALUE', 'NO_WARNING'] },
            `silencedWarnings (CORE_SILENCE_WARNINGS, --silence-warnings) has "NO_WARNING": the codes are ${Object.keys(WARNINGS).join(', ')}`,
        ],
        [{ ...GOOD, packageId: '' }, `packageId (CORE_CHAINCODE_ID, --chaincode-id) is missing: ${PACKAGE_ID_REMEDY}`],
        [
            { ...GOOD, packageId: 'cc:01, Label: cc' },
            `packageId (CORE_CHAINCODE_ID, --chaincode-id) is "cc:01, Label: cc", which is not a package id: ${PACKAGE_ID_REMEDY}`,
        ],
        [
            { ...GOOD, packageId: 7 },
            `packageId (CORE_CHAINCODE_ID, --chaincode-id) is 7, which is not a package id: ${PACKAGE_ID_REMEDY}`,
        ],
        [
            { ...GOOD, address: undefined },
            'address (CORE_CHAINCODE_ADDRESS, --chaincode-address) is missing: set it to host:port, such as 0.0.0.0:9999',
        ],
        [
            { ...GOOD, address: '9999' },
            'address (CORE_CHAINCODE_ADDRESS, --chaincode-address) is "9999": set it to host:port, such as 0.0.0.0:9999',
        ],
        [
            { ...GOOD, address: 'grpc://0.0.0.0:9999' },
            'address (CORE_CHAINCODE_ADDRESS, --chaincode-address) is "grpc://0.0.0.0:9999": set it to host:port, such as 0.0.0.0:9999',
        ],
        [
            { ...GOOD, mspId: '' },
            'mspId (CORE_PEER_LOCALMSPID, --msp-id) is "": set it to the MSP id of the peer, or leave it out',
        ],
        [{ ...GOOD, adress: 'x' }, 'there is no option adress: correct its name, or leave it out'],
        [
            { ...GOOD, keepalive: { timeMs: -1 } },
            'keepalive.timeMs is -1: set it to whole milliseconds from 0 to 2147483647',
        ],
        [
            { ...GOOD, keepalive: { timeoutMs: '20s' } },
            'keepalive.timeoutMs is "20s": set it to whole milliseconds from 0 to 2147483647',
        ],
        [
            { ...GOOD, registrationTimeoutMs: 1.5 },
            'registrationTimeoutMs is 1.5: set it to whole milliseconds from 0 to 2147483647',
        ],
        [
            { ...GOOD, transactionTimeoutMs: 2 ** 31 },
            'transactionTimeoutMs is 2147483648: set it to whole milliseconds from 0 to 2147483647',
        ],
    ])('refuses %j', (options, message) => {
        expect(() => resolve(options)).toThrow(expect.objectContaining({ code: 'INVALID_OPTIONS', message }));
    });

    it('takes a key and its certificate', async () => {
        const { key, cert } = await (await TestAuthority.create()).issue();
        expect(
            resolve({ ...GOOD, tls: { key, cert } })
                .tls?.cert.toString()
                .trim(),
        ).toBe(cert.toString().trim());
    });
});

describe('resolveServerOptions with TLS', () => {
    let authority: TestAuthority;
    let own: KeyPair;
    let other: KeyPair;
    let encrypted: string;

    beforeAll(async () => {
        authority = await TestAuthority.create();
        own = await authority.issue({ subject: [{ O: ['org1'] }, { CN: ['cc.example.com'] }] });
        other = await authority.issue();
        const options = { format: 'pem', type: 'pkcs8', cipher: 'aes-256-cbc', passphrase: 'secret' } as const;
        encrypted = own.privateKey.export(options) as string;
    });

    const cases: [string, () => object | string | null, string][] = [
        ['an empty object', () => ({}), `${KEY} is missing, so TLS is set only in part: ${BOTH}`],
        ['a key alone', () => ({ key: own.key }), `${CERT} is missing, so TLS is set only in part: ${BOTH}`],
        ['a certificate alone', () => ({ cert: own.cert }), `${KEY} is missing, so TLS is set only in part: ${BOTH}`],
        [
            "clients' CAs alone",
            () => ({ clientCACerts: authority.cert }),
            `${KEY} is missing, so TLS is set only in part: ${BOTH}`,
        ],
        ['no object', () => 'on', 'tls must be an object with key and cert; leave it out for a server without TLS'],
        ['null', () => null, 'tls must be an object with key and cert; leave it out for a server without TLS'],
        [
            'a key that is not PEM',
            () => ({ key: 5, cert: own.cert }),
            `${KEY} must be the content of a PEM file, as a Buffer or a string`,
        ],
        ['an empty key', () => ({ key: '', cert: own.cert }), `${KEY} is not PEM: it is empty`],
        [
            'a key in base64',
            () => ({ key: own.key.toString('base64'), cert: own.cert }),
            `${KEY} is not PEM: it is PEM in base64: decode it first`,
        ],
        [
            'a file name',
            () => ({ key: own.key, cert: '/tls/server.crt' }),
            `${CERT} is not PEM: it looks like the name of a file: give the content of the file`,
        ],
        [
            'other text',
            () => ({ key: own.key, cert: 'hello\nworld' }),
            `${CERT} is not PEM: it has no line that begins with -----BEGIN`,
        ],
        [
            'key and certificate exchanged',
            () => ({ key: own.cert, cert: own.key }),
            `${KEY} is a certificate and ${CERT} a private key: exchange them`,
        ],
        ['twice the key', () => ({ key: own.key, cert: own.key }), `${CERT} has no certificate in it`],
        [
            "another certificate's key",
            () => ({ key: other.key, cert: own.cert }),
            `${KEY} does not belong to ${CERT}: give the private key of the certificate that stands first there (O=org1, CN=cc.example.com)`,
        ],
        [
            'no certificate for clients',
            () => ({ key: own.key, cert: own.cert, clientCACerts: own.key }),
            `${CLIENT_CAS} has no certificate in it`,
        ],
    ];

    it.each(cases)('refuses %s', (_what, tls, message) => {
        expect(() => resolve({ ...GOOD, tls: tls() })).toThrow(
            expect.objectContaining({ code: 'INVALID_OPTIONS', message }),
        );
    });

    const unreadable: [string, () => object, string][] = [
        ['twice the certificate', () => ({ key: own.cert, cert: own.cert }), `${KEY} is not a private key: `],
        [
            'a damaged key',
            () => ({ key: damaged('PRIVATE KEY'), cert: own.cert }),
            `${KEY} is a private key that cannot be read: `,
        ],
        [
            'a damaged certificate',
            () => ({ key: own.key, cert: damaged('CERTIFICATE') }),
            `certificate 1 of ${CERT} cannot be read: `,
        ],
        [
            'a damaged certificate for clients',
            () => ({ key: own.key, cert: own.cert, clientCACerts: `${String(own.cert)}\n${damaged('CERTIFICATE')}` }),
            `certificate 2 of ${CLIENT_CAS} cannot be read: `,
        ],
        ['an encrypted key', () => ({ key: encrypted, cert: own.cert }), `${KEY} is encrypted: set ${PASSWORD}: `],
        [
            'another password',
            () => ({ key: encrypted, cert: own.cert, keyPassword: 'guess' }),
            `${KEY} is encrypted, and ${PASSWORD} does not open it: `,
        ],
    ];

    it.each(unreadable)('refuses %s, with what OpenSSL says', (_what, tls, text) => {
        expect(() => resolve({ ...GOOD, tls: tls() })).toThrow(
            expect.objectContaining({ code: 'INVALID_OPTIONS', message: expect.stringContaining(text) }),
        );
    });

    function damaged(label: string): string {
        return `-----BEGIN ${label}-----\nAAAA\n-----END ${label}-----\n`;
    }
});

describe('parseHostAndPort', () => {
    it.each([
        ['localhost:9999', { host: 'localhost', port: 9999 }],
        ['0.0.0.0:0', { host: '0.0.0.0', port: 0 }],
        ['[::]:65535', { host: '::', port: 65535 }],
        [':9999', { host: '', port: 9999 }],
    ])('reads %s', (text, expected) => {
        expect(parseHostAndPort(text)).toEqual(expected);
        expect(formatHostAndPort(expected)).toBe(text);
    });

    it.each([
        '',
        'localhost',
        '9999',
        'localhost:',
        'localhost:65536',
        '::1:9999',
        'a:b:1',
        'http://h:1',
        'h:1/',
        ' h:1\n',
    ])('does not read %j', (text) => {
        expect(parseHostAndPort(text)).toBeUndefined();
    });
});
