import { createSecureContext } from 'node:tls';
import { Server, ServerCredentials } from '@grpc/grpc-js';
import { MAX_MESSAGE_BYTES } from '@heddle/protocol';
import { deliverService } from './deliver/deliver-service';
import { errorText, LocalPeerError } from './errors';
import type { GatewayAddress, ListenOptions } from './gateway/gateway-address';
import type { PeerContext } from './gateway/gateway-context';
import { gatewayService } from './gateway/gateway-service';
import { ledgerService, type LedgerServiceContext } from './tooling/ledger-service';

const DEFAULT_HOST = '127.0.0.1';

/**
 * A peer's port (fabric, internal/pkg/comm/config.go): large messages, and clients may ping as they like. Channelz stays
 * on: without it grpc-js keeps no list of sessions that forceShutdown could cut off, and open streams never end.
 */
const SERVER_OPTIONS = {
    'grpc.max_receive_message_length': MAX_MESSAGE_BYTES,
    'grpc.max_send_message_length': MAX_MESSAGE_BYTES,
} as const;

/** A peer, with what only an embedded one has. */
export type ServedPeer = PeerContext & LedgerServiceContext;

/**
 * Offers a peer's services on a port.
 * @throws LocalPeerError OPTION_INVALID where TLS cannot be had of what was given; LISTEN_FAILED
 */
export async function listen(
    peer: ServedPeer,
    { host = DEFAULT_HOST, port = 0, tls, tools = false }: ListenOptions = {},
): Promise<GatewayAddress> {
    if (tools && !isLoopback(host)) throw toolsBeyond(host);
    const server = new Server(SERVER_OPTIONS);
    const bound = await bind(server, formatAddress(host, port), credentialsOf(tls));
    const address = formatAddress(host, bound);
    const context = { ...peer, address };
    // Only now is it known what the services say that they are; no call has come in between.
    const services = [gatewayService(context), deliverService(context), ...(tools ? [ledgerService(context)] : [])];
    for (const { definition, implementation } of services) server.addService(definition, implementation);
    let closing: Promise<void> | undefined;
    const organization = peer.plan.own;
    return { host, port: bound, organization, address, close: () => (closing ??= shutDown(server)) };
}

function isLoopback(host: string): boolean {
    return host === 'localhost' || host === '::1' || /^127(?:\.\d{1,3}){3}$/.test(host);
}

function toolsBeyond(host: string): LocalPeerError {
    const text = `option 'tools' of LocalPeer.listen is for this machine alone, and the host is ${host}`;
    return new LocalPeerError('OPTION_INVALID', `${text}: whoever reaches the port could turn the ledger back`);
}

function credentialsOf(tls: ListenOptions['tls']): ServerCredentials {
    if (tls === undefined) return ServerCredentials.createInsecure();
    const { key, cert } = { key: Buffer.from(tls.key), cert: Buffer.from(tls.cert) };
    try {
        // grpc-js would find out at the first connection.
        createSecureContext({ key, cert });
        return ServerCredentials.createSsl(null, [{ private_key: key, cert_chain: cert }]);
    } catch (error) {
        const text = `option 'tls' of LocalPeer.listen: ${errorText(error)}; give certificate and key in PEM`;
        throw new LocalPeerError('OPTION_INVALID', text, { cause: error });
    }
}

function bind(server: Server, address: string, credentials: ServerCredentials): Promise<number> {
    return new Promise((resolve, reject) => {
        server.bindAsync(address, credentials, (error, port) => {
            if (error === null) {
                resolve(port);
                return;
            }
            const text = `cannot listen on ${address}: ${error.message}; choose another host or port, or port 0 for a free one`;
            reject(new LocalPeerError('LISTEN_FAILED', text, { cause: error }));
        });
    });
}

/** Calls under way are ended: streams of events would never end by themselves. */
function shutDown(server: Server): Promise<void> {
    return new Promise((resolve) => {
        // The port is given up and the answers that are ready are sent, before what is left is cut off.
        server.tryShutdown(() => {
            resolve();
        });
        server.forceShutdown();
    });
}

function formatAddress(host: string, port: number): string {
    return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}
