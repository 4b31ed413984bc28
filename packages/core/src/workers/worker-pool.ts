import type { MessageStream } from '@heddle/protocol';
import type { Logger } from '../logger';
import { PoolWorker } from './pool-worker';
import type { WorkerSessionOptions } from './run-worker';
import { SharedStream } from './shared-stream';
import type { WorkerOptions } from './worker-options';

/**
 * The threads of a server, for transactions that would keep its event loop busy.
 *
 * Owns: the threads. Does not own: the peers' streams that they share.
 */
export class WorkerPool {
    readonly #workers: readonly PoolWorker[];
    readonly #options: WorkerOptions;
    readonly #session: WorkerSessionOptions;
    readonly #logger: Logger;

    constructor(worker: WorkerOptions, session: WorkerSessionOptions, logger: Logger) {
        this.#options = worker;
        this.#session = session;
        this.#logger = logger;
        this.#workers = Array.from({ length: worker.count }, () => new PoolWorker({ worker, session, logger }));
    }

    /** @throws ChaincodeError WORKER_FAILED where a thread cannot start; none is left then */
    async start(): Promise<void> {
        try {
            await Promise.all(this.#workers.map((worker) => worker.start()));
        } catch (error) {
            await this.close();
            throw error;
        }
    }

    /** Lets the threads take their part of a peer's stream. */
    share(stream: MessageStream): SharedStream {
        const { transactionTimeoutMs = 0 } = this.#session;
        return new SharedStream(stream, {
            logger: this.#logger,
            transactionTimeoutMs,
            runs: this.#options.runs ?? (() => true),
            idlest: () => this.#idlest(),
        });
    }

    /** Ends the threads, whatever they are doing. Idempotent. */
    async close(): Promise<void> {
        await Promise.all(this.#workers.map((worker) => worker.close()));
    }

    /** The thread with the least to do; undefined while none is up. */
    #idlest(): PoolWorker | undefined {
        const up = this.#workers.filter(({ isUp }) => isUp);
        return up.reduce<PoolWorker | undefined>(
            (best, worker) => (best === undefined || worker.inFlight < best.inFlight ? worker : best),
            undefined,
        );
    }
}
