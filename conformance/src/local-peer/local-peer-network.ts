import { type Chaincode, ChaincodeServer, createLogger, type WorkerOptions } from '@heddle/core';
import { FABRIC_2_5, FABRIC_3_1, LocalPeer, type LocalPeerOptions, Organization } from '@heddle/local-peer';
import type { MessageStream } from '@heddle/protocol';
import { SCENARIO_COLLECTIONS } from '../fabric/scenario-collections';
import { type ClientIdentity, type GatewayEndpoint, GatewayTarget } from '../harness/gateway-target';
import {
    CALLED_CHAINCODE,
    type ClientOrganization,
    INITIAL_CHAINCODE,
    OTHER_CHANNEL,
    type TargetTraits,
} from '../scenarios/target';
import { SCENARIO_INDEXES } from '../scenarios/scenario-indexes';
import { WireServer } from '../scenarios/wire-server';

const INDEXES = Object.entries(SCENARIO_INDEXES).map(([name, content]) => ({ name, content }));

/** From here on a response is a failure. */
const ERROR_THRESHOLD = 400;

type Clients = Readonly<Record<ClientOrganization, ClientIdentity>>;

/**
 * A local peer of Org1 as the scenarios' networks have it, Org2 being known but without a peer, what it dials, and the
 * port where clients dial it.
 */
export class LocalPeerNetwork implements GatewayEndpoint, AsyncDisposable {
    readonly peer: LocalPeer;
    readonly peerAddress: string;
    readonly rootCertificate = undefined;
    readonly clients: Clients;
    readonly takesBatches: boolean;
    readonly takesSelectors: boolean;
    readonly #servers: AsyncDisposable[] = [];
    #target: GatewayTarget | undefined;

    private constructor(peer: LocalPeer, peerAddress: string, traits: TargetTraits, clients: Clients) {
        this.peer = peer;
        this.peerAddress = peerAddress;
        this.clients = clients;
        this.takesBatches = traits.takesBatches;
        this.takesSelectors = traits.takesSelectors;
    }

    static async start(traits: TargetTraits, settings: LocalPeerOptions = {}): Promise<LocalPeerNetwork> {
        const org2 = new Organization({ mspId: 'Org2MSP' });
        const { mspId, authorities } = org2;
        const peer = await LocalPeer.start({
            organizations: [{ mspId, authorities }],
            channels: ['mychannel', OTHER_CHANNEL],
            capabilities: traits.takesBatches ? FABRIC_3_1 : FABRIC_2_5,
            queries: traits.takesSelectors ? 'couchdb' : 'leveldb',
            ...settings,
        });
        const clients = { Org1: peer.client, Org2: org2.createMember({ name: 'User1' }) };
        const { address } = await peer.listen();
        return new LocalPeerNetwork(peer, address, traits, clients);
    }

    /** The network behind the official client. */
    get target(): GatewayTarget {
        return (this.#target ??= new GatewayTarget(this));
    }

    async init(chaincode: string, args: readonly string[]): Promise<void> {
        const { status, message } = await this.peer.submit({ chaincode, args, isInit: true });
        if (status >= ERROR_THRESHOLD) throw new Error(message);
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
        this.#target?.close();
        await this.peer.close();
        for (const server of this.#servers) await server[Symbol.asyncDispose]();
    }

    /** Makes the peer dial another server, once that listens. @returns the package id that the server must have */
    define(name: string, address: string): string {
        const packageId = packageIdOf(name);
        const definition = {
            name,
            packageId,
            connect: { address },
            collections: SCENARIO_COLLECTIONS,
            indexes: INDEXES,
        };
        this.peer.install({ ...definition, initRequired: name === INITIAL_CHAINCODE });
        if (name === CALLED_CHAINCODE) this.peer.install({ ...definition, channel: OTHER_CHANNEL });
        return packageId;
    }

    async #launch(name: string, address: string): Promise<void> {
        this.define(name, address);
        await this.peer.launch({ chaincode: name });
    }
}

function packageIdOf(name: string): string {
    return `${name}_1:${'0'.repeat(64)}`;
}
