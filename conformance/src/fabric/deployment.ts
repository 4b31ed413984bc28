import { appendFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Chaincode, ChaincodeServer, createLogger, type Logger } from '@heddle/core';
import { withFrameTap } from '@heddle/core/internal';
import { Router } from '@heddle/core/router';
import { CHANNEL } from '../harness/channel';
import type { FabricNetwork } from './fabric-network';
import { freePorts } from './free-ports';
import type { OrganizationName } from './network-folder';
import { type Connection, type PackageOptions, packChaincode } from './package-archive';
import type { ChaincodeDefinition } from './peer-cli';

export interface DeploymentOptions extends Omit<ChaincodeDefinition, 'sequence'> {
    /** Default: 1. */
    readonly sequence?: number;
    /** Default: the network's first channel. */
    readonly channel?: string;
    /** Whose peer it is for. Default: Org1. */
    readonly organization?: OrganizationName;
    /** What connection.json says besides the address. Default: no TLS. */
    readonly connection?: Omit<Connection, 'address'>;
    /** The host of connection.json's address. Default: 127.0.0.1. */
    readonly host?: string;
    /** Its port. Default: one that is free. */
    readonly port?: number;
    readonly type?: PackageOptions['type'];
    readonly files?: PackageOptions['files'];
    /** How many servers there are, behind a router. Default: one, which the peer dials itself. */
    readonly routedServers?: number;
}

/** A package that is installed, and where its chaincode must listen. */
export interface Installed {
    readonly packageId: string;
    readonly address: string;
    /** Whose peer it is installed on. Default: Org1. */
    readonly organization?: OrganizationName;
}

/** Writes the chaincodes' log beside those of peer and orderer. */
export function chaincodeLogger(network: FabricNetwork): Logger {
    const file = network.logFile('chaincode');
    return createLogger('info', (line) => {
        appendFileSync(file, `${line.trimEnd()}\n`);
    });
}

/** Packs and installs a chaincode for a free port; its server can be started before it is committed. */
export async function install(network: FabricNetwork, options: DeploymentOptions): Promise<Installed> {
    const [freePort = 0] = await freePorts(1);
    const {
        name,
        sequence = 1,
        organization = 'Org1',
        host = '127.0.0.1',
        port = freePort,
        connection = { tls_required: false },
        type,
        files,
    } = options;
    const address = `${host}:${port}`;
    const packed = packChaincode({
        label: `${name}_${sequence}`,
        connection: { dial_timeout: '3s', ...connection, address },
        type,
        files,
    });
    const file = join(network.folder.root, `${name}-${organization}-${sequence}.tgz`);
    writeFileSync(file, packed.bytes);
    const packageId = await network.cliOf(CHANNEL, organization).install(file);
    if (packageId !== packed.packageId) throw new Error(`the peer calls ${packed.packageId} ${packageId}`);
    return { packageId, address, organization };
}

/** Approves a definition for the organization that has this package. */
export async function approve(
    network: FabricNetwork,
    { sequence = 1, channel = CHANNEL, ...definition }: DeploymentOptions,
    { packageId, organization }: Installed,
): Promise<void> {
    await network.cliOf(channel, organization).approve({ ...definition, sequence }, packageId);
}

/** Approves a definition for each organization whose package is given, and commits it as the first of them. */
export async function define(
    network: FabricNetwork,
    options: DeploymentOptions,
    ...packages: readonly Installed[]
): Promise<void> {
    const { sequence = 1, channel = CHANNEL, ...changes } = options;
    const definition = { ...changes, sequence };
    const [first] = packages;
    if (first === undefined) throw new Error(`nobody has a package of ${definition.name}`);
    await Promise.all(packages.map((one) => approve(network, options, one)));
    await network.cliOf(channel, first.organization).commit(definition);
}

/** Serves a chaincode under its package's id, at its package's address. */
export async function serve(
    network: FabricNetwork,
    chaincode: Chaincode,
    installed: Installed,
): Promise<ChaincodeServer> {
    const { packageId, address, organization = 'Org1' } = installed;
    const mspId = `${organization}MSP`;
    const options = { packageId, address, mspId, logger: chaincodeLogger(network) };
    const server = new ChaincodeServer(chaincode, withFrameTap(options, network.createTap));
    await server.start();
    return server;
}

/** Serves a chaincode by so many servers behind a router, which is at its package's address. */
async function serveRouted(
    network: FabricNetwork,
    chaincode: Chaincode,
    installed: Installed,
    count: number,
): Promise<readonly Closable[]> {
    const free = (await freePorts(count)).map((port) => ({ ...installed, address: `127.0.0.1:${port}` }));
    const servers = await Promise.all(free.map((one) => serve(network, chaincode, one)));
    const { packageId, address } = installed;
    const route = { address, packageId, servers: free.map((one) => one.address) };
    const router = new Router({ routes: [route], logger: chaincodeLogger(network) });
    await router.start();
    return [router, ...servers];
}

/** Packs, installs, serves and commits a chaincode for Org1's peer alone; close the server that is returned. */
export async function deploy(
    network: FabricNetwork,
    chaincode: Chaincode,
    options: DeploymentOptions,
): Promise<ChaincodeServer> {
    const installed = await install(network, options);
    const server = await serve(network, chaincode, installed);
    await define(network, options, installed);
    return server;
}

/** What is closed when a deployment is over. */
type Closable = Pick<ChaincodeServer, 'close'>;

/** A chaincode that each organization runs in a package and a server of its own. */
export interface Deployment extends AsyncDisposable {
    /** By organization, as are the servers: Org1's is the first. */
    readonly packages: readonly Installed[];
    readonly servers: readonly Closable[];
}

/** Packs, installs and serves a chaincode for each organization's peer, and commits what all of them approve. */
export async function deployForEach(
    network: FabricNetwork,
    chaincode: Chaincode,
    options: DeploymentOptions,
): Promise<Deployment> {
    const installs = network.organizations.map((organization) => install(network, { ...options, organization }));
    const packages = await Promise.all(installs);
    const { routedServers } = options;
    const served = await Promise.all(
        packages.map(async (one) =>
            routedServers === undefined
                ? [await serve(network, chaincode, one)]
                : serveRouted(network, chaincode, one, routedServers),
        ),
    );
    const servers = served.flat();
    await define(network, options, ...packages);
    return {
        packages,
        servers,
        async [Symbol.asyncDispose]() {
            await Promise.all(servers.map((server) => server.close()));
        },
    };
}
