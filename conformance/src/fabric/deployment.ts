import { appendFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Chaincode, ChaincodeServer, createLogger, type Logger } from '@heddle/core';
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

/** Approves a definition, for an organization that runs it in its own package. */
export async function approve(
    network: FabricNetwork,
    { sequence = 1, channel = CHANNEL, ...definition }: DeploymentOptions,
    { packageId, organization = 'Org1' }: Installed,
): Promise<void> {
    await network.cliOf(channel, organization).approve({ ...definition, sequence }, packageId);
}

/** Approves and commits the definition of an installed package. */
export async function define(network: FabricNetwork, options: DeploymentOptions, installed: Installed): Promise<void> {
    const { sequence = 1, channel = CHANNEL, ...definition } = options;
    await approve(network, options, installed);
    await network.cliOf(channel, installed.organization).commit({ ...definition, sequence });
}

/** Serves a chaincode under its package's id, at its package's address. */
export async function serve(
    network: FabricNetwork,
    chaincode: Chaincode,
    installed: Installed,
): Promise<ChaincodeServer> {
    const { packageId, address, organization = 'Org1' } = installed;
    const mspId = `${organization}MSP`;
    const server = new ChaincodeServer(chaincode, { packageId, address, mspId, logger: chaincodeLogger(network) });
    await server.start();
    return server;
}

/** Packs, installs, serves and commits a chaincode; close the server that is returned. */
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
