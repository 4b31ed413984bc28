import { type Chaincode, ChaincodeServer, createLogger, type WorkerOptions } from '@heddle/core';
import { Router } from '@heddle/core/router';
import {
    type ChaincodeAddress,
    FABRIC_2_5,
    FABRIC_3_1,
    type InstallOptions,
    LocalPeer,
    type LocalPeerOptions,
    Organization,
} from '@heddle/local-peer';
import type { MessageStream } from '@heddle/protocol';
import { SCENARIO_COLLECTIONS } from '../fabric/scenario-collections';
import { type ClientIdentity, type GatewayEndpoint, GatewayTarget, type PeerEndpoint } from '../harness/gateway-target';
import { EITHER } from '../scenarios/organization-scenarios';
import { SCENARIO_INDEXES } from '../scenarios/scenario-indexes';
import {
    CALLED_CHAINCODE,
    type ClientKey,
    type ClientOrganization,
    INITIAL_CHAINCODE,
    OTHER_CHANNEL,
    type TargetTraits,
} from '../scenarios/target';
import { WireServer } from '../scenarios/wire-server';

const INDEXES = Object.entries(SCENARIO_INDEXES).map(([name, content]) => ({ name, content }));

/** From here on a response is a failure. */
const ERROR_THRESHOLD = 400;

type Clients = Readonly<Record<ClientOrganization, ClientIdentity>>;

/** What a chaincode of all organizations is served and committed with. Default: as on the suites' channel, either endorses. */
export interface DeployOptions extends Pick<InstallOptions, 'collections' | 'endorsementPolicy' | 'indexes'> {
    readonly workers?: WorkerOptions | undefined;
    /** How many servers there are, behind a router. Default: one, which the peer dials itself. */
    readonly routedServers?: number | undefined;
}

/**
 * The local peers of Org1 and Org2, or of Org1 where Org2 is known without a peer; the chaincodes that they dial, and the
 * ports where clients dial them.
 */
export class LocalPeerNetwork implements GatewayEndpoint, AsyncDisposable {
    readonly peer: LocalPeer;
    readonly peerAddress: string;
    readonly rootCertificate = undefined;
    readonly clients: Clients;
    readonly takesBatches: boolean;
    readonly takesSelectors: boolean;
    readonly second: PeerEndpoint | undefined;
    readonly #servers: AsyncDisposable[] = [];
    /** Those of Org1's peer, by the names of their chaincodes. */
    readonly #serversOfOrg1 = new Map<string, ChaincodeServer>();
    /** What chaincodes were last installed with, by their names. */
    readonly #definitions = new Map<string, InstallOptions>();
    #target: GatewayTarget | undefined;

    private constructor(
        peer: LocalPeer,
        [own = '', second]: readonly string[],
        traits: TargetTraits,
        clients: Clients,
    ) {
        this.peer = peer;
        this.peerAddress = own;
        this.second = second === undefined ? undefined : { peerAddress: second, rootCertificate: undefined };
        this.clients = clients;
        this.takesBatches = traits.takesBatches;
        this.takesSelectors = traits.takesSelectors;
    }

    /** Starts a peer of each organization: for chaincodes that each of them serves. */
    static start(traits: TargetTraits, settings: LocalPeerOptions = {}): Promise<LocalPeerNetwork> {
        const org2 = new Organization({ mspId: 'Org2MSP' });
        return this.#start(traits, org2, { organizations: [org2], ...settings });
    }

    /** Starts Org1's peer alone: for chaincodes with one server, whose messages or outages are looked at. */
    static startWithOnePeer(traits: TargetTraits, settings: LocalPeerOptions = {}): Promise<LocalPeerNetwork> {
        const org2 = new Organization({ mspId: 'Org2MSP' });
        const { mspId, authorities } = org2;
        return this.#start(traits, org2, { organizations: [{ mspId, authorities }], ...settings });
    }

