import { setTimeout } from 'node:timers/promises';
import { MessageChannel, Worker, type MessagePort } from 'node:worker_threads';
import type { MessageStream } from '@heddle/protocol';
import { ChaincodeError, toError } from '../errors';
import type { Logger } from '../logger';
import { streamOfPort } from './port-stream';
import { WORKER_READY, type WorkerSession, type WorkerSessionOptions } from './run-worker';
import type { WorkerOptions } from './worker-options';

/** How long a thread that could not start is left alone, at first and at most. */
const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 30_000;

export interface PoolWorkerOptions {
    readonly worker: WorkerOptions;
    readonly session: WorkerSessionOptions;
    readonly logger: Logger;
}

/**
 * One place in a pool: a thread, and after it has ended unexpectedly, the next one.
 *
 * Owns: the thread and the ports to it. When a thread ends, the streams to it end with an error.
 */
export class PoolWorker {
    /** How many transactions it has been given and not answered. */
    inFlight = 0;
    readonly #options: PoolWorkerOptions;
    readonly #ports = new Set<MessagePort>();
    #thread: Worker | undefined;
    readonly #closing = new AbortController();

    constructor(options: PoolWorkerOptions) {
        this.#options = options;
    }

    /** Whether sessions can be opened: there is a thread, though it may still be loading. */
    get isUp(): boolean {
        return this.#thread !== undefined;
    }

    /** @throws ChaincodeError WORKER_FAILED where the thread ends before it can take sessions */
    async start(): Promise<void> {
        const { filename, workerData, resourceLimits } = this.#options.worker;
        const thread = new Worker(filename, { workerData, ...(resourceLimits && { resourceLimits }) });
        this.#thread = thread;
        let failure: Error | undefined;
        // Without a listener, its error would end this process.
        thread.on('error', (error) => {
            failure = toError(error);
        });
        await new Promise<void>((resolve, reject) => {
            let isReady = false;
            thread.on('message', (message) => {
                isReady ||= message === WORKER_READY;
                if (isReady) resolve();
            });
            thread.once('exit', () => {
                this.#lost();
                if (isReady) this.#replace(failure);
                else reject(failedToStart(failure));
            });
        });
    }

    /** Opens a session at the thread. */
    open(): MessageStream {
        const { port1, port2 } = new MessageChannel();
        const session: WorkerSession = { port: port2, options: this.#options.session };
        this.#ports.add(port1);
        port1.once('close', () => {
            this.#ports.delete(port1);
        });
        this.#thread?.postMessage(session, [port2]);
        return streamOfPort(port1);
    }

    /** Ends a thread that does not come back from what it is doing; the next one takes its place. */
    abandon(): void {
        // 'exit' tells when it is gone.
        void this.#thread?.terminate();
    }

    /** Ends the thread, and whatever it is doing. Idempotent. */
    async close(): Promise<void> {
        this.#closing.abort();
        await this.#thread?.terminate();
    }

    #lost(): void {
        this.#thread = undefined;
        // A session that the thread had not taken yet would wait for good.
        for (const port of this.#ports) port.close();
    }

    #replace(failure: Error | undefined): void {
        if (this.#closing.signal.aborted) return;
        const text = 'a worker thread ended; what it was running has failed, and another one takes its place';
        this.#options.logger.error({ err: failure }, text);
        // It never rejects.
        void this.#startAgain();
    }

    async #startAgain(pauseMs = FIRST_PAUSE_MS): Promise<void> {
        const { signal } = this.#closing;
        try {
            await this.start();
        } catch (error) {
            if (signal.aborted) return;
            this.#options.logger.error({ err: error }, `${toError(error).message}; trying again in ${pauseMs} ms`);
            // Rejects when the pool is closed.
            const paused = await setTimeout(pauseMs, true, { signal, ref: false }).catch(() => false);
            if (paused) await this.#startAgain(Math.min(2 * pauseMs, LONGEST_PAUSE_MS));
        }
    }
}

function failedToStart(cause: Error | undefined): ChaincodeError {
    const why = cause?.message ?? 'it ended without calling runWorker';
    return new ChaincodeError('WORKER_FAILED', `a worker thread could not start: ${why}`, { cause });
}
