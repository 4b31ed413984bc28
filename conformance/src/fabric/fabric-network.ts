import { createPrivateKey } from 'node:crypto';
import { copyFileSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CreateFrameTap } from '@heddle/core/internal';
import { CHANNEL } from '../harness/channel';
import type { ClientIdentity, GatewayEndpoint, PeerEndpoint } from '../harness/gateway-target';
import type { ClientKey, ClientOrganization } from '../scenarios/target';
import { EXTERNAL_BUILDER } from './builder-run';
import { CouchDatabases } from './couch-databases';
import { type CommandOutput, Daemon, runCommand } from './daemon';
import type { FabricBinaries } from './fabric-binaries';
import { freePorts } from './free-ports';
import { issueClient } from './issue-client';
import { NetworkFolder, type OrganizationName } from './network-folder';
import { PeerCli } from './peer-cli';
import { writeFromTemplate } from './template';

const CONFIGURATION_FILES = ['crypto-config.yaml', 'configtx.yaml', 'orderer.yaml'];
const ORGANIZATIONS: readonly OrganizationName[] = ['Org1', 'Org2'];
const PEER_STARTED = /Started peer with ID/;

export interface FabricNetworkOptions {
    readonly binaries: FabricBinaries;
    /** What the streams of chaincodes that are served for it are told to. Default: nobody. */
    readonly createTap?: CreateFrameTap | undefined;
    /** Where orderer and peer leave their logs; the network does not remove them. Default: its own folder, which goes. */
    readonly logFolder?: string | undefined;
    /** core.yaml's chaincode.executetimeout. Default 30s. */
    readonly executeTimeout?: string;
    /** core.yaml's chaincode.startuptimeout. Default 20s; Fabric's own is 300s. */
    readonly startupTimeout?: string;
    /** core.yaml's chaincode.keepalive: seconds, 0 for never. Default 0. */
    readonly keepalive?: number;
    /** core.yaml's ledger.state.totalQueryLimit. Default 100,000. */
    readonly totalQueryLimit?: number;
    /** What the channels' applications may do. Default V2_5. */
    readonly applicationCapability?: 'V2_0' | 'V2_5';
    /**
     * With user and password: where Org1's peer keeps its state, in databases that the network makes and deletes. Org2's
     * peer has LevelDB, since peers name databases by the channel alone, and two of them on one CouchDB would write into
     * each other's. Default: LevelDB for both.
     */
    readonly couchDbUrl?: string | undefined;
    /** Who of Org1 may write, in Fabric's text form. Default: any member. */
    readonly writers?: string;
    /** What the channels may do. Default: V2_0. */
    readonly channelCapability?: 'V2_0' | 'V3_0';
    /** Folder of the peer's one builder. Default: ours, for chaincode servers. */
    readonly builder?: string;
    /** What is added to the peer's environment. */
    readonly environment?: Readonly<Record<string, string>>;
}

const DEFAULTS = {
    executeTimeout: '30s',
    startupTimeout: '20s',
    keepalive: 0,
    totalQueryLimit: 100_000,
    applicationCapability: 'V2_5',
    channelCapability: 'V2_0',
    builder: EXTERNAL_BUILDER,
    writers: "OR('Org1MSP.member')",
} as const satisfies Partial<FabricNetworkOptions>;

interface Ports {
    readonly orderer: number;
    readonly admin: number;
    readonly peers: Readonly<Record<OrganizationName, PeerPorts>>;
}

interface PeerPorts {
    readonly peer: number;
    readonly chaincode: number;
}

/**
 * A Fabric network of one orderer and a peer for each of its two organizations, with one channel: real binaries on free
 * ports of 127.0.0.1, up in a second or two.
 *
 * Owns: its processes, which it ends by the ids with which it started them, and a temporary folder.
 */
export class FabricNetwork implements GatewayEndpoint, AsyncDisposable {
    /** Each of them has a peer. */
    readonly organizations = ORGANIZATIONS;
    readonly folder = new NetworkFolder();
    readonly binaries: FabricBinaries;
    /** For the first channel. */
    readonly cli: PeerCli;
    readonly peerAddress: string;
    readonly #ordererAddress: string;
    readonly #options: FabricNetworkOptions;
    readonly #environment: NodeJS.ProcessEnv;
    readonly #ports: Ports;
    #orderer: Daemon | undefined;
    readonly #daemons = new Map<OrganizationName, Daemon>();
    #databases: CouchDatabases | undefined;

    /** What the streams of its chaincodes are told to. */
    get createTap(): CreateFrameTap | undefined {
        return this.#options.createTap;
    }

