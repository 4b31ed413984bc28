import type { RoutedOutcome, RoutedReport, Router, RouterObserver } from '@heddle/core/router';
import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import { HostFigures } from './host-figures';
import type { OperatedHost } from './operated-host';
import type { Figures } from './operations';

/** Seconds. Peers wait for 30. */
const BUCKETS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

/** All ways in which a transaction can end: a key that is missing here does not compile. */
const OUTCOMES: Readonly<Record<RoutedOutcome, true>> = {
    completed: true,
    error: true,
    lost: true,
    timeout: true,
    no_server: true,
    refused: true,
    undelivered: true,
};

/** The figures of a router: its transactions, its servers, the streams of its peers, and Node.js itself. */
export class RouterMetrics implements Figures<RouterObserver> {
    readonly #registry = new Registry();
    readonly #transactions = new Counter({
        name: 'heddle_router_transactions_total',
        help: 'Transactions that are over, by how they ended: completed, or why not.',
        labelNames: ['chaincode', 'outcome'],
        registers: [this.#registry],
    });
    readonly #durations = new Histogram({
        name: 'heddle_router_transaction_duration_seconds',
        help: 'Time from the arrival of a transaction to its answer, at the router.',
        labelNames: ['chaincode'],
        buckets: BUCKETS,
        registers: [this.#registry],
    });
    readonly #begunAnew = new Counter({
        name: 'heddle_router_transactions_begun_anew_total',
        help: 'Transactions that were given to another server, unseen: theirs was lost, or refused them.',
        labelNames: ['chaincode'],
        registers: [this.#registry],
    });
    readonly #host: HostFigures;

    /**
     * @param host is looked at when the figures are asked for
     * @param routes as well
     */
    constructor(host: () => OperatedHost, routes: () => Router['routes']) {
        this.#host = new HostFigures(this.#registry, host);
        this.#perServer(
            'heddle_router_server_up',
            'Whether a server can be given transactions: 1 or 0.',
            routes,
            'isUp',
        );
        const inFlight = 'Transactions that a server has.';
        this.#perServer('heddle_router_server_transactions_in_flight', inFlight, routes, 'transactionsInFlight');
    }

    /** What the `Content-Type` of `text` is. */
    get contentType(): string {
        return this.#registry.contentType;
    }

    /** All figures, in Prometheus' text format. */
    text(): Promise<string> {
        return this.#registry.metrics();
    }

    /** Makes the observer for one route, whose label tells its figures from those of others. */
    observe(route: string): RouterObserver {
        const chaincode = labelOf(route);
        // Prometheus sees no increase in a series that begins with its first event, and an alert would miss that one.
        for (const outcome of Object.keys(OUTCOMES)) this.#transactions.inc({ chaincode, outcome }, 0);
        this.#begunAnew.inc({ chaincode }, 0);
        return {
            ...this.#host.observer,
            routedTransactionEnded: ({ outcome, durationMs }: RoutedReport) => {
                this.#transactions.inc({ chaincode, outcome });
                this.#durations.observe({ chaincode }, durationMs / 1000);
            },
            transactionBegunAnew: () => {
                this.#begunAnew.inc({ chaincode });
            },
        };
    }

    /** Servers come and go: only those that are there now have a figure. */
    #perServer(
        name: string,
        help: string,
        routes: () => Router['routes'],
        what: 'isUp' | 'transactionsInFlight',
    ): void {
        new Gauge({
            name,
            help,
            labelNames: ['chaincode', 'server'],
            registers: [this.#registry],
            collect() {
                this.reset();
                for (const { packageId, servers } of routes()) {
                    for (const server of servers) {
                        this.set({ chaincode: labelOf(packageId), server: server.address }, Number(server[what]));
                    }
                }
            },
        });
    }
}

/** As for servers: the label of the package. What has none is called by where it listens. */
function labelOf(route: string): string {
    return /^([^:]+):[0-9a-f]{64}$/.exec(route)?.[1] ?? route;
}
