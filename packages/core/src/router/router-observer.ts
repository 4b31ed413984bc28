import type { HostObserver } from '../observer';

/** How a transaction ended, as far as a router sees it. */
export type RoutedOutcome =
    /** Its server answered it. */
    | 'completed'
    /** Its server answered with an ERROR. */
    | 'error'
    /** Its server was lost while it ran. */
    | 'lost'
    /** Its server has not answered in time. */
    | 'timeout'
    /** There was no server in time. */
    | 'no_server'
    /** The router was shutting down. */
    | 'refused'
    /** Its peer went away before. */
    | 'undelivered';

/** A transaction that is over. */
export interface RoutedReport {
    readonly channelId: string;
    readonly txId: string;
    /** Where it ran last; undefined where it never did. */
    readonly server: string | undefined;
    readonly outcome: RoutedOutcome;
    readonly durationMs: number;
}

/**
 * Is told what a router does, for metrics. Its methods must return quickly; what they throw, or reject with, is logged and
 * changes nothing else.
 */
export interface RouterObserver extends Pick<
    HostObserver,
    'sessionOpened' | 'registrationAccepted' | 'registrationRefused' | 'connectionRefused'
> {
    routedTransactionEnded?(report: RoutedReport): void;
    /** A transaction that had asked its peer for nothing is given to another server. */
    transactionBegunAnew?(): void;
}
