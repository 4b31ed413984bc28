import { Waiters } from '@heddle/protocol/internal';
import { LocalPeerError } from '../errors';
import type { BatchOptions } from './batch-options';
import type { CommittedTransaction, Committer } from './committer';

interface Ordered {
    /** They come into one block, in this order. */
    readonly envelopes: readonly Uint8Array[];
    readonly resolve: (committed: CommittedTransaction[]) => void;
    readonly reject: (reason: unknown) => void;
}

const DEFAULT_MESSAGE_COUNT = 500;

/** Puts a channel's envelopes into one order, cuts blocks, and has them committed one after the other. */
export class Orderer {
    readonly #committer: Committer;
    readonly #maxMessageCount: number;
    readonly #timeoutMs: number;
    readonly #onBlock: (committed: readonly CommittedTransaction[]) => void;
    /** Woken when the block is to be cut. */
    readonly #cutting = new Waiters();
    #queue: Ordered[] = [];
    #working: Promise<void> | undefined;
    #closed = false;

    /** @param onBlock called after each block is committed, before those who wait for it are told */
    constructor(
        committer: Committer,
        options: BatchOptions,
        onBlock: (committed: readonly CommittedTransaction[]) => void,
    ) {
        this.#committer = committer;
        this.#maxMessageCount = options.maxMessageCount ?? DEFAULT_MESSAGE_COUNT;
        this.#timeoutMs = options.timeoutMs ?? 0;
        this.#onBlock = onBlock;
    }

    /**
     * Orders these envelopes, all into one block; resolves with what became of them when it is committed.
     * @throws LocalPeerError PEER_CLOSED after close
     */
    order(envelopes: readonly Uint8Array[]): Promise<CommittedTransaction[]> {
        if (this.#closed) return Promise.reject(new LocalPeerError('PEER_CLOSED', 'the local peer is closed'));
        return new Promise((resolve, reject) => {
            this.#queue.push({ envelopes, resolve, reject });
            if (this.#queuedEnvelopes >= this.#maxMessageCount) this.#cutting.wakeAll();
            this.#working ??= this.#work();
        });
    }

    /** Commits what was ordered and takes no more. Idempotent. */
    async close(): Promise<void> {
        this.#closed = true;
        this.#cutting.wakeAll();
        await this.#working;
    }

    get #queuedEnvelopes(): number {
        return this.#queue.reduce((sum, { envelopes }) => sum + envelopes.length, 0);
    }

    /** Never rejects: the callers of `order` get the error. */
    async #work(): Promise<void> {
        while (this.#queue.length > 0) {
            await this.#waitForMore();
            await this.#commit(this.#cut());
        }
        this.#working = undefined;
    }

    async #waitForMore(): Promise<void> {
        if (this.#timeoutMs <= 0 || this.#closed || this.#queuedEnvelopes >= this.#maxMessageCount) return;
        const timer = setTimeout(() => {
            this.#cutting.wakeAll();
        }, this.#timeoutMs);
        await this.#cutting.wait();
        clearTimeout(timer);
    }

    /** What was ordered together stays together, even above the limit. */
    #cut(): Ordered[] {
        let count = 0;
        const end = this.#queue.findIndex(({ envelopes }, index) => {
            count += envelopes.length;
            return index > 0 && count > this.#maxMessageCount;
        });
        return this.#queue.splice(0, end < 0 ? this.#queue.length : end);
    }

    async #commit(ordered: readonly Ordered[]): Promise<void> {
        try {
            const committed = await this.#committer.commit(ordered.flatMap(({ envelopes }) => envelopes));
            this.#onBlock(committed);
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
