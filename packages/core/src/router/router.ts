import { ChaincodeError } from '../errors';
import { type CloseOptions, DEFAULT_GRACE_MS } from '../hosting/closing';
import { type ListeningAddress, ServedAddress } from '../hosting/served-address';
import type { ClientTlsOptions, ServerTlsOptions } from '../hosting/tls';
import { showNameOnly } from '../inspection';
import { RoutedChaincode } from './routed-chaincode';
import {
    type ResolvedRoute,
    type ResolvedRouterOptions,
    resolveRouterOptions,
    resolveRoutes,
    type RouterOptions,
} from './router-options';

/** How one route of a router is doing. */
export interface RouteStatus {
    /** Its package id; where it has none, where it listens. */
    readonly packageId: string;
    /** How many streams peers have open. */
    readonly sessionCount: number;
    /** Whether some peer has accepted the registration. */
    readonly isReady: boolean;
    readonly transactionsInFlight: number;
    readonly servers: readonly ServerStatus[];
}

/** How one server is doing. */
export interface ServerStatus {
    /** Host and port. */
    readonly address: string;
    /** Whether it can be given transactions. */
    readonly isUp: boolean;
    readonly transactionsInFlight: number;
}

/**
 * Spreads the transactions of a peer over several chaincode servers: to the peer it is one external chaincode server, to
 * each server it is the peer. The servers may be anybody's. It keeps nothing: beside each peer stands one of its own.
 *
 *     const router = new Router({ routes: [{ address: '0.0.0.0:9999', servers: ['assets.svc:9999'] }] });
 *     await router.start();
 *     await router.close();
 */
export class Router {
    readonly #options: ResolvedRouterOptions;
    readonly #routes: readonly ResolvedRoute[];
    readonly #placed = new Map<RoutedChaincode, ServedAddress>();
    #closing: Promise<void> | undefined;

    static {
        showNameOnly(Router);
    }

    /** @throws ChaincodeError INVALID_OPTIONS, with one sentence that names the option and the remedy */
    constructor(options: RouterOptions) {
        this.#options = resolveRouterOptions(options);
        this.#routes = resolveRoutes(options, this.#options.logger);
    }

    /** Every route, in the order in which they were given; empty before `start`. */
    get routes(): RouteStatus[] {
        return Array.from(this.#placed.keys(), statusOf);
    }

    /** How many streams peers have open, to all routes. */
    get sessionCount(): number {
        return this.routes.reduce((sum, { sessionCount }) => sum + sessionCount, 0);
    }

    /** How many transactions are under way, or wait for a server. */
    get transactionsInFlight(): number {
        return this.routes.reduce((sum, { transactionsInFlight }) => sum + transactionsInFlight, 0);
    }

    /** Whether some peer has accepted the registration of some route. */
    get isReady(): boolean {
        return this.routes.some(({ isReady }) => isReady);
    }

    /** Whether some route has a server that can be given transactions. */
    get hasServers(): boolean {
        return this.routes.some(({ servers }) => servers.some(({ isUp }) => isUp));
    }

    /**
     * Listens for peers, and dials the servers. To be called once.
     * @returns where it listens, for each route
     * @throws ChaincodeError LISTEN_FAILED; INVALID_OPTIONS where nothing would tell one route from another at its address
     */
    async start(): Promise<ListeningAddress[]> {
        if (this.#placed.size > 0 || this.#closing !== undefined) {
            throw new ChaincodeError('LISTEN_FAILED', 'a router is started once: make a new one');
        }
        try {
            for (const route of this.#routes) this.#place(route);
            this.#tellHealth();
            return await Promise.all(Array.from(this.#placed, (placed) => this.#listen(...placed)));
        } catch (thrown) {
            await this.close({ graceMs: 0 });
            throw thrown;
        }
    }

    /**
     * Shows the peers of a route other certificates from now on, and demands those of other CAs; existing connections go on.
     * @param index which route, in the order in which they were given
     * @throws ChaincodeError INVALID_OPTIONS where they cannot be used, in which case the old ones stay
     */
    reloadTls(index: number, tls: ServerTlsOptions): void {
        const [chaincode, address] = this.#placedAt(index);
        chaincode.replaceTls(tls);
        address.secure();
    }

    /**
     * Dials the servers of a route with another certificate from now on, and trusts those of another authority; existing
     * connections go on.
     * @param index which route, in the order in which they were given
     * @throws ChaincodeError INVALID_OPTIONS where they cannot be used, in which case the old ones stay
     */
    reloadServerTls(index: number, tls: ClientTlsOptions): void {
        const [chaincode] = this.#placedAt(index);
        chaincode.replaceServerTls(tls);
    }

    /** Drains: takes no new transactions, lets those under way finish, then ends the streams. Idempotent. */
    close({ graceMs = DEFAULT_GRACE_MS }: CloseOptions = {}): Promise<void> {
        return (this.#closing ??= this.#close(graceMs));
    }

    [Symbol.asyncDispose](): Promise<void> {
        return this.close();
    }

    #placedAt(index: number): readonly [RoutedChaincode, ServedAddress] {
        const placed = [...this.#placed][index];
        if (placed === undefined) throw new ChaincodeError('INVALID_OPTIONS', `there is no route ${index}`);
        return placed;
    }

    #place(route: ResolvedRoute): void {
        const chaincode = new RoutedChaincode(route, this.#options, this.#tellHealth);
        const shared = [...this.#placed.values()].find((address) => address.isAt(route.address));
        // Noted first, so that what it has begun is ended where it cannot be placed.
        if (shared !== undefined) this.#placed.set(chaincode, shared);
        shared?.admit(chaincode);
        if (shared === undefined) this.#placed.set(chaincode, new ServedAddress(chaincode, Promise.resolve()));
    }

    async #listen({ route, servers }: RoutedChaincode, address: ServedAddress): Promise<ListeningAddress> {
        const listening = await address.listening;
        const targets = route.targets.map(({ text }) => text).join(', ');
        const { logger } = this.#options;
        const tls = route.tls === undefined ? 'without TLS' : 'with TLS';
        const fields = { route: route.name, address: listening.address, servers: servers.all.length };
        logger.info(fields, `${route.name}: listening on ${listening.address}, ${tls}, for the servers at ${targets}`);
        return listening;
    }

    /** An address serves where one of its routes has a server. */
    readonly #tellHealth = (): void => {
        const serving = new Map<ServedAddress, boolean>();
        for (const [{ servers }, address] of this.#placed) {
            serving.set(address, servers.isAnyUp || serving.get(address) === true);
        }
        for (const [address, isServing] of serving) address.tellHealth(isServing);
    };

    async #close(graceMs: number): Promise<void> {
        const addresses = new Set(this.#placed.values());
        await Promise.all(Array.from(addresses, (address) => address.close(graceMs)));
        // One that could not be placed has servers all the same.
        for (const { servers } of this.#placed.keys()) servers.close();
    }
}

function statusOf({ route, servers, sessionCount, isReady, transactionsInFlight }: RoutedChaincode): RouteStatus {
    return {
        packageId: route.name,
        sessionCount,
        isReady,
        transactionsInFlight,
        servers: servers.all.map(({ address, isUp, inFlight }) => ({ address, isUp, transactionsInFlight: inFlight })),
    };
}
