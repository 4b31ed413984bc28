import type { HostObserver, Logger } from '@heddle/core';
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
}

/** The figures of a process, in Prometheus' text format. */
export interface Figures<Observer> {
    /** What the `Content-Type` of `text` is. */
    readonly contentType: string;
    text(): Promise<string>;
    /** Makes what a host of this name is to be given as its observer. */
    observe(name: string): Observer;
}

/** What is known of registrations is for the probes. */
type Registering = Pick<HostObserver, 'registrationAccepted' | 'registrationRefused'>;

/** Before there is a host, nothing happens in it. */
const NO_HOST: OperatedHost = { sessionCount: 0, isReady: false, transactionsInFlight: 0 };

/**
 * What operators see of a host of chaincode: `/healthz`, `/readyz`, `/code` and `/metrics`.
 *
 * Owns: the port for them, and the phase that the host is in. Does not own: the host.
 */
export class Operations<Observer extends Registering = HostObserver> {
    readonly #options: OperationsOptions;
    readonly #figures: Figures<Observer>;
    readonly #registrations = new Registrations();
    readonly #server: OperationsServer;
    readonly #codes = new Map<string, string>();
    #host = NO_HOST;
    #phase: Phase = 'starting';
    #phaseSince = performance.now();

    /** @param createFigures is given the way to the host, which there is later */
    constructor(options: OperationsOptions, createFigures: (host: () => OperatedHost) => Figures<Observer>) {
        this.#options = options;
        this.#figures = createFigures(() => this.#host);
        this.#server = new OperationsServer({
            '/healthz': () => pageOf(probeHealth(this.#state)),
            '/readyz': () => pageOf(probeReadiness(this.#state)),
            '/code': () => pageOf({ status: 200, body: { chaincodes: this.#tellCode() } }),
            '/metrics': async () => ({
                status: 200,
                contentType: this.#figures.contentType,
                body: await this.#figures.text(),
            }),
        });
    }

    /** What a host of this package id is to be given as its observer. */
    observe(packageId: string): Observer {
        return {
            ...this.#figures.observe(packageId),
            registrationAccepted: () => {
                this.#registrations.accepted(packageId);
            },
            registrationRefused: (reason) => {
                this.#registrations.refused(packageId, reason);
            },
        };
    }

    /** Notes by which digest the code of a package id was compared, and found to be the same; undefined if it was not. */
    noteCode(packageId: string, digest: string | undefined): void {
        if (digest === undefined) this.#codes.delete(packageId);
        else this.#codes.set(packageId, digest);
    }

    /** @throws CommandError if it cannot listen */
    async listen(host: OperatedHost): Promise<void> {
        this.#host = host;
        const address = await this.#server.listen(this.#options.address);
        this.#options.logger.info({ address }, `/healthz, /readyz, /code and /metrics are at http://${address}`);
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

    /** What was not compared is told as null. */
    #tellCode(): { readonly packageId: string; readonly code: string | null }[] {
        const served = this.#host.chaincodes?.map(({ packageId }) => packageId) ?? [...this.#codes.keys()];
        return served.map((packageId) => ({ packageId, code: this.#codes.get(packageId) ?? null }));
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
