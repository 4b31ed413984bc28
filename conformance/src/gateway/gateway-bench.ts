import type { Client } from '@grpc/grpc-js';
import type { Contract, Gateway, Network, Proposal, Status, Transaction } from '@hyperledger/fabric-gateway';
import { CHANNEL } from '../harness/channel';
import { connectAs, dialPeer, type GatewayEndpoint } from '../harness/gateway-target';
import type { Step } from '../scenarios/script';
import { SCENARIO_CHAINCODE } from '../scenarios/target';

/** The official client, connected to a peer that has the scenarios' chaincode. */
export class GatewayBench implements Disposable {
    readonly gateway: Gateway;
    readonly #client: Client;

    constructor(endpoint: GatewayEndpoint) {
        this.#client = dialPeer(endpoint);
        this.gateway = connectAs(this.#client, endpoint.clients.Org1);
    }

    get network(): Network {
        return this.gateway.getNetwork(CHANNEL);
    }

    get contract(): Contract {
        return this.network.getContract(SCENARIO_CHAINCODE);
    }

    propose(steps: readonly Step[], endorsingOrganizations?: string[]): Proposal {
        return this.contract.newProposal('script', {
            arguments: [JSON.stringify(steps)],
            ...(endorsingOrganizations === undefined ? {} : { endorsingOrganizations }),
        });
    }

    endorse(steps: readonly Step[], endorsingOrganizations?: string[]): Promise<Transaction> {
        return this.propose(steps, endorsingOrganizations).endorse();
    }

    /** Submits steps and waits for the commit. */
    async submit(steps: readonly Step[]): Promise<Status> {
        const submitted = await (await this.endorse(steps)).submit();
        return submitted.getStatus();
    }

    close(): void {
        this.gateway.close();
        this.#client.close();
    }

    [Symbol.dispose](): void {
        this.close();
    }
}
