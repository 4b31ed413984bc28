import { generateKeyPairSync } from 'node:crypto';
import { createSelfSigned, type SelfSigned, TemporaryFolder } from '@heddle/command-testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ConfigurationError } from 'heddle/command';
import type { Connection } from './gateway-connection';
import { resolveConnection } from './resolve-connection';

const folder = new TemporaryFolder();
let user: SelfSigned;
let msp: string;

beforeAll(async () => {
    user = await createSelfSigned();
    const { key: stale } = await createSelfSigned();
    folder.write('user.pem', user.cert);
    folder.write('user.key', user.key);
    folder.write('msp/signcerts/cert.pem', user.cert);
    folder.write('msp/keystore/1_sk', stale);
    folder.write('msp/keystore/2_sk', user.key);
    folder.write('other/signcerts/cert.pem', user.cert);
    folder.write('other/keystore/1_sk', stale);
    folder.write(
        'rsa.key',
        generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ format: 'pem', type: 'pkcs8' }),
    );
    msp = `${folder.path}/msp`;
});

afterAll(() => {
    folder[Symbol.dispose]();
});

const BASE = { '--gateway': 'peer:7051', '--channel': 'ch', '--chaincode': 'cc', '--msp-id': 'Org1MSP' };

function resolve(given: Readonly<Record<string, string>>, variables: NodeJS.ProcessEnv = {}): Connection {
    const { '--cert': cert, '--key': key, '--as': as, '--connection-profile': connectionProfile } = given;
    const { '--organization': organization, '--timeout-ms': timeoutMs = '60000' } = given;
    const options = Object.fromEntries(
        Object.entries({ cert, key, as, connectionProfile, organization }).filter(([, value]) => value !== undefined),
    );
    return resolveConnection({
        commandLine: new Map(Object.entries(given)),
        variables,
        options: { ...options, timeoutMs },
    });
}

describe('the connection of a client', () => {
    it('is found by options, with the key that belongs to the certificate', () => {
        const connection = resolve({ ...BASE, '--msp-dir': msp });
        expect(connection).toMatchObject({ address: 'peer:7051', tls: undefined, channel: 'ch', chaincode: 'cc' });
        expect(connection.user).toMatchObject({ mspId: 'Org1MSP', certificate: Buffer.from(user.cert) });
        expect(connection.user.key.export({ format: 'pem', type: 'pkcs8' })).toBe(user.key);
    });

    it('is found by the variables of the peer command, and options win', () => {
        const variables = {
            CORE_PEER_ADDRESS: 'peer0:7051',
            CORE_PEER_LOCALMSPID: 'Org1MSP',
            CORE_PEER_MSPCONFIGPATH: msp,
            CORE_PEER_TLS_ROOTCERT_FILE: `${folder.path}/user.pem`,
            CORE_PEER_TLS_SERVERHOSTOVERRIDE: 'peer0',
            CORE_PEER_TLS_CLIENTCERT_FILE: `${folder.path}/user.pem`,
            CORE_PEER_TLS_CLIENTKEY_FILE: `${folder.path}/user.key`,
            CHANNEL_NAME: 'ch',
            CHAINCODE_NAME: 'cc',
        };
        const { address, tls, user: found } = resolve({ '--msp-id': 'Org2MSP' }, variables);
        expect([address, found.mspId]).toEqual(['peer0:7051', 'Org2MSP']);
        expect(tls).toMatchObject({ rootCert: Buffer.from(user.cert), hostOverride: 'peer0' });
        expect(tls?.client?.certificate).toEqual(Buffer.from(user.cert));
    });

    it.each<[string, Readonly<Record<string, string>>, RegExp]>([
        [
            'no network',
            { '--channel': 'ch' },
            /^heddle dev does not run for .*: start it, name its package by --module/,
        ],
        [
            'no address',
            { ...BASE, '--gateway': 'https://peer' },
            /^--gateway is "https:\/\/peer", which is not host:port/,
        ],
        ['no user', BASE, /^--msp-dir or the variable CORE_PEER_MSPCONFIGPATH is missing: set it to the folder msp/],
        ['a certificate alone', { ...BASE, '--cert': 'x' }, /^--cert and --key need each other/],
        [
            'no such folder',
            { ...BASE, '--msp-dir': '/no' },
            /signcerts of --msp-dir cannot be read \(ENOENT[^,]*\): give/,
        ],
        ['two users', { ...BASE, '--cert': 'a', '--key': 'b', '--msp-dir': 'm' }, /^--cert and --msp-dir contradict/],
        ['another network', { ...BASE, '--as': 'Admin' }, /^--gateway and --as contradict each other/],
        ['two networks', { ...BASE, '--connection-profile': 'x' }, /^--connection-profile and --gateway contradict/],
        ['no profile', { '--organization': 'Org1' }, /^--organization is one of a connection profile: give --conn/],
    ])('is not found with %s', (_what, given, told) => {
        expect(() => resolve(given)).toThrow(told);
        expect(() => resolve(given)).toThrow(ConfigurationError);
    });

    it.each<[string, Readonly<Record<string, string>>, RegExp]>([
        ['no channel', { '--channel': '' }, /^--channel is empty/],
        ['half TLS', { '--tls-host-override': 'x' }, /^--tls-host-override is set, but not --tls-root-cert/],
        ['no time', { '--timeout-ms': '0' }, /^--timeout-ms is "0": give a number of milliseconds above 0/],
    ])('is not found by a user with %s', (_what, given, told) => {
        expect(() => resolve({ ...BASE, '--msp-dir': msp, ...given })).toThrow(told);
    });

    it.each<[string, () => Record<string, string>, RegExp]>([
        [
            'that do not belong together',
            () => ({ '--msp-dir': `${folder.path}/other` }),
            /^no private key in .*keystore of/,
        ],
        [
            'of a kind that Fabric does not know',
            () => files('rsa.key'),
            /does not belong to|is rsa: Fabric takes ECDSA/,
        ],
        ['without a key', () => files('user.pem'), /user\.pem of --key holds no private key that can be read/],
        ['that are not there', () => files('none'), /^the file .*none of --key cannot be read \(ENOENT/],
    ])('is not found with files %s', (_what, given, told) => {
        expect(() => resolve({ ...BASE, ...given() })).toThrow(told);
    });
});

function files(key: string): Record<string, string> {
    return { '--cert': `${folder.path}/user.pem`, '--key': `${folder.path}/${key}` };
}
