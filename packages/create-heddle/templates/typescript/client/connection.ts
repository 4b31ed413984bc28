import { createPrivateKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import * as grpc from '@grpc/grpc-js';
import { type ConnectOptions, hash, signers } from '@hyperledger/fabric-gateway';

/** What the file has that `heddle dev` writes. For another network, write such a file, and name it by CONNECTION. */
export interface Connection {
    readonly gateway: string;
    readonly tlsRootCertPath?: string;
    readonly channel: string;
    readonly chaincode: string;
    readonly organizations: readonly [
        { readonly mspId: string; readonly certificatePath: string; readonly privateKeyPath: string },
    ];
}

const FILE = process.env['CONNECTION'] ?? '.heddle/connection.json';

/** Reads how the network is reached, and in whose name to act. */
export function readConnection(): Connection {
    try {
        return JSON.parse(readFileSync(FILE, 'utf8')) as Connection;
    } catch (cause) {
        throw new Error(`${FILE} cannot be read: start "npm run dev" in another terminal first`, { cause });
    }
}

/** What to connect the gateway with. Close the client at the end. */
export function connectOptions({ gateway, tlsRootCertPath, organizations: [user] }: Connection): ConnectOptions & {
    readonly client: grpc.Client;
} {
    const credentials =
        tlsRootCertPath === undefined
            ? grpc.credentials.createInsecure()
            : grpc.credentials.createSsl(readFileSync(tlsRootCertPath));
    return {
        client: new grpc.Client(gateway, credentials),
        identity: { mspId: user.mspId, credentials: readFileSync(user.certificatePath) },
        signer: signers.newPrivateKeySigner(createPrivateKey(readFileSync(user.privateKeyPath))),
        hash: hash.sha256,
    };
}
