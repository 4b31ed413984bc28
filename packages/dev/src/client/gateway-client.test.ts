import { Server, ServerCredentials, status } from '@grpc/grpc-js';
import { CertificateAuthority } from '@heddle/command-testing';
import { EndorseError, GatewayError } from '@hyperledger/fabric-gateway';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { privateKeyIn } from 'heddle/command';
import { explainFailure } from './explain-failure';
import { openGateway } from './gateway-client';
import type { Connection, GatewayTls } from './gateway-connection';
import type { KeyPair } from './key-pair';

/** A server that has no gateway, and takes clients with a certificate only: what it answers shows that it let them in. */
const server = new Server();
let authority: CertificateAuthority;
let address: string;
let user: KeyPair;

beforeAll(async () => {
    authority = await CertificateAuthority.create();
    const { cert, key } = await authority.issue({ names: ['peer0.org1.example.com'] });
    const pair = { cert_chain: Buffer.from(cert), private_key: Buffer.from(key) };
    const credentials = ServerCredentials.createSsl(Buffer.from(authority.cert), [pair], true);
    const port = await new Promise<number>((resolve, reject) => {
        server.bindAsync('127.0.0.1:0', credentials, (error, bound) => {
            if (error === null) resolve(bound);
            else reject(error);
        });
    });
    address = `127.0.0.1:${port}`;
    user = await issue();
});

afterAll(() => {
    server.forceShutdown();
});

async function issue(): Promise<KeyPair> {
    const { cert, key } = await authority.issue({ names: ['user'] });
    const privateKey = privateKeyIn(key);
    if (privateKey === undefined) throw new Error('the authority has issued no key');
    return { certificate: Buffer.from(cert), key: privateKey };
}

async function failureOf(tls: GatewayTls): Promise<{ readonly code: number; readonly told: string }> {
    const connection: Connection = {
        ...{ address, tls, user: { mspId: 'Org1MSP', ...user } },
        ...{ channel: 'mychannel', chaincode: 'basic', timeoutMs: 20_000 },
    };
    using client = openGateway(connection);
    const error = await client
        .contract(undefined)
        .submitTransaction('put')
        .catch((thrown: unknown) => thrown);
    if (!(error instanceof GatewayError)) throw error;
    expect(error).toBeInstanceOf(EndorseError);
    return { code: error.code, told: String(await explainFailure(error, { what: 'put', connection })) };
}

describe('a client of a peer with mutual TLS', () => {
    const hostOverride = 'peer0.org1.example.com';

    it('shows its certificate, and is let in', async () => {
        const rootCert = Buffer.from(authority.cert);
        const { code } = await failureOf({ rootCert, hostOverride, client: await issue() });
        expect(code).toBe(status.UNIMPLEMENTED);
    });

    it('is told to show one', async () => {
        const rootCert = Buffer.from(authority.cert);
        const { code, told } = await failureOf({ rootCert, hostOverride, client: undefined });
        expect(code).toBe(status.UNAVAILABLE);
        expect(told).toMatch(/put of basic on mychannel was not endorsed at .*UNAVAILABLE.*\n.*--client-cert/);
    });

    it('is told of a name that the certificate has not', async () => {
        const rootCert = Buffer.from(authority.cert);
        const { told } = await failureOf({ rootCert, hostOverride: undefined, client: await issue() });
        expect(told).toMatch(/altnames.*\n.*not for 127\.0\.0\.1:\d+: give a name in it by --tls-host-override/);
    });
});
