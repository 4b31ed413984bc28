import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { RecordedTransaction } from '@heddle/journal';
import { Waiters } from '@heddle/protocol/internal';
import { type ReplayedTransaction, toReplayed } from '@heddle/replay';
import { ConfigurationError, reasonOf } from 'heddle/command';
import { type ShadowAnswer, type ShadowWork, toSend } from './shadow-messages';

export interface ShadowPlayerOptions extends ShadowWork {
    /** After how many milliseconds a transaction is given up, and its thread with it. At most 2^31 - 1, which is for ever. */
    readonly timeoutMs: number;
    /** Takes how transactions came out, in their order. */
    readonly onReplayed: (replayed: ReplayedTransaction) => void;
    /** Is told why a thread that is to take the place of another one could not load the packages. */
    readonly onUnloadable: (why: string) => void;
}

const THREAD = join(__dirname, 'shadow-thread.js');
/** So many are with the thread at once. */
const MOST_SENT = 64;
const LOADING_MS = 60_000;

/**
 * Runs transactions in a thread that may do anything.
 *
 * S1: each transaction comes out once, in the order in which they were given.
 * S2: one that does not come back, or ends its thread, differs; those behind it go to another thread. Where the packages
 * cannot be loaded any more, one that waits differs by that, and the next one has them loaded again.
 * S3: from `close` on nobody waits, and nothing comes out.
 */
export class ShadowPlayer {
    readonly #options: ShadowPlayerOptions;
    /** Those that have not come out; the first is the one that runs. */
    readonly #waiting: RecordedTransaction[] = [];
    /** The one that has loaded the packages. */
    #worker: Worker | undefined;
    /** The one that is loading them. */
    #loading: Worker | undefined;
    #sent = 0;
    #timer: NodeJS.Timeout | undefined;
    readonly #whenOut = new Waiters();
    #isClosed = false;

    constructor(options: ShadowPlayerOptions) {
        this.#options = options;
    }

    /** Loads the packages. @throws ConfigurationError where that fails */
    async start(): Promise<void> {
        const { modules, strict } = this.#options;
        const worker = new Worker(THREAD, {
            workerData: { modules, strict } satisfies ShadowWork,
            // What it prints is another one's.
            stdout: true,
            stderr: true,
        });
        worker.stdout.resume();
        worker.stderr.resume();
        this.#loading = worker;
        const fault = await loadingOf(worker, modules.map(({ folder }) => folder).join(', '));
        if (fault !== undefined || this.#isClosed) await worker.terminate();
        this.#loading = undefined;
        if (this.#isClosed) return;
        if (fault !== undefined) throw new ConfigurationError(fault);
        this.#serve(worker);
    }

    /** How many have not come out. */
    get waiting(): number {
        return this.#waiting.length;
    }

    /** Takes a transaction; resolves when there is room for the next one, or it is closed. */
    async play(transaction: RecordedTransaction): Promise<void> {
        this.#waiting.push(transaction);
        if (this.#worker === undefined) void this.#replace(); // never rejects
        this.#send();
        while (this.#waiting.length >= MOST_SENT && !this.#isClosed) await this.#whenOut.wait();
    }

    /** Resolves when all have come out, or it is closed. */
    async settled(): Promise<void> {
        while (this.#waiting.length > 0 && !this.#isClosed) await this.#whenOut.wait();
    }

    async close(): Promise<void> {
        this.#isClosed = true;
        clearTimeout(this.#timer);
        const workers = [this.#worker, this.#loading];
        this.#worker = undefined;
        this.#whenOut.wakeAll();
        await Promise.all(workers.map(async (worker) => worker?.terminate()));
    }

    #serve(worker: Worker): void {
        this.#worker = worker;
        this.#sent = 0;
        worker.on('message', (answer: ShadowAnswer) => {
            if (answer.kind === 'replayed' && this.#worker === worker) this.#finish(answer.replayed);
        });
        let failure: unknown;
        worker.on('error', (error: unknown) => {
            failure = error;
        });
        worker.on('exit', (code) => {
            if (this.#worker !== worker) return;
            this.#worker = undefined;
            this.#blame(failure === undefined ? `it ended its process with ${code}` : `it threw ${reasonOf(failure)}`);
        });
        this.#send();
    }

    #send(): void {
        const worker = this.#worker;
        if (worker === undefined) return;
        for (const transaction of this.#waiting.slice(this.#sent, MOST_SENT)) {
            worker.postMessage(toSend(transaction));
            this.#sent += 1;
        }
        if (this.#waiting.length > 0) this.#timer ??= this.#watch(worker);
    }

    #watch(worker: Worker): NodeJS.Timeout {
        const { timeoutMs } = this.#options;
        return setTimeout(() => {
            this.#worker = undefined;
            // Not waited for: another one takes its place.
            void worker.terminate();
            this.#blame(`nothing after ${timeoutMs} ms`);
        }, timeoutMs);
    }

    #finish(replayed: ReplayedTransaction): void {
        clearTimeout(this.#timer);
        this.#timer = undefined;
        this.#waiting.shift();
        this.#sent = Math.max(this.#sent - 1, 0);
        this.#options.onReplayed(replayed);
        this.#send();
        this.#whenOut.wakeAll();
    }

    /** The first one has ended its thread. */
    #blame(now: string): void {
        const [first] = this.#waiting;
        const differences = [{ what: 'answer', first: 'answered', second: now }];
        if (first !== undefined && !this.#isClosed) this.#finish(toReplayed(first, { kind: 'differs', differences }));
        void this.#replace();
    }

    /** It was loaded before. Where it cannot be now, it is tried again with the next transaction. */
    async #replace(): Promise<void> {
        if (this.#isClosed || this.#loading !== undefined) return;
        try {
            await this.start();
        } catch (error) {
            this.#options.onUnloadable(reasonOf(error));
            if (this.#waiting.length > 0) this.#blame(reasonOf(error));
        }
    }
}

/** Why what is in these folders cannot be run; undefined when it is loaded. */
function loadingOf(worker: Worker, folders: string): Promise<string | undefined> {
    return new Promise((resolve) => {
        const settle = (why?: string, where = folders): void => {
            clearTimeout(timer);
            resolve(why === undefined ? undefined : `${where} cannot be run: ${why}`);
        };
        const timer = setTimeout(() => {
            settle(`it has not loaded after ${LOADING_MS} ms`);
        }, LOADING_MS);
        worker.once('message', (answer: ShadowAnswer) => {
            if (answer.kind === 'unloadable') settle(answer.why, answer.folder);
            else settle();
        });
        worker.once('error', (error) => {
            settle(reasonOf(error));
        });
        worker.once('exit', (code) => {
            settle(`it ended its process with ${code} while it loaded`);
        });
    });
}
