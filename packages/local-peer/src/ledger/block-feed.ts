import { LocalPeerError } from '../errors';
import type { LocatedTransaction } from './ledger-store';

/**
 * What listeners are told: that there is one more block, with these transactions, or that the ledger has gone back and has
 * fewer.
 */
export type FeedListener = (reverted: LocalPeerError | undefined, committed: readonly LocatedTransaction[]) => void;

/** Tells those who wait for blocks that there is one more, or that what they have read may be undone. */
export class BlockFeed {
    readonly #listeners = new Set<FeedListener>();

    /** How many listeners there are. */
    get listenerCount(): number {
        return this.#listeners.size;
    }

    /** Calls `listener` after each commit and each revert. @returns a function that ends it */
    subscribe(listener: FeedListener): () => void {
        this.#listeners.add(listener);
        return () => {
            this.#listeners.delete(listener);
        };
    }

    /** Tells of a block that is in the store. */
    publish(committed: readonly LocatedTransaction[]): void {
        for (const listener of this.#listeners) listener(undefined, committed);
    }

    /** Tells that the blocks from `height` on are undone. */
    revert(height: bigint): void {
        const text = `the ledger went back to its first ${height} blocks: the blocks from ${height} on are undone; begin again`;
        const reverted = new LocalPeerError('LEDGER_REVERTED', text);
        for (const listener of this.#listeners) listener(reverted, []);
    }
}
