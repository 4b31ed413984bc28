import type { MessageStream } from '@heddle/protocol';
import { WireServer, type WireServerOptions } from '../scenarios/wire-server';
import { define, type DeploymentOptions, install } from './deployment';
import type { FabricNetwork } from './fabric-network';

/** Serves the bare wire under a package that is installed and committed for it; dispose of the server. */
export async function serveWire(
    network: FabricNetwork,
    definition: DeploymentOptions,
    session: (stream: MessageStream, packageId: string) => Promise<void>,
    options?: WireServerOptions,
): Promise<WireServer> {
    const installed = await install(network, definition);
    const server = new WireServer((stream) => session(stream, installed.packageId), options);
    await server.listen(installed.address);
    await define(network, definition, installed);
    return server;
}
