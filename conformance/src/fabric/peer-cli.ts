import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type CommandOutput, runCommand } from './daemon';
import type { NetworkFolder, OrganizationName } from './network-folder';

export interface PeerCliOptions {
    readonly command: string;
    readonly folder: NetworkFolder;
    readonly channel: string;
    readonly organization: OrganizationName;
    readonly peerAddress: string;
    readonly ordererAddress: string;
    readonly environment: NodeJS.ProcessEnv;
}

/** A private data collection, as `--collections-config` has it. */
export interface CollectionConfig {
    readonly name: string;
    /** `OR('Org1MSP.member')`. */
    readonly policy: string;
    readonly requiredPeerCount: number;
    readonly maxPeerCount: number;
    readonly blockToLive: number;
    readonly memberOnlyRead?: boolean;
    readonly memberOnlyWrite?: boolean;
    readonly endorsementPolicy?: { readonly signaturePolicy: string };
}

/** What approve and commit agree on. */
export interface ChaincodeDefinition {
    readonly name: string;
    readonly sequence: number;
    /** Default: the sequence, `.0`. */
    readonly version?: string;
    readonly initRequired?: boolean;
    /** Default: the channel's, any organization. */
    readonly signaturePolicy?: string;
    /** A path: a file of them. */
    readonly collections?: readonly CollectionConfig[] | string;
}

/** An installed package, as the peer knows it. */
export interface InstalledChaincode {
    readonly package_id: string;
    readonly label: string;
}

/** How the command tells, in its log, what the peer has given to a package. */
const INSTALLED = /Chaincode code package identifier: (\S+)/;

/** The peer command, run as an organization's administrator: the lifecycle of chaincode, and what the gateway cannot do. */
export class PeerCli {
    readonly #options: PeerCliOptions;

    constructor(options: PeerCliOptions) {
        this.#options = options;
    }

    async joinChannel(genesisBlock: string): Promise<void> {
        await this.#run(['channel', 'join', '-b', genesisBlock]);
    }

    /** Installs a package and returns the id that the peer gave to it. */
    async install(packageFile: string): Promise<string> {
        const { stderr } = await this.#run(['lifecycle', 'chaincode', 'install', packageFile]);
        const [, packageId] = INSTALLED.exec(stderr) ?? [];
        if (packageId === undefined) throw new Error(`the peer has not said what it calls ${packageFile}: ${stderr}`);
        return packageId;
    }

    async queryInstalled(): Promise<readonly InstalledChaincode[]> {
        const { stdout } = await this.#run(['lifecycle', 'chaincode', 'queryinstalled', '--output', 'json']);
        const { installed_chaincodes = [] } = JSON.parse(stdout) as { installed_chaincodes?: InstalledChaincode[] };
        return installed_chaincodes;
    }

    async approve(definition: ChaincodeDefinition, packageId: string): Promise<void> {
        const args = [...this.#definitionArgs(definition), '--package-id', packageId];
        await this.#run(['lifecycle', 'chaincode', 'approveformyorg', ...args, ...this.#ordererArgs()]);
    }

    async commit(definition: ChaincodeDefinition): Promise<void> {
        const args = [...this.#definitionArgs(definition), ...this.#peerArgs()];
        await this.#run(['lifecycle', 'chaincode', 'commit', ...args, ...this.#ordererArgs()]);
    }

    /** Calls init, which the gateway cannot do; resolves when it is committed. */
    async init(chaincode: string, args: readonly string[]): Promise<void> {
        const input = ['-c', JSON.stringify({ Args: args }), '--isInit', '--waitForEvent'];
        const where = ['-C', this.#options.channel, '-n', chaincode];
        await this.#run(['chaincode', 'invoke', ...where, ...input, ...this.#peerArgs(), ...this.#ordererArgs()]);
    }

    /** Has the peer make a snapshot of its ledger as it is now; resolves when it has taken the request. */
    async requestSnapshot(): Promise<void> {
        const { channel, peerAddress, folder, organization } = this.#options;
        const peer = ['--peerAddress', peerAddress, '--tlsRootCertFile', folder.peerCa(organization)];
        await this.#run(['snapshot', 'submitrequest', '-c', channel, '-b', '0', ...peer]);
    }

    #definitionArgs(definition: ChaincodeDefinition): string[] {
        const { name, sequence, version = `${sequence}.0`, initRequired = false } = definition;
        const { signaturePolicy, collections } = definition;
        const where = ['--channelID', this.#options.channel, '--name', name];
        return [
            ...where,
            ...['--version', version, '--sequence', String(sequence)],
            ...(initRequired ? ['--init-required'] : []),
            ...(signaturePolicy === undefined ? [] : ['--signature-policy', signaturePolicy]),
            ...(collections === undefined ? [] : ['--collections-config', this.#writeCollections(name, collections)]),
        ];
    }

    #writeCollections(chaincode: string, collections: readonly CollectionConfig[] | string): string {
        if (typeof collections === 'string') return collections;
        const { folder, organization } = this.#options;
        const file = join(folder.root, `${chaincode}-${organization}-collections.json`);
        writeFileSync(file, JSON.stringify(collections));
        return file;
    }

    #ordererArgs(): string[] {
        const { ordererAddress, folder } = this.#options;
        return ['-o', ordererAddress, '--tls', '--cafile', folder.ordererCa];
    }

    #peerArgs(): string[] {
        const { peerAddress, folder, organization } = this.#options;
        return ['--peerAddresses', peerAddress, '--tlsRootCertFiles', folder.peerCa(organization)];
    }

    #run(args: readonly string[]): Promise<CommandOutput> {
        const { command, folder, organization, peerAddress, environment } = this.#options;
        return runCommand(command, args, {
            ...environment,
            CORE_PEER_ADDRESS: peerAddress,
            CORE_PEER_LOCALMSPID: `${organization}MSP`,
            CORE_PEER_MSPCONFIGPATH: folder.user(organization, 'Admin').mspFolder,
            CORE_PEER_TLS_ROOTCERT_FILE: folder.peerCa(organization),
        });
    }
}
