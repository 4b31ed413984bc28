import { type CallOptions, type ChannelCredentials, Client, type ClientOptions, credentials } from '@grpc/grpc-js';
import { connect, type Contract, hash, type Network, signers } from '@hyperledger/fabric-gateway';
import type { Connection, GatewayTls } from './gateway-connection';

/** The official client, connected. */
export interface GatewayClient extends Disposable {
    readonly network: Network;
    /** @param name a contract in the chaincode; default: the one that calls without a name go to */
    contract(name: string | undefined): Contract;
}

/** Opens a client of gRPC alone. It connects at the first call. @param options of the channel, besides those of all clients */
export function openClient({ address, tls }: Pick<Connection, 'address' | 'tls'>, options: ClientOptions = {}): Client {
    return new Client(address, tls === undefined ? credentials.createInsecure() : encrypt(tls), {
        // What a peer sends, it lets through.
        'grpc.max_receive_message_length': -1,
        'grpc.max_send_message_length': -1,
        ...options,
        ...(tls?.hostOverride !== undefined && { 'grpc.ssl_target_name_override': tls.hostOverride }),
    });
}

/** Opens a client. It connects at the first call. @param options as of openClient */
export function openGateway(connection: Connection, options: ClientOptions = {}): GatewayClient {
    const { user, channel, chaincode, timeoutMs } = connection;
    const client = openClient(connection, options);
    const deadline = (): CallOptions => ({ deadline: Date.now() + timeoutMs });
    const gateway = connect({
        client,
        identity: { mspId: user.mspId, credentials: user.certificate },
        signer: signers.newPrivateKeySigner(user.key),
        // Peers take SHA-256 with each curve of ECDSA; Ed25519 hashes by itself.
        hash: user.key.asymmetricKeyType === 'ed25519' ? hash.none : hash.sha256,
        evaluateOptions: deadline,
        endorseOptions: deadline,
        submitOptions: deadline,
        commitStatusOptions: deadline,
    });
    const network = gateway.getNetwork(channel);
    return {
        network,
        contract: (name) => network.getContract(chaincode, name),
        [Symbol.dispose]: () => {
            gateway.close();
            client.close();
        },
    };
}

function encrypt({ rootCert, client }: GatewayTls): ChannelCredentials {
    const key = client && Buffer.from(client.key.export({ format: 'pem', type: 'pkcs8' }));
    return credentials.createSsl(rootCert ?? null, key ?? null, client?.certificate ?? null);
}
