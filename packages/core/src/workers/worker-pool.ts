import { setTimeout as pause } from 'node:timers/promises';
import type { MessageStream } from '@heddle/protocol';
import { toError } from '../errors';
import type { Logger } from '../logger';
import type { FrameTap } from '../session/frame-tap';
import { type PassedTransaction, tracePassing } from '../tracing/passing-spans';
import type { WorkerSessionOptions } from './run-worker';
import { SharedStream, type SharedStreamOptions } from './shared-stream';
import type { WorkerOptions } from './worker-options';
import { WorkerThread } from './worker-thread';

/** How long to wait after a thread could not be replaced, at first and at most. */
const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 30_000;
/** After so long a thread that is not ready is no slow one any more, but most likely one that never will be. */
const SILENT_MS = 10_000;

/** Who is told of the transactions of threads, and what they are called. */
export type WorkerObserving = Pick<SharedStreamOptions, 'observer' | 'nameOf'>;

/** What a pool of threads is made of. */
export interface WorkerPoolOptions {
    readonly workers: WorkerOptions;
    readonly session: WorkerSessionOptions;
    readonly logger: Logger;
    readonly observing: WorkerObserving;
    /** After how many milliseconds a thread that does not become ready is told of. Default: 10,000. */
    readonly silentMs?: number;
}

/**
 * The threads of a server, for transactions that would keep its event loop busy.
 *
 * Owns: the threads; one that ends unexpectedly is replaced. Does not own: the peers' streams that they share.
 */
export class WorkerPool {
    readonly #workers: WorkerOptions;
    readonly #session: WorkerSessionOptions;
    readonly #logger: Logger;
    readonly #observing: WorkerObserving;
    readonly #silentMs: number;
    readonly #threads = new Set<WorkerThread>();
    /** By a span from when a thread is given a transaction until it is answered: until its own begins, it has waited. */
    readonly #passed: ((transaction: PassedTransaction) => void) | undefined;
    readonly #closing = new AbortController();

    constructor({ workers, session, logger, observing, silentMs = SILENT_MS }: WorkerPoolOptions) {
        this.#workers = workers;
        this.#session = session;
        this.#logger = logger;
        this.#observing = observing;
        this.#silentMs = silentMs;
        this.#passed = session.tracing && tracePassing('worker thread', session.tracing);
    }

    /** @throws ChaincodeError WORKER_FAILED where a thread cannot start; the others are ended then */
    async start(): Promise<void> {
        try {
            await Promise.all(Array.from({ length: this.#workers.count }, () => this.#startThread()));
        } catch (error) {
            await this.close();
            throw error;
        }
    }

    /** Lets the threads take their part of a peer's stream, whose frames are told to the tap. */
    share(stream: MessageStream, tap?: FrameTap): SharedStream {
        const { transactionTimeoutMs = 0 } = this.#session;
        return new SharedStream(stream, {
            logger: this.#logger,
            transactionTimeoutMs,
            tap,
            ...this.#observing,
            passed: this.#passed,
            runs: this.#workers.runs ?? (() => true),
            idlest: () => this.#idlest(),
        });
    }

    /** Ends the threads, even in the middle of their work; those that trace send their last spans first. Idempotent. */
    async close(): Promise<void> {
        this.#closing.abort();
        const isTraced = this.#session.tracing !== undefined;
        await Promise.all(Array.from(this.#threads, (thread) => (isTraced ? thread.endTraced() : thread.end())));
    }

    async #startThread(): Promise<void> {
        const thread = new WorkerThread(this.#workers, this.#session);
        this.#threads.add(thread);
        const ended = thread.ended.then((failure) => {
            this.#threads.delete(thread);
            return failure;
        });
        const silence = setTimeout(() => {
            this.#tellSilence();
        }, this.#silentMs);
        try {
            await thread.ready();
        } finally {
            clearTimeout(silence);
        }
        // It never rejects.
        void ended.then((failure) => this.#replace(failure));
    }

    /** The server waits for it, and a module that keeps its thread busy with something else would let it wait for ever. */
    #tellSilence(): void {
        const { filename } = this.#workers;
        const text =
            `a worker thread has not called runWorker within ${this.#silentMs} ms: the server waits for it. See that ` +
            `${String(filename)} calls runWorker(chaincode) of @heddle/core, and awaits nothing before that never comes`;
        this.#logger.warn({}, text);
    }

    async #replace(failure: Error | undefined): Promise<void> {
        if (this.#closing.signal.aborted) return;
        const text = 'a worker thread ended; what it was running has failed, and another one takes its place';
        this.#logger.error({ err: failure }, text);
        await this.#startAgain();
    }

    async #startAgain(pauseMs = FIRST_PAUSE_MS): Promise<void> {
        const { signal } = this.#closing;
        try {
            await this.#startThread();
        } catch (error) {
            if (signal.aborted) return;
            this.#logger.error({ err: error }, `${toError(error).message}; trying again in ${pauseMs} ms`);
            // Rejects when the pool is closed.
            const paused = await pause(pauseMs, true, { signal, ref: false }).catch(() => false);
            if (paused) await this.#startAgain(Math.min(2 * pauseMs, LONGEST_PAUSE_MS));
        }
    }

    /** The thread with the least to do; undefined while no thread is up. */
    #idlest(): WorkerThread | undefined {
        let idlest: WorkerThread | undefined;
        for (const thread of this.#threads) {
            if (thread.isUp && thread.inFlight < (idlest?.inFlight ?? Infinity)) idlest = thread;
        }
        return idlest;
    }
}