    private constructor(options: FabricNetworkOptions, ports: Ports) {
        this.#options = options;
        this.#ports = ports;
        this.binaries = options.binaries;
        this.peerAddress = this.#addressOf('Org1');
        this.#ordererAddress = `127.0.0.1:${ports.orderer}`;
        this.#environment = {
            PATH: process.env['PATH'],
            HOME: this.folder.root,
            TMPDIR: this.folder.data,
            FABRIC_CFG_PATH: this.folder.root,
            ...options.environment,
        };
        this.cli = this.cliOf(CHANNEL);
    }

    /** @throws Error with the last lines of the log of the process that failed */
    static async start(options: FabricNetworkOptions): Promise<FabricNetwork> {
        const [orderer = 0, admin = 0, ...others] = await freePorts(6);
        const [peer = 0, chaincode = 0, second = 0, secondChaincode = 0] = others;
        const peers = { Org1: { peer, chaincode }, Org2: { peer: second, chaincode: secondChaincode } };
        const network = new FabricNetwork(options, { orderer, admin, peers });
        try {
            await network.#start();
        } catch (error) {
            await network.close();
            throw error;
        }
        return network;
    }

    /** The peer command for a channel, as the administrator of an organization, at its peer. */
    cliOf(channel: string, organization: OrganizationName = 'Org1'): PeerCli {
        return new PeerCli({
            organization,
            command: this.binaries.command('peer'),
            folder: this.folder,
            channel,
            peerAddress: this.#addressOf(organization),
            ordererAddress: this.#ordererAddress,
            environment: this.#environment,
        });
    }

    /** The peer of Org2. */
    get second(): PeerEndpoint {
        return { peerAddress: this.#addressOf('Org2'), rootCertificate: readFileSync(this.folder.peerCa('Org2')) };
    }

    clientWithKey(key: ClientKey): ClientIdentity {
        return issueClient(this.folder, key);
    }

    /** Has orderer and peers join a further channel, of the same organizations. */
    async addChannel(channel: string): Promise<void> {
        await this.#writeGenesisBlock(channel);
        await this.#joinOrderer(channel);
        for (const one of this.organizations)
            await this.cliOf(channel, one).joinChannel(this.folder.genesisBlock(channel));
    }

    async init(chaincode: string, args: readonly string[]): Promise<void> {
        await this.cli.init(chaincode, args);
    }

    get takesBatches(): boolean {
        return this.binaries.line !== '2.5';
    }

    get takesSelectors(): boolean {
        return this.#options.couchDbUrl !== undefined;
    }

    get rootCertificate(): Buffer {
        return readFileSync(this.folder.peerCa('Org1'));
    }

    /** User1 of each organization. */
    get clients(): Readonly<Record<ClientOrganization, ClientIdentity>> {
        return { Org1: this.#client('Org1'), Org2: this.#client('Org2') };
    }

    /** All that Org1's peer has logged since it was last started. */
    get peerLog(): string {
        return this.#daemons.get('Org1')?.output ?? '';
    }

    /** The process of Org1's peer; undefined before it is started. */
    get peerPid(): number | undefined {
        return this.#daemons.get('Org1')?.pid;
    }

    /** Has Org1's peer make a snapshot of the first channel. @returns the folder that it is in */
    async snapshot(): Promise<string> {
        const made = new RegExp(`Generated snapshot.*${CHANNEL}`);
        await this.cli.requestSnapshot();
        const folder = join(this.folder.peerHome('Org1'), 'ledger/snapshots/completed', CHANNEL);
        await this.#daemons.get('Org1')?.says(made);
        const [height] = readdirSync(folder).sort((left, right) => Number(right) - Number(left));
        if (height === undefined) throw new Error(`no snapshot in ${folder}`);
        return join(folder, height);
    }

    /** Ends Org1's peer at once, as a power cut would. */
    async killPeer(): Promise<void> {
        await this.#daemons.get('Org1')?.kill();
    }

    /** Starts a peer, or starts it again on the same ledger. */
    async startPeer(organization: OrganizationName = 'Org1'): Promise<void> {
        const peer = this.#daemon('peer', ['node', 'start'], organization);
        this.#daemons.set(organization, peer);
        await peer.says(PEER_STARTED);
    }

    /** Ends the processes, removes the folder, and deletes the databases in CouchDB. Idempotent. */
    async close(): Promise<void> {
        const daemons = [...this.#daemons.values(), ...(this.#orderer === undefined ? [] : [this.#orderer])];
        await Promise.all(daemons.map((daemon) => daemon.stop()));
        await this.#databases?.[Symbol.asyncDispose]();
        this.folder[Symbol.dispose]();
    }

    [Symbol.asyncDispose](): Promise<void> {
        return this.close();
    }

    #client(organization: ClientOrganization): ClientIdentity {
        const { mspId, certificate, key } = this.folder.user(organization, 'User1');
        return { mspId, certificate, privateKey: createPrivateKey(key) };
    }

    async #start(): Promise<void> {
        const { couchDbUrl } = this.#options;
        if (couchDbUrl !== undefined) this.#databases = await CouchDatabases.open(couchDbUrl);
        this.#writeConfiguration();
        await this.#run('cryptogen', ['generate', '--config=crypto-config.yaml', `--output=${this.folder.crypto}`]);
        await this.#writeGenesisBlock(CHANNEL);
        this.#orderer = this.#daemon('orderer', []);
        await Promise.all([this.#joinOrderer(CHANNEL), ...this.organizations.map((one) => this.#joinPeer(one))]);
    }

    async #writeGenesisBlock(channel: string): Promise<void> {
        const configuration = ['-configPath', this.folder.root, '-profile', 'Channel', '-channelID', channel];
        await this.#run('configtxgen', [...configuration, '-outputBlock', this.folder.genesisBlock(channel)]);
    }

    async #joinOrderer(channel: string): Promise<void> {
        await this.#orderer?.says(/Beginning to serve requests/);
        const join = ['channel', 'join', '--channelID', channel, '--config-block', this.folder.genesisBlock(channel)];
        await this.#run('osnadmin', [...join, '-o', `127.0.0.1:${this.#ports.admin}`]);
        await this.#orderer?.says(new RegExp(`Raft leader changed: 0 -> 1.*channel=${channel}\\b`));
    }

    async #joinPeer(organization: OrganizationName): Promise<void> {
        await this.startPeer(organization);
        await this.cliOf(CHANNEL, organization).joinChannel(this.folder.genesisBlock(CHANNEL));
    }

    /** Where a process of this network leaves its log. */
    logFile(name: string): string {
        return join(this.#options.logFolder ?? this.folder.root, `${name}-${this.binaries.line}.log`);
    }

    #daemon(command: 'peer' | 'orderer', args: readonly string[], organization: OrganizationName = 'Org1'): Daemon {
        const home = command === 'peer' ? { FABRIC_CFG_PATH: this.folder.peerHome(organization) } : {};
        return new Daemon({
            command: this.binaries.command(command),
            args,
            environment: { ...this.#environment, ...home },
            logFile: this.logFile(organization === 'Org1' ? command : `${command}-${organization}`),
        });
    }

    #run(command: 'cryptogen' | 'configtxgen' | 'osnadmin', args: readonly string[]): Promise<CommandOutput> {
        const paths = args.map((arg) => arg.replace('--config=', `--config=${this.folder.root}/`));
        return runCommand(this.binaries.command(command), paths, this.#environment);
    }

    #writeConfiguration(): void {
        const { executeTimeout, startupTimeout, keepalive, totalQueryLimit, couchDbUrl, ...channel } = {
            ...DEFAULTS,
            ...this.#options,
        };
        const { Org1, Org2 } = this.#ports.peers;
        const values = {
            CRYPTO: this.folder.crypto,
            DATA: this.folder.data,
            ORDERER: this.folder.orderer,
            BUILDER: channel.builder,
            ORDERER_PORT: this.#ports.orderer,
            ADMIN_PORT: this.#ports.admin,
            ORG1_PORT: Org1.peer,
            ORG2_PORT: Org2.peer,
            ORG1_WRITERS: channel.writers,
            CHANNEL_CAPABILITY: channel.channelCapability,
            EXECUTE_TIMEOUT: executeTimeout,
            STARTUP_TIMEOUT: startupTimeout,
            KEEPALIVE: keepalive,
            TOTAL_QUERY_LIMIT: totalQueryLimit,
            APPLICATION_CAPABILITY: channel.applicationCapability,
        };
        for (const file of CONFIGURATION_FILES) writeFromTemplate(file, this.folder.root, values);
        for (const one of this.organizations) {
            const home = this.folder.peerHome(one);
            mkdirSync(home);
            const stateDatabase = stateDatabaseOf(one === 'Org1' ? couchDbUrl : undefined);
            writeFromTemplate('core.yaml', home, { ...values, ...this.#valuesOf(one), ...stateDatabase });
        }
        // For the peer command.
        copyFileSync(join(this.folder.peerHome('Org1'), 'core.yaml'), join(this.folder.root, 'core.yaml'));
    }

    #valuesOf(organization: OrganizationName): Record<string, string | number> {
        const { peer, chaincode } = this.#ports.peers[organization];
        return {
            PEER: this.folder.peer(organization),
            PEER_ID: `peer0.${organization.toLowerCase()}.test`,
            MSP_ID: `${organization}MSP`,
            PEER_PORT: peer,
            CHAINCODE_PORT: chaincode,
            PEER_DATA: join(this.folder.peerHome(organization), 'ledger'),
        };
    }

    #addressOf(organization: OrganizationName): string {
        return `127.0.0.1:${this.#ports.peers[organization].peer}`;
    }
}

function stateDatabaseOf(couchDbUrl: string | undefined): Record<string, string> {
    const { host, username, password } = new URL(couchDbUrl ?? 'http://none');
    return {
        STATE_DATABASE: couchDbUrl === undefined ? 'goleveldb' : 'CouchDB',
        COUCHDB_ADDRESS: host,
        COUCHDB_USER: username,
        COUCHDB_PASSWORD: password,
    };
}
