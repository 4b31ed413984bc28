import { formatHostAndPort } from '../hosting/host-and-port';
import type { ResolvedClientTls } from '../hosting/tls';
import type { Branch } from './branch';
import { RoutedServer } from './routed-server';
import type { ResolvedRoute, ResolvedRouterOptions } from './router-options';
import { type ServerAddress, ServerAddresses } from './server-addresses';

/** How long dialling a server may take. */
const DIAL_TIMEOUT_MS = 5_000;
/** How often servers that have transactions are looked at. */
const WATCH_MS = 1_000;

/** The servers of one route, as they come and go, and which of them is next. */
export class Servers {
    readonly #route: ResolvedRoute;
    readonly #options: ResolvedRouterOptions;
    readonly #onChange: () => void;
    readonly #addresses: ServerAddresses;
    readonly #servers = new Map<string, RoutedServer>();
    readonly #watch: NodeJS.Timeout;
    #tls: ResolvedClientTls | undefined;
    #turns = 0;

    /** @param onChange is called when one of them can be given more or less than before */
    constructor(route: ResolvedRoute, options: ResolvedRouterOptions, onChange: () => void) {
        this.#route = route;
        this.#options = options;
        this.#onChange = onChange;
        this.#tls = route.serverTls;
        const { lookup, lookupIntervalMs: intervalMs, logger } = options;
        this.#addresses = new ServerAddresses({
            route: route.name,
            targets: route.targets,
            intervalMs,
            lookup,
            logger,
            onChange: (addresses) => {
                this.#replace(addresses);
            },
        });
        this.#watch = setInterval(() => {
            for (const server of this.#servers.values()) server.watch();
        }, WATCH_MS).unref();
    }

    /** Those that are known now. */
    get all(): readonly RoutedServer[] {
        return [...this.#servers.values()];
    }

    /** Whether one of them can be given transactions. */
    get isAnyUp(): boolean {
        return this.all.some(({ isUp }) => isUp);
    }

    /**
     * Chooses whom to give a transaction: who has the fewest, and of those the one whose last turn was longest ago. One that
     * has just refused a transaction is taken where there is no other.
     */
    choose(branches: Iterable<Branch>, except?: RoutedServer): Branch | undefined {
        let best: Branch | undefined;
        for (const branch of branches) {
            if (!branch.isGiving || branch.server === except) continue;
            if (best === undefined || isBefore(branch.server, best.server)) best = branch;
        }
        if (best !== undefined) best.server.turn = ++this.#turns;
        return best;
    }

    /** Whether they are dialled with TLS. */
    get isSecured(): boolean {
        return this.#tls !== undefined;
    }

    /** Has connections that are dialled from now on use other certificates. */
    secure(tls: ResolvedClientTls): void {
        this.#tls = tls;
    }

    /** Ends the connections. */
    close(): void {
        this.#addresses.close();
        clearInterval(this.#watch);
        for (const server of this.#servers.values()) server.close();
    }

    #replace(addresses: readonly ServerAddress[]): void {
        const wanted = new Map(addresses.map((address) => [address.text, address]));
        for (const [text, server] of this.#servers) {
            if (wanted.has(text)) continue;
            this.#servers.delete(text);
            server.retire();
        }
        for (const [text, address] of wanted) {
            if (!this.#servers.has(text)) this.#servers.set(text, this.#dial(address));
        }
        this.#onChange();
    }

    #dial({ host, port, name, text }: ServerAddress): RoutedServer {
        const { name: route } = this.#route;
        const { logger, keepalive } = this.#options;
        // Certificates are for the name that was given, not for the address that it has.
        const tls = (): ResolvedClientTls | undefined =>
            this.#tls && { ...this.#tls, serverName: this.#tls.serverName ?? name };
        const dialTimeoutMs = DIAL_TIMEOUT_MS;
        const onChange = this.#onChange;
        const dialled = {
            host,
            port,
            tls,
            authority: formatHostAndPort({ host: name, port }),
            dialTimeoutMs,
            keepalive,
        };
        return new RoutedServer({ ...dialled, address: text, route, logger, onChange });
    }
}

function isBefore(one: RoutedServer, other: RoutedServer): boolean {
    if (one.isPaused !== other.isPaused) return other.isPaused;
    return one.inFlight === other.inFlight ? one.turn < other.turn : one.inFlight < other.inFlight;
}
