import type { LookupAddress } from 'node:dns';
import { ChaincodeError, shown } from '../errors';
import { guardedLogger } from '../guarded-logger';
import { guardedObserver, type ObserverMethods } from '../guarded-observer';
import { type HostAndPort, parseHostAndPort } from '../hosting/host-and-port';
import { checkedHostName } from '../hosting/host-name';
import { type KeepaliveOptions, milliseconds } from '../hosting/host-options';
import {
    type ClientTlsOptions,
    resolveClientTls,
    type ResolvedClientTls,
    type ResolvedServerTls,
    resolveServerTls,
    type ServerTlsOptions,
} from '../hosting/tls';
import { createLogger, type Logger } from '../logger';
import { resolveTracing, type TracingOptions } from '../tracing/tracing-options';
import { withSpans } from './routed-spans';
import type { RouterObserver } from './router-observer';

/** A chaincode that a router serves to peers: where they dial, and which servers run it. */
export interface RouteOptions {
    /** Where to listen, as for a ChaincodeServer. Port 0 takes a free one. */
    readonly address: string;
    /**
     * `host:port` of each server. Of a host that has several addresses in DNS, such as a headless Service of Kubernetes,
     * each one is a server; names are looked up again and again.
     */
    readonly servers: readonly string[];
    /** The id that the servers have to register with. Left out, the one that the first of them says. */
    readonly packageId?: string | undefined;
    /** The host that peers dial, where several routes share an address. */
    readonly hostname?: string | undefined;
    /** TLS towards peers. Left out, the router speaks plaintext with them. */
    readonly tls?: ServerTlsOptions | undefined;
    /** TLS towards the servers. Left out, the router speaks plaintext with them. */
    readonly serverTls?: ClientTlsOptions | undefined;
}

/** What a Router is told. */
export interface RouterOptions {
    /** One for each package id. */
    readonly routes: readonly RouteOptions[];
    /** Of connections, on both sides. A server that has transactions and is silent is asked after 10 s in any case. */
    readonly keepalive?: KeepaliveOptions | undefined;
    /**
     * After how many milliseconds a transaction is answered with TIMEOUT that its server has not answered; at least as
     * long as peers wait (`chaincode.executetimeout`), who never say that they gave up. Default 300,000.
     */
    readonly transactionTimeoutMs?: number | undefined;
    /** How many milliseconds a peer, or a transaction, waits while no server is ready. Default 5,000. */
    readonly serverWaitMs?: number | undefined;
    /** How often names are looked up, in milliseconds. Default 2,000. */
    readonly lookupIntervalMs?: number | undefined;
    /** How many milliseconds a peer may take to accept the registration, and a server to register. Default 5,000. */
    readonly registrationTimeoutMs?: number | undefined;
    /** Looks a name up. Default: as the system does. */
    readonly lookup?: Lookup | undefined;
    readonly logger?: Logger | undefined;
    /** Makes what is told of a route, for metrics. @param route its package id, or its address where it has none */
    readonly observe?: ((route: string) => RouterObserver) | undefined;
    /** Traces transactions by OpenTelemetry, as a ChaincodeServer's option of that name does. Default false. */
    readonly tracing?: TracingOptions | boolean | undefined;
}

/** All addresses of a host. */
export type Lookup = (host: string) => Promise<readonly LookupAddress[]>;

/** A server as it was given: a host, of which there may be several addresses, and a port. */
export interface Target extends HostAndPort {
    /** As it was given. */
    readonly text: string;
}

/** RouteOptions, checked and complete. */
export interface ResolvedRoute {
    /** What it is called: its package id, or where it listens. */
    readonly name: string;
    readonly packageId: string | undefined;
    readonly address: HostAndPort;
    readonly hostname: string | undefined;
    readonly tls: ResolvedServerTls | undefined;
    readonly targets: readonly Target[];
    readonly serverTls: ResolvedClientTls | undefined;
    readonly observer: RouterObserver;
}

