import { strict as assert } from 'node:assert';
import { performance } from 'node:perf_hooks';
import { Client, credentials } from '@grpc/grpc-js';
import { createSigningIdentity } from '@heddle/local-peer';
import { connect, type Contract, type Gateway } from '@hyperledger/fabric-gateway';
import { CHAINCODE } from './ledger-contract';
import type { NetworkAddress, NetworkMember } from './served-network';

const CHANNEL = 'mychannel';

const VALUE = 'v'.repeat(100);

/** What clients ask of the network, again and again. */
export type Work = 'submit' | 'evaluate';

/** Clients of Fabric's gateway library, each with an identity of its own. They share a connection. */
export class NetworkClients {
    readonly #connection: Client;
    readonly #gateways: readonly Gateway[];
    readonly #contracts: readonly Contract[];
    #created = 0;

    private constructor({ address, clients }: NetworkAddress) {
        this.#connection = new Client(address, credentials.createInsecure());
        this.#gateways = clients.map((member) => gatewayOf(member, this.#connection));
        this.#contracts = this.#gateways.map((gateway) => gateway.getNetwork(CHANNEL).getContract(CHAINCODE));
    }

    /** Connects them, and has one put the key that all of them read. */
    static async connect(served: NetworkAddress): Promise<NetworkClients> {
        const clients = new NetworkClients(served);
        const [first] = clients.#contracts;
        if (first !== undefined) await clients.#one('submit', first);
        return clients;
    }

    /**
     * Has some of them call, each one again when it has its answer.
     * @returns how many calls there were
     * @throws AssertionError for a wrong answer; the client's error for a call that failed
     */
    async call(work: Work, options: { readonly clients: number; readonly milliseconds: number }): Promise<number> {
        const until = performance.now() + options.milliseconds;
        const counts = this.#contracts.slice(0, options.clients).map(async (contract) => {
            let calls = 0;
            for (; performance.now() < until; calls++) await this.#one(work, contract);
            return calls;
        });
        return (await Promise.all(counts)).reduce((sum, calls) => sum + calls, 0);
    }

    close(): void {
        for (const gateway of this.#gateways) gateway.close();
        this.#connection.close();
    }

    async #one(work: Work, contract: Contract): Promise<void> {
        if (work === 'submit') {
            await contract.submitTransaction('create', `key${this.#created++}`, VALUE);
            return;
        }
        const read = await contract.evaluateTransaction('read', 'key0');
        assert.equal(Buffer.from(read).toString(), VALUE);
    }
}

function gatewayOf({ mspId, certificate, privateKey }: NetworkMember, client: Client): Gateway {
    const identity = createSigningIdentity({ mspId, certificate, privateKey });
    return connect({
        client,
        identity: { mspId, credentials: Buffer.from(certificate) },
        // The library's own signer is written in JavaScript, and would be most of what is measured.
        hash: (message) => message,
        signer: (message) => Promise.resolve(identity.sign(message)),
    });
}
