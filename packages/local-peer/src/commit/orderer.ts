import { Waiters } from '@heddle/protocol/internal';
import { LocalPeerError } from '../errors';
import { turnOfLoop } from '../turn-of-loop';
import type { BatchOptions } from './batch-options';
import type { CommittedBatch, CommittedTransaction, Committer } from './committer';

interface Ordered {
    /** They come into one block, in this order. */
    readonly envelopes: readonly Uint8Array[];
    /** When they came, as performance.now() has it. */
    readonly arrived: number;
    readonly withOthers: boolean;
    readonly resolve: (committed: CommittedTransaction[]) => void;
    readonly reject: (reason: unknown) => void;
}

/** A block, and how long each of its transactions has waited for it to be cut. */
export interface OrderedBatch extends CommittedBatch {
    /** In milliseconds. */
    readonly waited: readonly number[];
}

/** Work that has the ledger to itself, between two blocks. */
interface Interlude {
    readonly run: () => Promise<void>;
}

const DEFAULT_MESSAGE_COUNT = 500;

/** Puts a channel's envelopes into one order, cuts blocks, and has them committed one after the other. */
export class Orderer {
    readonly #committer: Committer;
    readonly #maxMessageCount: number;
    readonly #timeoutMs: number;
    readonly #onBlock: (batch: OrderedBatch) => void;
    /** Woken when the block is to be cut. */
    readonly #cutting = new Waiters();
    #queue: (Ordered | Interlude)[] = [];
    #working: Promise<void> | undefined;
    #closed = false;

    /** @param onBlock called after each block is committed, before those who wait for it are told */
    constructor(committer: Committer, options: BatchOptions, onBlock: (batch: OrderedBatch) => void) {
        this.#committer = committer;
        this.#maxMessageCount = options.maxMessageCount ?? DEFAULT_MESSAGE_COUNT;
        this.#timeoutMs = options.timeoutMs ?? 0;
        this.#onBlock = onBlock;
    }

    /**
     * Orders these envelopes, all into one block; resolves with what became of them when it is committed.
     * @param options.withOthers whether the block waits for what clients have sent by now, even where it waits no time
     * at all: what comes by a port, many at once. Default: it does not
     * @throws LocalPeerError PEER_CLOSED after close
     */
    order(
        envelopes: readonly Uint8Array[],
        { withOthers = false }: { readonly withOthers?: boolean } = {},
    ): Promise<CommittedTransaction[]> {
        if (this.#closed) return Promise.reject(new LocalPeerError('PEER_CLOSED', 'the local peer is closed'));
        return new Promise((resolve, reject) => {
            this.#queue.push({ envelopes, arrived: performance.now(), withOthers, resolve, reject });
            if (this.#queuedEnvelopes >= this.#maxMessageCount) this.#cutting.wakeAll();
            this.#working ??= this.#work();
        });
    }

    /**
     * Runs `work` when what was ordered before is committed, and before anything that is ordered after.
     * @throws LocalPeerError PEER_CLOSED after close
     */
    between<T>(work: () => Promise<T>): Promise<T> {
        if (this.#closed) return Promise.reject(new LocalPeerError('PEER_CLOSED', 'the local peer is closed'));
        return new Promise((resolve, reject) => {
            this.#queue.push({ run: () => work().then(resolve, reject) });
            this.#cutting.wakeAll();
            this.#working ??= this.#work();
        });
    }

    /** Commits what was ordered and takes no more. Idempotent. */
    async close(): Promise<void> {
        this.#closed = true;
        this.#cutting.wakeAll();
        await this.#working;
    }

    get #isToBeCut(): boolean {
        const isFull = this.#queuedEnvelopes >= this.#maxMessageCount;
        return this.#closed || isFull || this.#queue.some((one) => 'run' in one);
    }

    get #queuedEnvelopes(): number {
        return this.#queue.reduce((sum, one) => sum + ('run' in one ? 0 : one.envelopes.length), 0);
    }

    /** Never rejects: the callers of `order` get the error. */
    async #work(): Promise<void> {
        for (let [first] = this.#queue; first !== undefined; [first] = this.#queue) {
            if ('run' in first) {
                this.#queue.shift();
                await first.run();
            } else {
                await this.#waitForMore();
                await this.#commit(this.#cut());
            }
        }
        this.#working = undefined;
    }

    async #waitForMore(): Promise<void> {
        if (this.#isToBeCut) return;
        if (this.#timeoutMs <= 0) {
            if (this.#queue.every((one) => 'withOthers' in one && one.withOthers)) await turnOfLoop();
            return;
        }
        const timer = setTimeout(() => {
            this.#cutting.wakeAll();
        }, this.#timeoutMs);
        await this.#cutting.wait();
        clearTimeout(timer);
    }

    /** What was ordered together stays together, even above the limit. */
    #cut(): Ordered[] {
        const block: Ordered[] = [];
        let count = 0;
        for (let [next] = this.#queue; next !== undefined && !('run' in next); [next] = this.#queue) {
            count += next.envelopes.length;
            if (block.length > 0 && count > this.#maxMessageCount) break;
            block.push(next);
            this.#queue.shift();
        }
        return block;
    }

    async #commit(ordered: readonly Ordered[]): Promise<void> {
        try {
            const cut = performance.now();
            const batch = await this.#committer.commit(ordered.flatMap(({ envelopes }) => envelopes));
            const { transactions: committed } = batch;
            const waited = ordered.flatMap(({ envelopes, arrived }) => envelopes.map(() => cut - arrived));
            this.#onBlock({ ...batch, waited });
            let at = 0;
            for (const { envelopes, resolve } of ordered) {
                resolve(committed.slice(at, at + envelopes.length));
                at += envelopes.length;
            }
        } catch (error) {
            for (const { reject } of ordered) reject(error);
        }
    }
}
