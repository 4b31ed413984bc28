import { ChaincodeServer, createLogger, type Chaincode, type WorkerOptions } from '@heddle/core';
import { FABRIC_2_5, FABRIC_3_1, LocalPeer, Organisation, type LocalPeerOptions } from '@heddle/local-peer';
import type { MessageStream } from '@heddle/protocol';
import { CALLED_CHAINCODE, INITIAL_CHAINCODE, OTHER_CHANNEL, type TargetTraits } from '../scenarios/target';
import { SCENARIO_COLLECTIONS } from '../fabric/scenario-collections';
import { WireServer } from '../scenarios/wire-server';
import { LocalPeerTarget } from './local-peer-target';

/** A local peer of Org1 as the scenarios' networks have it, Org2 being known but without a peer, and what it dials. */
export class LocalPeerNetwork implements AsyncDisposable {
    readonly target: LocalPeerTarget;
    readonly #peer: LocalPeer;
    readonly #servers: AsyncDisposable[] = [];

    private constructor(peer: LocalPeer, target: LocalPeerTarget) {
        this.#peer = peer;
        this.target = target;
    }

    static async start(traits: TargetTraits, settings: LocalPeerOptions = {}): Promise<LocalPeerNetwork> {
        const org2 = new Organisation({ mspId: 'Org2MSP' });
        const { mspId, authorities } = org2;
        const peer = await LocalPeer.start({
            organisations: [{ mspId, authorities }],
            channels: ['mychannel', OTHER_CHANNEL],
            capabilities: traits.takesBatches ? FABRIC_3_1 : FABRIC_2_5,
            queries: traits.takesSelectors ? 'couchdb' : 'leveldb',
            ...settings,
        });
        const clients = { Org1: peer.client, Org2: org2.createMember({ name: 'User1' }) };
        return new LocalPeerNetwork(peer, new LocalPeerTarget(peer, traits, clients));
    }

    /** Serves a chaincode by Heddle's server on a free port, and has the peer dial it. */
    async deploy(name: string, chaincode: Chaincode, workers?: WorkerOptions): Promise<void> {
        const packageId = packageIdOf(name);
        const logger = createLogger('error', () => undefined);
        const options = { packageId, address: '127.0.0.1:0', mspId: 'Org1MSP', logger, workers };
        const server = new ChaincodeServer(chaincode, options);
        this.#servers.push({ [Symbol.asyncDispose]: () => server.close() });
        const { address } = await server.start();
        await this.#launch(name, address);
    }

    /** Serves the bare wire on a free port, and has the peer dial it. */
    async serve(
        name: string,
        session: (stream: MessageStream, packageId: string) => Promise<void>,
    ): Promise<WireServer> {
        const server = new WireServer((stream) => session(stream, packageIdOf(name)));
        this.#servers.push(server);
        const port = await server.listen('127.0.0.1:0');
        await this.#launch(name, `127.0.0.1:${port}`);
        return server;
    }

    async [Symbol.asyncDispose](): Promise<void> {
        await this.#peer.close();
        for (const server of this.#servers) await server[Symbol.asyncDispose]();
    }

    /** Has the peer dial a server of somebody else's, as soon as there is one. @returns the package id that it must have */
    define(name: string, address: string): string {
        const packageId = packageIdOf(name);
        const definition = { name, packageId, connect: { address }, collections: SCENARIO_COLLECTIONS };
        this.#peer.install({ ...definition, initRequired: name === INITIAL_CHAINCODE });
        if (name === CALLED_CHAINCODE) this.#peer.install({ ...definition, channel: OTHER_CHANNEL });
        return packageId;
    }

    async #launch(name: string, address: string): Promise<void> {
        this.define(name, address);
        await this.#peer.launch({ chaincode: name });
    }
}

function packageIdOf(name: string): string {
    return `${name}_1:${'0'.repeat(64)}`;
}
