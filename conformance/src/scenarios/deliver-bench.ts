import type { Client } from '@grpc/grpc-js';
import type { Network } from '@hyperledger/fabric-gateway';
import { CHANNEL } from '../harness/channel';
import { connectAs, dialPeer, type GatewayEndpoint } from '../harness/gateway-target';
import { script, type Step, submitSteps } from './script';
import type { ClientOrganization, Target } from './target';

/** A peer whose channel has the scenarios' chaincode. */
export interface DeliverBench {
    readonly endpoint: GatewayEndpoint;
    readonly target: Target;
}

/** The clients that ask it for blocks. */
export interface DeliverClients extends DeliverBench, Disposable {
    /** For calls without the official client. */
    readonly client: Client;
    /** The official client of an organization; default: Org1. */
    readonly network: (organization?: ClientOrganization) => Network;
    /** @returns the transaction's id, once it is committed */
    readonly submit: (...steps: readonly Step[]) => Promise<string>;
}

/** Something that Deliver must do, told with `expect`. */
export interface DeliverScenario {
    readonly title: string;
    readonly run: (clients: DeliverClients) => Promise<void>;
}

/** Dials a peer and has it commit two blocks, so that there are three at least. */
export async function openDeliverClients({ endpoint, target }: DeliverBench): Promise<DeliverClients> {
    const client = dialPeer(endpoint);
    const gateways = {
        Org1: connectAs(client, endpoint.clients.Org1),
        Org2: connectAs(client, endpoint.clients.Org2),
    };
    for (const value of ['1', '2']) await submitSteps(target, [['putState', 'deliver', value]]);
    return {
        endpoint,
        target,
        client,
        network: (organization = 'Org1') => gateways[organization].getNetwork(CHANNEL),
        submit: async (...steps) => (await target.submit(script(steps))).txId,
        [Symbol.dispose]: () => {
            for (const gateway of Object.values(gateways)) gateway.close();
            client.close();
        },
    };
}
