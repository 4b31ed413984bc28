import type { HostObserver, Logger } from '@heddle/core';
import { Metrics } from './metrics';
import type { HostState, OperatedHost, Phase } from './operated-host';
import { OperationsServer, type Page } from './operations-server';
import { type ProbeAnswer, probeHealth, probeReadiness } from './probes';
import { Registrations } from './registrations';

export interface OperationsOptions {
    /** Where to listen: `host:port`. */
    readonly address: string;
    /** For how long transactions may go on once the host closes. */
    readonly graceMs: number;
    readonly logger: Logger;
    /** Undefined: nothing is recorded. */
    readonly journal?: { readonly lostBytes: number } | undefined;
}

/** Before there is a host, nothing happens in it. */
const NO_HOST: OperatedHost = { sessionCount: 0, isReady: false, transactionsInFlight: 0 };

/**
 * What operators see of a host of chaincode: `/healthz`, `/readyz` and `/metrics`.
 *
 * Owns: the port for them, and the phase that the host is in. Does not own: the host.
 */
export class Operations {
    readonly #options: OperationsOptions;
    readonly #metrics: Metrics;
    readonly #registrations = new Registrations();
    readonly #server: OperationsServer;
    #host = NO_HOST;
    #phase: Phase = 'starting';
    #phaseSince = performance.now();

    constructor(options: OperationsOptions) {
        this.#options = options;
        this.#metrics = new Metrics(() => this.#host);
        if (options.journal !== undefined) this.#metrics.watchJournal(options.journal);
        this.#server = new OperationsServer({
            '/healthz': () => pageOf(probeHealth(this.#state)),
            '/readyz': () => pageOf(probeReadiness(this.#state)),
            '/metrics': async () => ({
                status: 200,
                contentType: this.#metrics.contentType,
                body: await this.#metrics.text(),
            }),
        });
    }

    /** What a host of this package id is to be given as its observer. */
    observe(packageId: string): HostObserver {
        return {
            ...this.#metrics.observe(packageId),
            registrationAccepted: () => {
                this.#registrations.accepted(packageId);
            },
            registrationRefused: (reason) => {
                this.#registrations.refused(packageId, reason);
            },
        };
    }

    /** @throws CommandError if it cannot listen */
    async listen(host: OperatedHost): Promise<void> {
        this.#host = host;
        const address = await this.#server.listen(this.#options.address);
        this.#options.logger.info({ address }, `/healthz, /readyz and /metrics are at http://${address}`);
    }

    /** Notes that the host has come into its next phase. What closes while it starts does not serve any more. */
    enter(phase: Exclude<Phase, 'starting'>): void {
        if (this.#phase === 'closing') return;
        this.#phase = phase;
        this.#phaseSince = performance.now();
    }

    /** Idempotent. */
    close(): Promise<void> {
        return this.#server.close();
    }

    get #state(): HostState {
        const phaseMs = performance.now() - this.#phaseSince;
        const { chaincodes } = this.#host;
        const refusal = this.#registrations.refusal(
            (served) => chaincodes?.some(({ packageId }) => packageId === served) ?? true,
        );
        return { phase: this.#phase, phaseMs, graceMs: this.#options.graceMs, host: this.#host, refusal };
    }
}

function pageOf({ status, body }: ProbeAnswer): Page {
    return { status, contentType: 'application/json', body: `${JSON.stringify(body)}\n` };
}