    static async #start(
        traits: TargetTraits,
        org2: Organization,
        settings: LocalPeerOptions,
    ): Promise<LocalPeerNetwork> {
        const peer = await LocalPeer.start({
            channels: ['mychannel', OTHER_CHANNEL],
            capabilities: traits.takesBatches ? FABRIC_3_1 : FABRIC_2_5,
            queries: traits.takesSelectors ? 'couchdb' : 'leveldb',
            ...settings,
        });
        const clients = { Org1: peer.client, Org2: org2.createMember({ name: 'User1' }) };
        const addresses: string[] = [];
        for (const { mspId: organization } of peer.organizations)
            addresses.push((await peer.listen({ organization })).address);
        return new LocalPeerNetwork(peer, addresses, traits, clients);
    }

    /** The network behind the official client. */
    get target(): GatewayTarget {
        return (this.#target ??= new GatewayTarget(this));
    }

    clientWithKey(keyType: ClientKey): ClientIdentity {
        return this.peer.organization.createMember({ name: keyType, keyType });
    }

    redefine(chaincode: string): Promise<void> {
        const definition = this.#definitions.get(chaincode);
        if (definition === undefined) throw new Error(`${chaincode} is not deployed`);
        this.peer.install(definition);
        return this.peer.launch({ chaincode });
    }

    async endServer(chaincode: string): Promise<void> {
        await this.#serversOfOrg1.get(chaincode)?.close();
    }

    async init(chaincode: string, args: readonly string[]): Promise<void> {
        const { status, message } = await this.peer.submit({ chaincode, args, isInit: true });
        if (status >= ERROR_THRESHOLD) throw new Error(message);
    }

    /** Serves a chaincode to the one peer by Heddle's server on a free port, and has the peer dial it. */
    async deploy(name: string, chaincode: Chaincode): Promise<void> {
        await this.#launch(name, await this.#listen(name, chaincode));
    }

    /** Serves a chaincode to the peer of each organization by a server of its own. */
    async deployForEach(name: string, chaincode: Chaincode, options: DeployOptions = {}): Promise<void> {
        const { workers, routedServers, ...definition } = options;
        const connect: Record<string, ChaincodeAddress> = {};
        for (const { mspId } of this.peer.organizations) {
            const serve = (): Promise<string> => this.#listen(name, chaincode, { mspId, workers });
            const address = routedServers === undefined ? await serve() : await this.#route(serve, routedServers);
            connect[mspId] = { address };
        }
        // The default of the embedded channel is a majority, here both; that of the suites' channel is any.
        const policy = name === INITIAL_CHAINCODE ? {} : { endorsementPolicy: EITHER };
        this.#install(name, { ...policy, ...definition, connect });
        await this.peer.launch({ chaincode: name });
    }

    async #listen(
        name: string,
        chaincode: Chaincode,
        { mspId = 'Org1MSP', workers }: { readonly mspId?: string; readonly workers?: WorkerOptions | undefined } = {},
    ): Promise<string> {
        const logger = createLogger('error', () => undefined);
        const options = { packageId: packageIdOf(name), address: '127.0.0.1:0', mspId, logger, workers };
        const server = new ChaincodeServer(chaincode, options);
        this.#servers.push({ [Symbol.asyncDispose]: () => server.close() });
        if (mspId === 'Org1MSP') this.#serversOfOrg1.set(name, server);
        return (await server.start()).address;
    }

    async #route(serve: () => Promise<string>, count: number): Promise<string> {
        const servers = await Promise.all(Array.from({ length: count }, serve));
        const logger = createLogger('error', () => undefined);
        const router = new Router({ routes: [{ address: '127.0.0.1:0', servers }], logger });
        this.#servers.push(router);
        const [listening] = await router.start();
        return listening?.address ?? '';
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

    /** Makes the one peer dial another server, once that listens. @returns the package id that the server must have */
    define(name: string, address: string): string {
        this.#install(name, { connect: { address } });
        return packageIdOf(name);
    }

    #install(name: string, changes: Omit<InstallOptions, 'name' | 'packageId'>): void {
        const definition: InstallOptions = {
            name,
            packageId: packageIdOf(name),
            collections: SCENARIO_COLLECTIONS,
            indexes: INDEXES,
            ...changes,
        };
        this.#definitions.set(name, definition);
        this.peer.install({ ...definition, initRequired: name === INITIAL_CHAINCODE });
        if (name === CALLED_CHAINCODE) this.peer.install({ ...definition, channel: OTHER_CHANNEL });
    }

    async #launch(name: string, address: string): Promise<void> {
        this.define(name, address);
        await this.peer.launch({ chaincode: name });
    }
}

function packageIdOf(name: string): string {
    return `${name}_1:${'0'.repeat(64)}`;
}