/** What all routes have in common. */
export interface ResolvedRouterOptions {
    readonly keepalive: { readonly timeMs: number; readonly timeoutMs: number };
    readonly transactionTimeoutMs: number;
    readonly serverWaitMs: number;
    readonly lookupIntervalMs: number;
    readonly registrationTimeoutMs: number;
    readonly lookup: Lookup | undefined;
    readonly logger: Logger;
}

const METHODS: ObserverMethods<RouterObserver> = {
    sessionOpened: true,
    registrationAccepted: true,
    registrationRefused: true,
    connectionRefused: true,
    routedTransactionEnded: true,
    transactionBegunAnew: true,
};

/** @throws ChaincodeError INVALID_OPTIONS, with one sentence that names the option and the remedy */
export function resolveRouterOptions(options: RouterOptions): ResolvedRouterOptions {
    const { keepalive = {}, logger = createLogger(), lookup } = options;
    return {
        keepalive: {
            timeMs: milliseconds('keepalive.timeMs', keepalive.timeMs, 60_000),
            timeoutMs: milliseconds('keepalive.timeoutMs', keepalive.timeoutMs, 20_000),
        },
        transactionTimeoutMs: atLeastOne('transactionTimeoutMs', options.transactionTimeoutMs, 300_000),
        serverWaitMs: milliseconds('serverWaitMs', options.serverWaitMs, 5_000),
        lookupIntervalMs: atLeastOne('lookupIntervalMs', options.lookupIntervalMs, 2_000),
        registrationTimeoutMs: atLeastOne('registrationTimeoutMs', options.registrationTimeoutMs, 5_000),
        lookup,
        logger: guardedLogger(logger),
    };
}

/** @throws ChaincodeError INVALID_OPTIONS, with one sentence that names the option and the remedy */
export function resolveRoutes(
    { routes, observe = () => ({}), tracing }: RouterOptions,
    logger: Logger,
): readonly ResolvedRoute[] {
    if (!Array.isArray(routes) || routes.length === 0) {
        throw invalid('routes is missing: give one with an address to listen at and the servers behind it');
    }
    const traced = resolveTracing(tracing);
    const watch = (route: string): RouterObserver => {
        const observer = guardedObserver(observe(route), METHODS, logger);
        return traced === undefined ? observer : withSpans(observer, route, traced);
    };
    return routes.map((route: RouteOptions) => resolveRoute(route, watch));
}

function resolveRoute(route: RouteOptions, observe: NonNullable<RouterOptions['observe']>): ResolvedRoute {
    const { address, servers, packageId, hostname, tls, serverTls } = route;
    const parsed = parseHostAndPort(address);
    if (parsed === undefined) throw invalid(`address is ${shown(address)}: set it to host:port, such as 0.0.0.0:9999`);
    if (!Array.isArray(servers) || servers.length === 0) {
        throw invalid('servers is missing: give host:port of each server, or of a name that all of them have');
    }
    const name = packageId ?? (hostname === undefined ? address : `${hostname} at ${address}`);
    return {
        name,
        packageId,
        address: parsed,
        hostname: checkedHostName(hostname),
        tls: resolveServerTls(tls),
        targets: servers.map((text: string) => toTarget(text)),
        serverTls: resolveClientTls(serverTls),
        observer: observe(name),
    };
}

function toTarget(text: string): Target {
    const parsed = parseHostAndPort(text);
    if (parsed !== undefined && parsed.host !== '' && parsed.port > 0) return { ...parsed, text };
    throw invalid(`servers has ${shown(text)}: set it to the host:port at which a server listens, such as assets:9999`);
}

/** Something must end at some time. */
function atLeastOne(option: string, value: number | undefined, otherwise: number): number {
    if (value !== 0) return milliseconds(option, value, otherwise);
    throw invalid(`${option} is 0: set it to whole milliseconds from 1 on`);
}

function invalid(message: string): ChaincodeError {
    return new ChaincodeError('INVALID_OPTIONS', message);
}
