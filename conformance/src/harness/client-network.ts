import type { LocalPeer } from '@heddle/local-peer';
import type { Network } from '@hyperledger/fabric-gateway';
import { CHANNEL } from './channel';
import { type ClientIdentity, connectAs, dialPeer, type PeerEndpoint } from './gateway-target';

/** A channel, as applications have it. */
export interface ClientNetwork extends Disposable {
    readonly network: Network;
}

/** Connects the official client to a peer. */
export function openClientNetwork(peer: PeerEndpoint, identity: ClientIdentity): ClientNetwork {
    const client = dialPeer(peer);
    const gateway = connectAs(client, identity);
    return {
        network: gateway.getNetwork(CHANNEL),
        [Symbol.dispose]: () => {
            gateway.close();
            client.close();
        },
    };
}

/** Has an embedded peer listen, and connects as a new member of its organization. */
export async function openEmbeddedNetwork(peer: LocalPeer): Promise<ClientNetwork> {
    const { address } = await peer.listen();
    const { mspId } = peer.organization;
    const { certificate, privateKey } = peer.organization.createMember({ name: 'ann' });
    return openClientNetwork({ peerAddress: address, rootCertificate: undefined }, { mspId, certificate, privateKey });
}
