import { Waiters } from '@heddle/protocol/internal';
import type { BlockFeed } from './block-feed';

/** Waits for the next commit, or for the end of waiting. A commit between two waits is not missed. */
export class BlockWait {
    /** Whether waiting has ended. */
    isClosed = false;
    readonly #waiters = new Waiters();
    readonly #unsubscribe: () => void;
    #missed = false;

    constructor(feed: BlockFeed) {
        this.#unsubscribe = feed.subscribe(() => {
            this.#missed = true;
            this.#waiters.wakeAll();
        });
    }

    /** Resolves when there was a commit since the last call, or waiting has ended. */
    async forBlock(): Promise<void> {
        if (!this.#missed && !this.isClosed) await this.#waiters.wait();
        this.#missed = false;
    }

    /** Idempotent. */
    close(): void {
        this.isClosed = true;
        this.#unsubscribe();
        this.#waiters.wakeAll();
    }
}
