import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Verdict, VERDICT_KINDS } from '@heddle/replay';
import { ConfigurationError, parseDialledAddress, reasonOf } from 'heddle/command';

/** What a shadow run counts. */
export interface ShadowCounts {
    count(kind: Verdict['kind']): number;
    /** Segments that were passed over, since the run was too slow. */
    readonly skippedSegments: number;
}

/** Serves the figures of a shadow run, in Prometheus' text format, at /metrics. */
export class ShadowMetrics {
    /** `host:port`. */
    readonly address: string;
    readonly #server: Server;

    private constructor(server: Server) {
        this.#server = server;
        const { address, port } = server.address() as AddressInfo; // it listens at a port
        this.address = `${address}:${port}`;
    }

    /** @throws ConfigurationError where it cannot listen there */
    static async listen(given: string, counts: ShadowCounts): Promise<ShadowMetrics> {
        const place = parseDialledAddress(given.endsWith(':0') ? given.replace(/:0$/, ':1') : given);
        if (place === undefined) {
            throw new ConfigurationError(`--metrics is ${JSON.stringify(given)}: give a host and a port`);
        }
        const server = createServer((request, response) => {
            const isKnown = request.url === '/metrics';
            response.writeHead(isKnown ? 200 : 404, { 'content-type': 'text/plain; version=0.0.4' });
            response.end(isKnown ? textOf(counts) : 'look at /metrics\n');
        });
        server.listen(Number(given.slice(given.lastIndexOf(':') + 1)), given.slice(0, given.lastIndexOf(':')));
        try {
            await once(server, 'listening');
        } catch (error) {
            throw new ConfigurationError(`--metrics: cannot listen at ${given} (${reasonOf(error)})`, { cause: error });
        }
        return new ShadowMetrics(server);
    }

    async close(): Promise<void> {
        this.#server.closeAllConnections();
        await new Promise((resolve) => {
            this.#server.close(resolve);
        });
    }
}

function textOf(counts: ShadowCounts): string {
    return [
        '# HELP heddle_shadow_transactions_total Recorded transactions that were run again, by how they came out.',
        '# TYPE heddle_shadow_transactions_total counter',
        ...VERDICT_KINDS.map((kind) => `heddle_shadow_transactions_total{verdict="${kind}"} ${counts.count(kind)}`),
        '# HELP heddle_shadow_skipped_segments_total Segments that were passed over, since the run was too slow.',
        '# TYPE heddle_shadow_skipped_segments_total counter',
        `heddle_shadow_skipped_segments_total ${counts.skippedSegments}`,
        '',
    ].join('\n');
}
