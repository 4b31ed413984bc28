import type { BlockFeed } from './block-feed';

/** Waits for the next commit, or for the end of waiting. A commit between two waits is not missed. */
export class BlockWait {
    /** Whether waiting has ended. */
    isClosed = false;
    readonly #unsubscribe: () => void;
    #missed = false;
    #wake: (() => void) | undefined;

    constructor(feed: BlockFeed) {
        this.#unsubscribe = feed.subscribe(() => {
            this.#missed = true;
            this.#wake?.();
        });
    }

    /** Resolves when there was a commit since the last call, or waiting has ended. */
    async forBlock(): Promise<void> {
        if (!this.#missed && !this.isClosed) {
            await new Promise<void>((resolve) => {
                this.#wake = resolve;
            });
        }
        this.#missed = false;
    }

    /** Idempotent. */
    close(): void {
        this.isClosed = true;
        this.#unsubscribe();
        this.#wake?.();
    }
}
