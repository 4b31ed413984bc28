import { LocalPeerError } from '../errors';
import type { LocatedTransaction } from './ledger-store';

/** A transaction that was ordered and is in no block, since the store has failed. */
export interface LostTransaction {
    readonly txId: string;
    readonly error: Error;
}

/**
 * What listeners are told: that there is one more block, with these transactions, that the ledger has gone back and has
 * fewer, or that a transaction comes in no block.
 */
export type FeedListener = (
    reverted: LocalPeerError | undefined,
    committed: readonly LocatedTransaction[],
    lost?: LostTransaction,
) => void;

/** How many lost transactions are remembered, for those who ask late. */
const REMEMBERED = 1000;

/** Tells those who wait for blocks that there is one more, or that what they have read may be undone. */
export class BlockFeed {
    readonly #listeners = new Set<FeedListener>();
    /** The oldest first. */
    readonly #lost = new Map<string, Error>();

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

    /** Tells that a transaction was ordered, and comes in no block. It is lost until it is ordered again. */
    lose(lost: LostTransaction): void {
        this.#lost.set(lost.txId, lost.error);
        const [oldest] = this.#lost.keys();
        if (this.#lost.size > REMEMBERED && oldest !== undefined) this.#lost.delete(oldest);
        for (const listener of this.#listeners) listener(undefined, [], lost);
    }

    /** Why a transaction is lost; undefined where it is not. */
    lossOf(txId: string): Error | undefined {
        return this.#lost.get(txId);
    }

    /** Says that a transaction is ordered again. */
    retry(txId: string): void {
        this.#lost.delete(txId);
    }
}
