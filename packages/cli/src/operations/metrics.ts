import type { HostObserver, OperationReport, TransactionName, TransactionReport } from '@heddle/core';
import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import { HostFigures } from './host-figures';
import type { OperatedHost } from './operated-host';
import type { Figures } from './operations';

/** What stands for every name that no contract has: clients choose those, and each would be a series of its own. */
const UNKNOWN = 'unknown';

/** Seconds. Peers wait for 30. */
const TRANSACTION_BUCKETS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];
/** Seconds. A peer answers a read from memory in less than one thousandth. */
const OPERATION_BUCKETS = [0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5];

const NAME_LABELS = ['chaincode', 'contract', 'function'] as const;

/**
 * The figures of one process, for Prometheus: its transactions, what they ask the peer for, its streams, and Node.js
 * itself, the delay of the event loop included.
 */
export class Metrics implements Figures<HostObserver> {
    readonly #registry = new Registry();
    readonly #transactions = new Counter({
        name: 'heddle_transactions_total',
        help: 'Transactions that are over, by the class of their status; undelivered if the stream ended before.',
        labelNames: [...NAME_LABELS, 'status'],
        registers: [this.#registry],
    });
    readonly #durations = new Histogram({
        name: 'heddle_transaction_duration_seconds',
        help: 'Time from the arrival of a transaction to its answer.',
        labelNames: NAME_LABELS,
        buckets: TRANSACTION_BUCKETS,
        registers: [this.#registry],
    });
    readonly #operations = new Histogram({
        name: 'heddle_ledger_operation_duration_seconds',
        help: 'Time from a request to the peer to its answer, by the type of the request.',
        labelNames: ['type', 'outcome'],
        buckets: OPERATION_BUCKETS,
        registers: [this.#registry],
    });
    readonly #warnings = new Counter({
        name: 'heddle_warnings_total',
        help: 'Things that chaincode does and is only warned of, by the code of the warning; those that are silenced, too.',
        labelNames: [...NAME_LABELS, 'code'],
        registers: [this.#registry],
    });
    readonly #refused = new Counter({
        name: 'heddle_transactions_refused_total',
        help: 'Transactions that the limits have refused before they began, by the reason.',
        labelNames: [...NAME_LABELS, 'reason'],
        registers: [this.#registry],
    });
    readonly #waits = new Histogram({
        name: 'heddle_transaction_queue_seconds',
        help: 'Time that transactions have waited for a place; those that had one at once are not counted.',
        labelNames: NAME_LABELS,
        buckets: TRANSACTION_BUCKETS,
        registers: [this.#registry],
    });
    readonly #host: HostFigures;

    /** @param host is looked at when the figures are asked for */
    constructor(host: () => OperatedHost) {
        this.#host = new HostFigures(this.#registry, host);
        new Gauge({
            name: 'heddle_transactions_waiting',
            help: 'Transactions that wait for a place, where there are limits.',
            registers: [this.#registry],
            collect() {
                this.set(host().transactionsWaiting ?? 0);
            },
        });
    }

    /** Tells from now on what a journal has lost. */
    watchJournal(journal: { readonly lostBytes: number }): void {
        new Counter({
            name: 'heddle_journal_lost_bytes_total',
            help: 'Bytes of the journal that were not written, since the disk was too slow or full.',
            registers: [this.#registry],
            collect() {
                this.reset();
                this.inc(journal.lostBytes);
            },
        });
    }

    /** What the `Content-Type` of `text` is. */
    get contentType(): string {
        return this.#registry.contentType;
    }

    /** All figures, in Prometheus' text format. */
    text(): Promise<string> {
        return this.#registry.metrics();
    }

    /** Makes the observer for a host of one package id, whose label tells its figures from those of others. */
    observe(packageId: string): HostObserver {
        const chaincode = packageId.split(':', 1)[0] ?? packageId;
        return {
            transactionEnded: (report) => {
                this.#countTransaction(chaincode, report);
            },
            operationEnded: ({ type, isError, durationMs }: OperationReport) => {
                this.#operations.observe({ type, outcome: isError ? 'error' : 'ok' }, durationMs / 1000);
            },
            transactionRefused: ({ name, reason }) => {
                this.#refused.inc({ ...labelsOf(chaincode, name), reason });
            },
            transactionWaited: ({ name, durationMs }) => {
                this.#waits.observe(labelsOf(chaincode, name), durationMs / 1000);
            },
            warningNoted: ({ code, name }) => {
                this.#warnings.inc({ ...labelsOf(chaincode, name), code });
            },
            ...this.#host.observer,
        };
    }

    #countTransaction(chaincode: string, { name, status, durationMs }: TransactionReport): void {
        const labels = labelsOf(chaincode, name);
        this.#transactions.inc({ ...labels, status: classOf(status) });
        this.#durations.observe(labels, durationMs / 1000);
    }
}

function classOf(status: number | undefined): string {
    return status === undefined ? 'undelivered' : `${Math.floor(status / 100)}xx`;
}

function labelsOf(chaincode: string, name: TransactionName | undefined): Record<(typeof NAME_LABELS)[number], string> {
    return { chaincode, contract: name?.contract ?? UNKNOWN, function: name?.name ?? UNKNOWN };
}
