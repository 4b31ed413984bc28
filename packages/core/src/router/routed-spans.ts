import { parseHostAndPort } from '../hosting/host-and-port';
import { tracePassing } from '../tracing/passing-spans';
import type { ResolvedTracing } from '../tracing/tracing-options';
import type { RoutedReport, RouterObserver } from './router-observer';

/**
 * Adds to an observer that each transaction has a span, from its arrival at the router to its answer.
 * @throws ChaincodeError INVALID_OPTIONS where the API of OpenTelemetry is not installed
 */
export function withSpans(observer: RouterObserver, route: string, tracing: ResolvedTracing): RouterObserver {
    const passed = tracePassing('route', tracing);
    return {
        // One by one: an observer may be of a class.
        sessionOpened: () => observer.sessionOpened?.(),
        registrationAccepted: () => observer.registrationAccepted?.(),
        registrationRefused: (reason) => observer.registrationRefused?.(reason),
        connectionRefused: () => observer.connectionRefused?.(),
        transactionBegunAnew: () => observer.transactionBegunAnew?.(),
        routedTransactionEnded: (report) => {
            observer.routedTransactionEnded?.(report);
            const { channelId, txId, outcome, durationMs } = report;
            const failure = outcome === 'completed' ? undefined : outcome;
            passed({ channelId, txId, durationMs, failure, attributes: attributesOf(route, report) });
        },
    };
}

function attributesOf(route: string, { server, outcome }: RoutedReport): Record<string, string | number> {
    const { host, port } = (server === undefined ? undefined : parseHostAndPort(server)) ?? {};
    return {
        'heddle.route': route,
        'heddle.route.outcome': outcome,
        ...(host !== undefined && { 'server.address': host }),
        ...(port !== undefined && { 'server.port': port }),
    };
}
