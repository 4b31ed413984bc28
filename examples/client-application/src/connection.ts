import { createPrivateKey } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as grpc from '@grpc/grpc-js';
import { type Identity, type Signer, signers } from '@hyperledger/fabric-gateway';

// All that differs from one network to another is in the environment, by the names that Fabric's samples have for it.
export const CHANNEL_NAME = process.env['CHANNEL_NAME'] ?? 'mychannel';
export const CHAINCODE_NAME = process.env['CHAINCODE_NAME'] ?? 'asset-transfer';
const MSP_ID = process.env['MSP_ID'] ?? 'Org1MSP';
const PEER_ENDPOINT = process.env['PEER_ENDPOINT'] ?? 'localhost:7051';

/** Connects to a peer: with TLS where there is an authority to trust. */
export async function newGrpcConnection(): Promise<grpc.Client> {
    const tlsCertPath = process.env['TLS_CERT_PATH'];
    if (tlsCertPath === undefined) return new grpc.Client(PEER_ENDPOINT, grpc.credentials.createInsecure());
    const hostAlias = process.env['PEER_HOST_ALIAS'];
    return new grpc.Client(PEER_ENDPOINT, grpc.credentials.createSsl(await readFile(tlsCertPath)), {
        ...(hostAlias !== undefined && { 'grpc.ssl_target_name_override': hostAlias }),
    });
}

export async function newIdentity(): Promise<Identity> {
    return { mspId: MSP_ID, credentials: await readOnlyFile('CERT_DIRECTORY_PATH') };
}

export async function newSigner(): Promise<Signer> {
    return signers.newPrivateKeySigner(createPrivateKey(await readOnlyFile('KEY_DIRECTORY_PATH')));
}

/** Of a folder `signcerts` or `keystore`, whose file has another name on each network. */
async function readOnlyFile(variable: string): Promise<Buffer> {
    const folder = process.env[variable];
    if (folder === undefined) throw new Error(`${variable} is not set: set it to a folder of the user`);
    const [name = ''] = await readdir(folder);
    return readFile(join(folder, name));
}
