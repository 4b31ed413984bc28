import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { clientOptionsFromEnvironment } from './client-environment';

const PEM = '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n';

describe('clientOptionsFromEnvironment', () => {
    let folder: string;
    const file = (name: string): string => join(folder, name);
    beforeAll(() => {
        folder = mkdtempSync(join(tmpdir(), 'heddle-'));
        writeFileSync(file('pem'), PEM);
        writeFileSync(file('base64'), Buffer.from(PEM).toString('base64'));
    });
    afterAll(() => {
        rmSync(folder, { recursive: true });
    });

    const read = (variables: NodeJS.ProcessEnv, ...args: string[]): ReturnType<typeof clientOptionsFromEnvironment> =>
        clientOptionsFromEnvironment({ variables, arguments: args });

    it('reads what a peer sets for chaincode that it launches', () => {
        const variables = {
            CORE_PEER_ADDRESS: 'peer0:7052',
            CORE_CHAINCODE_ID_NAME: 'cc:1',
            CORE_PEER_LOCALMSPID: 'Org1MSP',
            CORE_PEER_TLS_ENABLED: 'true',
            CORE_PEER_TLS_ROOTCERT_FILE: file('pem'),
            CORE_TLS_CLIENT_KEY_PATH: file('base64'),
            CORE_TLS_CLIENT_CERT_PATH: file('base64'),
            CORE_TLS_CLIENT_CERT_FILE: file('pem'),
        };
        expect(read(variables)).toEqual({
            address: 'peer0:7052',
            packageId: 'cc:1',
            mspId: 'Org1MSP',
            tls: { rootCert: PEM, key: PEM, cert: PEM, serverName: undefined },
        });
    });

    it('prefers arguments, and leaves those of the author alone', () => {
        const variables = { CORE_PEER_ADDRESS: 'other:1', CORE_CHAINCODE_ID_NAME: 'other' };
        const args = ['--mine', 'x', '--peer.address=grpc://peer0:7052', '--chaincode-id-name', 'cc:1', 'rest'];
        expect(read(variables, ...args)).toEqual({ address: 'peer0:7052', packageId: 'cc:1', mspId: undefined });
    });

    it('leaves out what nobody set', () => {
        expect(read({ CORE_PEER_TLS_ENABLED: 'false' })).toEqual({ mspId: undefined });
    });

    it.each([
        [
            { CORE_PEER_ADDRESS: 'grpcs://peer0:7052' },
            'the address of the peer is "grpcs://peer0:7052", but TLS is off: set the variable CORE_PEER_TLS_ENABLED to true',
        ],
        [
            { CORE_PEER_ADDRESS: 'grpc://peer0:7052', CORE_PEER_TLS_ENABLED: 'true' },
            'the address of the peer is "grpc://peer0:7052", but TLS is on: set the variable CORE_PEER_TLS_ENABLED to false',
        ],
        [{ CORE_PEER_TLS_ENABLED: 'yes' }, 'CORE_PEER_TLS_ENABLED is "yes", which is neither: set the variable'],
        [
            { CORE_TLS_CLIENT_KEY_PATH: 'key' },
            'CORE_TLS_CLIENT_KEY_PATH is set, but nothing says whether TLS is on: set',
        ],
        [{ CORE_PEER_TLS_ROOTCERT_FILE: 'ca', CORE_PEER_TLS_ENABLED: '' }, 'CORE_PEER_TLS_ROOTCERT_FILE is set, but'],
    ])('is never plaintext by oversight: %j', (variables, message) => {
        expect(() => read(variables as NodeJS.ProcessEnv)).toThrow(message);
    });

    it('names the variable of a file that cannot be read', () => {
        const variables = { CORE_PEER_TLS_ENABLED: 'TRUE', CORE_PEER_TLS_ROOTCERT_FILE: file('missing') };
        expect(() => read(variables)).toThrow(/^CORE_PEER_TLS_ROOTCERT_FILE names a file that cannot be read: ENOENT/);
    });
});
