import { ChaincodeError } from '../errors';
import { http2Transport } from '../transport/http2-transport';
import type { TransportFactory } from '../transport/transport';
import { type HostAndPort, parseHostAndPort } from './host-and-port';
import { checkedHostName } from './host-name';
import { checkedOptions, type HostOptions, type ResolvedHostOptions, resolveHostOptions } from './host-options';
import { namesOf, SERVER_OPTIONS } from './option-names';
import { type ResolvedServerTls, resolveServerTls, type ServerTlsOptions } from './tls';

/** What a ChaincodeServer is told. */
export interface ChaincodeServerOptions extends HostOptions {
    /** Where to listen: `0.0.0.0:9999`, `[::]:9999`, `:9999` (every interface), `host:9999`. Port 0 takes a free one. */
    readonly address: string;
    /**
     * The host that peers dial: that of the address in the package's connection.json, without the port. Streams for other
     * hosts are refused then. Left out, it is any, or any that no other chaincode at this address has.
     */
    readonly hostname?: string | undefined;
    /** Left out, the server speaks plaintext. */
    readonly tls?: ServerTlsOptions | undefined;
    /** What speaks gRPC. Default: the transport on node:http2; `grpcJsTransport` of `@heddle/core/grpc-js` is the other one. */
    readonly transport?: TransportFactory | undefined;
}

/** ChaincodeServerOptions, checked and complete. */
export interface ResolvedServerOptions extends ResolvedHostOptions {
    readonly address: HostAndPort;
    /** As names are compared. */
    readonly hostname: string | undefined;
    readonly tls: ResolvedServerTls | undefined;
    readonly transport: TransportFactory;
}

/**
 * Checks the options of a server and fills in what they leave out.
 * @throws ChaincodeError INVALID_OPTIONS, with one sentence that names the option, its variable and the remedy
 */
export function resolveServerOptions(options: ChaincodeServerOptions): ResolvedServerOptions {
    const { address, hostname, tls, transport = http2Transport, ...hostOptions } = checkedOptions(options);
    return {
        ...resolveHostOptions(hostOptions, SERVER_OPTIONS),
        address: listenAddress(address),
        hostname: checkedHostName(hostname),
        tls: resolveServerTls(tls),
        transport,
    };
}

function listenAddress(address: unknown): HostAndPort {
    const names = namesOf(SERVER_OPTIONS.address);
    const remedy = 'set it to host:port, such as 0.0.0.0:9999';
    if (address === undefined || address === '') {
        throw new ChaincodeError('INVALID_OPTIONS', `${names} is missing: ${remedy}`);
    }
    const parsed = typeof address === 'string' ? parseHostAndPort(address) : undefined;
    if (parsed !== undefined) return parsed;
    throw new ChaincodeError('INVALID_OPTIONS', `${names} is ${JSON.stringify(address)}: ${remedy}`);
}
