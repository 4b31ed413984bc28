import { Client, credentials } from '@grpc/grpc-js';
import type { LocalPeer } from '@heddle/local-peer';
import { connect, type Gateway, hash, type Network, signers } from '@hyperledger/fabric-gateway';

/** The gateway client, connected to an embedded peer. */
export class EmbeddedGateway implements Disposable {
    readonly #client: Client;
    readonly #gateway: Gateway;

    private constructor(client: Client, gateway: Gateway) {
        this.#client = client;
        this.#gateway = gateway;
    }

    /** Has the peer listen, and connects as a new member of its organization. */
    static async open(peer: LocalPeer): Promise<EmbeddedGateway> {
        const { address } = await peer.listen();
        const { certificate, privateKey } = peer.organization.createMember({ name: 'ann' });
        const client = new Client(address, credentials.createInsecure());
        const gateway = connect({
            client,
            identity: { mspId: peer.organization.mspId, credentials: Buffer.from(certificate) },
            signer: signers.newPrivateKeySigner(privateKey),
            hash: hash.sha256,
        });
        return new EmbeddedGateway(client, gateway);
    }

    network(channel = 'mychannel'): Network {
        return this.#gateway.getNetwork(channel);
    }

    [Symbol.dispose](): void {
        this.#gateway.close();
        this.#client.close();
    }
}
