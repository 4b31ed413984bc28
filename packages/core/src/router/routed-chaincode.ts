import type { MessageStream } from '@heddle/protocol';
import { ChaincodeError } from '../errors';
import { demandOf, type ServedChaincode } from '../hosting/served-chaincode';
import {
    type ClientTlsOptions,
    resolveClientTls,
    type ResolvedServerTls,
    resolveServerTls,
    type ServerTlsOptions,
} from '../hosting/tls';
import { http2Transport } from '../transport/http2-transport';
import type { SessionOrigin } from '../transport/session-origin';
import { RoutedStream } from './routed-stream';
import type { ResolvedRoute, ResolvedRouterOptions } from './router-options';
import { Servers } from './servers';

/** One chaincode that runs elsewhere: its servers, and the streams of the peers that use them. */
export class RoutedChaincode implements ServedChaincode {
    readonly route: ResolvedRoute;
    readonly options: ServedChaincode['options'];
    readonly servers: Servers;
    /** Servers may come later: peers wait for them. */
    readonly isStarted = true;
    readonly #options: ResolvedRouterOptions;
    readonly #streams = new Set<RoutedStream>();
    #tls: ResolvedServerTls | undefined;

    /** @param onChange is called when a server has come or gone */
    constructor(route: ResolvedRoute, options: ResolvedRouterOptions, onChange: () => void) {
        const { name: packageId, address, hostname, observer, tls } = route;
        const { keepalive, logger } = options;
        this.route = route;
        this.options = { packageId, address, hostname, keepalive, logger, observer, transport: http2Transport };
        this.#options = options;
        this.#tls = tls;
        this.servers = new Servers(route, options, () => {
            for (const stream of this.#streams) stream.review();
            onChange();
        });
    }

    get tls(): ResolvedServerTls | undefined {
        return this.#tls;
    }

    get demand(): string {
        return demandOf(this.#tls);
    }

    /** How many streams peers have open. */
    get sessionCount(): number {
        return this.#streams.size;
    }

    /** Whether a peer has accepted the registration. */
    get isReady(): boolean {
        return [...this.#streams].some(({ isReady }) => isReady);
    }

    get transactionsInFlight(): number {
        return Array.from(this.#streams).reduce((sum, stream) => sum + stream.transactionsInFlight, 0);
    }

    serve(stream: MessageStream, origin: SessionOrigin): void {
        const { logger } = this.#options;
        const { name } = this.route;
        const routed = new RoutedStream(stream, origin, {
            route: this.route,
            options: this.#options,
            servers: this.servers,
        });
        this.#streams.add(routed);
        logger.info(
            { route: name, remote: origin.remote },
            `${name}: the peer at ${origin.remote} has opened a stream`,
        );
        // It never rejects.
        void routed.run().then(() => {
            this.#streams.delete(routed);
            logger.info({ route: name, remote: origin.remote }, `${name}: the stream of ${origin.remote} has ended`);
        });
    }

    /**
     * Shows peers other certificates from now on.
     * @throws ChaincodeError INVALID_OPTIONS where they do not fit; those of before hold on then
     */
    replaceTls(tls: ServerTlsOptions): void {
        if (this.#tls === undefined) {
            throw new ChaincodeError(
                'INVALID_OPTIONS',
                `${this.route.name} has no TLS towards peers: start it anew with TLS`,
            );
        }
        this.#tls = resolveServerTls(tls);
    }

    /**
     * Shows servers another certificate from now on, and trusts those of another authority.
     * @throws ChaincodeError INVALID_OPTIONS where they do not fit; those of before hold on then
     */
    replaceServerTls(tls: ClientTlsOptions): void {
        const { servers, route } = this;
        const resolved = resolveClientTls(tls);
        if (!servers.isSecured || resolved === undefined) {
            throw new ChaincodeError(
                'INVALID_OPTIONS',
                `${route.name} has no TLS towards servers: start it anew with TLS`,
            );
        }
        servers.secure(resolved);
    }

    async close(graceMs: number): Promise<void> {
        await Promise.all(Array.from(this.#streams, (stream) => stream.close(graceMs)));
        this.servers.close();
    }
}
