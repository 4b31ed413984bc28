import type { HostObserver } from '@heddle/core';
import { collectDefaultMetrics, Counter, Gauge, type Registry } from 'prom-client';
import type { OperatedHost } from './operated-host';

/**
 * The figures of whatever serves peers: their streams, what is under way, and Node.js itself, the delay of the event loop
 * included.
 */
export class HostFigures {
    /** Counts streams and refused connections, of all chaincodes. */
    readonly observer: Pick<HostObserver, 'sessionOpened' | 'connectionRefused'>;

    /** @param host is looked at when the figures are asked for */
    constructor(registry: Registry, host: () => OperatedHost) {
        collectDefaultMetrics({ register: registry });
        const gauge = (name: string, help: string, read: () => number): void => {
            new Gauge({
                name,
                help,
                registers: [registry],
                collect() {
                    this.set(read());
                },
            });
        };
        gauge('heddle_streams', 'Streams that peers have open.', () => host().sessionCount);
        const registered = 'Whether a peer has accepted the registration on one of the streams: 1 or 0.';
        gauge('heddle_registered', registered, () => Number(host().isReady));
        gauge('heddle_transactions_in_flight', 'Transactions under way.', () => host().transactionsInFlight);
        const opened = new Counter({
            name: 'heddle_streams_opened_total',
            help: 'Streams that peers have opened.',
            registers: [registry],
        });
        const refused = new Counter({
            name: 'heddle_connections_refused_total',
            help: 'Connections that were refused before a stream: by TLS, or because they speak no HTTP/2.',
            registers: [registry],
        });
        this.observer = {
            sessionOpened: () => {
                opened.inc();
            },
            connectionRefused: () => {
                refused.inc();
            },
        };
    }
}
