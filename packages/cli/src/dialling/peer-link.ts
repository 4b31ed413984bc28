import { setTimeout as delay } from 'node:timers/promises';
import { type ChaincodeClient, ChaincodeError, type CloseOptions, type Logger } from '@heddle/core';
import type { OperatedHost } from '../operations/operated-host';

const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 30_000;

export interface PeerLinkOptions {
    /** Makes a client for one stream. */
    readonly createClient: () => ChaincodeClient;
    /** Whether to dial again when the stream has ended. */
    readonly reconnect: boolean;
    readonly logger: Logger;
}

/**
 * The link of a chaincode to the peer that it dials.
 *
 * Owns: the client at hand, one for each stream, and the pause before the next one.
 */
export class PeerLink implements OperatedHost {
    readonly dials = true;
    readonly #options: PeerLinkOptions;
    readonly #closed = new AbortController();
    #client: ChaincodeClient;
    #closing: Promise<void> | undefined;

    /** @throws ChaincodeError INVALID_OPTIONS */
    constructor(options: PeerLinkOptions) {
        this.#options = options;
        this.#client = options.createClient();
    }

    get sessionCount(): number {
        return this.isReady ? 1 : 0;
    }

    get isReady(): boolean {
        return this.#client.isReady;
    }

    get transactionsInFlight(): number {
        return this.#client.transactionsInFlight;
    }

    get transactionsWaiting(): number {
        return this.#client.transactionsWaiting;
    }

    /** Whether it was told to end. */
    get isClosed(): boolean {
        return this.#closing !== undefined;
    }

    /**
     * Serves the peer until the stream ends; with `reconnect`, until it is closed.
     * @throws ChaincodeError of the client, as soon as there is no reason to dial again
     */
    async run(): Promise<void> {
        let pauseMs = FIRST_PAUSE_MS;
        for (;;) {
            const began = performance.now();
            await this.#serve();
            if (this.isClosed || !this.#options.reconnect) return;
            // A stream that lived for long does not belong to a row of failures.
            if (performance.now() - began >= LONGEST_PAUSE_MS) pauseMs = FIRST_PAUSE_MS;
            this.#options.logger.info({ pauseMs }, `dialling the peer again in ${pauseMs} ms`);
            await delay(pauseMs, undefined, { signal: this.#closed.signal }).catch(() => undefined); // closed meanwhile
            if (this.#closed.signal.aborted) return;
            pauseMs = Math.min(2 * pauseMs, LONGEST_PAUSE_MS);
            this.#client = this.#options.createClient();
        }
    }

    /** Drains, and dials no more. Idempotent. */
    close(options?: CloseOptions): Promise<void> {
        return (this.#closing ??= this.#close(options));
    }

    async #serve(): Promise<void> {
        const { reconnect, logger } = this.#options;
        try {
            await this.#client.run();
            if (!this.isClosed) logger.info({}, 'the peer ended the stream');
        } catch (error) {
            // Threads that do not start would not the next time.
            if (!reconnect || !ChaincodeError.is(error) || error.code !== 'CONNECTION_FAILED') throw error;
            logger.warn({ err: error }, error.message);
        } finally {
            // Its worker threads.
            await this.#client.close({ graceMs: 0 });
        }
    }

    async #close(options?: CloseOptions): Promise<void> {
        this.#closed.abort();
        await this.#client.close(options);
    }
}
