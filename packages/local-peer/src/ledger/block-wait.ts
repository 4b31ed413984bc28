import { Waiters } from '@heddle/protocol/internal';
import type { LocalPeerError } from '../errors';
import type { BlockFeed } from './block-feed';

/** Waits for the next commit, or for the end of waiting. A commit between two waits is not missed. */
export class BlockWait {
    /** Whether waiting has ended. */
    isClosed = false;
    readonly #waiters = new Waiters();
    readonly #unsubscribe: () => void;
    #missed = false;
    #reverted: LocalPeerError | undefined;

    constructor(feed: BlockFeed) {
        this.#unsubscribe = feed.subscribe((reverted) => {
            this.#missed = true;
            this.#reverted ??= reverted;
            this.#waiters.wakeAll();
        });
    }

    /**
     * Resolves when there was a commit since the last call, or waiting has ended.
     * @throws LocalPeerError LEDGER_REVERTED
     */
    async forBlock(): Promise<void> {
        if (!this.#missed && !this.isClosed) await this.#waiters.wait();
        this.#missed = false;
        this.checkReverted();
    }

    /**
     * Nothing can unsay a block: whoever has read some, and waits for more, has to begin again.
     * @throws LocalPeerError LEDGER_REVERTED where blocks were undone since the waiting began
     */
    checkReverted(): void {
        if (this.#reverted !== undefined && !this.isClosed) throw this.#reverted;
    }

    /** Idempotent. */
    close(): void {
        this.isClosed = true;
        this.#unsubscribe();
        this.#waiters.wakeAll();
    }
}
