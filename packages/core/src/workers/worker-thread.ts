import { MessageChannel, type MessagePort, Worker } from 'node:worker_threads';
import type { MessageStream } from '@heddle/protocol';
import { ChaincodeError, toError } from '../errors';
import { within } from '../within';
import { streamOfPort } from './port-stream';
import { FLUSH_SPANS, SPANS_FLUSHED, WORKER_READY, type WorkerSession, type WorkerSessionOptions } from './run-worker';
import type { WorkerOptions } from './worker-options';

/** A thread that is busy, or whose collector does not answer, holds up the end for so long. */
const LONGEST_FLUSH_MS = 2_000;

/**
 * A thread that runs transactions, from its start to its end.
 *
 * Owns: the thread and the ports to it. When it ends, the streams to it end with an error.
 */
export class WorkerThread {
    /** How many transactions it has been given and not answered. */
    inFlight = 0;
    /** Resolves when it is gone, with the error where there was one; never rejects. */
    readonly ended: Promise<Error | undefined>;
    readonly #thread: Worker;
    readonly #session: WorkerSessionOptions;
    readonly #ports = new Set<MessagePort>();
    #isUp = true;
    #isReady = false;

    constructor({ filename, workerData, resourceLimits }: WorkerOptions, session: WorkerSessionOptions) {
        this.#session = session;
        this.#thread = new Worker(filename, { workerData, ...(resourceLimits && { resourceLimits }) });
        let failure: Error | undefined;
        // Without a listener, its error would end this process.
        this.#thread.on('error', (error) => {
            failure = ofThisThread(error);
        });
        this.ended = new Promise((resolve) => {
            this.#thread.once('exit', () => {
                this.#disconnect();
                resolve(failure);
            });
        });
    }

    /** Whether sessions can be opened; it may still be loading. */
    get isUp(): boolean {
        return this.#isUp;
    }

    /** @throws ChaincodeError WORKER_FAILED where the thread ends before it can take sessions */
    async ready(): Promise<void> {
        const ready = this.#said(WORKER_READY);
        const failed = this.ended.then((failure): never => {
            throw failedToStart(failure);
        });
        await Promise.race([ready, failed]);
        this.#isReady = true;
    }

    /** Opens a session at the thread. */
    open(): MessageStream {
        const { port1, port2 } = new MessageChannel();
        const session: WorkerSession = { port: port2, options: this.#session };
        this.#ports.add(port1);
        port1.once('close', () => {
            this.#ports.delete(port1);
        });
        this.#thread.postMessage(session, [port2]);
        return streamOfPort(port1);
    }

    /** Ends the thread, even in the middle of its work. Idempotent. */
    async end(): Promise<void> {
        this.#disconnect();
        await this.#thread.terminate();
    }

    /** As `end`, when the thread has sent the spans that its SDK still has, or after two seconds. */
    async endTraced(): Promise<void> {
        this.#disconnect();
        if (this.#isReady) {
            const flushed = this.#said(SPANS_FLUSHED);
            this.#thread.postMessage(FLUSH_SPANS);
            await within(LONGEST_FLUSH_MS, Promise.race([flushed, this.ended]));
        }
        await this.end();
    }

    #said(expected: string): Promise<void> {
        return new Promise((resolve) => {
            this.#thread.on('message', (message) => {
                if (message === expected) resolve();
            });
        });
    }

    #disconnect(): void {
        this.#isUp = false;
        // A session that the thread has not taken yet would wait for good.
        for (const port of this.#ports) port.close();
    }
}

/** Node rebuilds an error of another thread from its parts, and what comes out is not a native error to a logger. */
function ofThisThread(thrown: unknown): Error {
    const { message, stack } = thrown as Partial<Error>;
    if (message === undefined) return toError(thrown);
    return Object.assign(new Error(message), { stack });
}

function failedToStart(cause: Error | undefined): ChaincodeError {
    const why = cause?.message ?? 'it ended without calling runWorker';
    return new ChaincodeError('WORKER_FAILED', `a worker thread could not start: ${why}`, { cause });
}
