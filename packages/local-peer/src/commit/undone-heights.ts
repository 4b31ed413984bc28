/** Of so many transactions it is known exactly; of older ones, that they may have seen whatever was undone. */
const TRANSACTIONS_KEPT = 10_000;

/** A revert, and to what height the ledger went back with it, or with one that came later. */
interface Revert {
    readonly epoch: number;
    readonly height: bigint;
}

/**
 * Knows which transactions ran before the ledger went back, and may have read what is undone. A version names a block by
 * its number, and the blocks that come after a revert have the numbers of those that are undone: by the versions alone, a
 * transaction that has read another value would be valid.
 */
export class UndoneHeights {
    /** Counts the reverts. */
    epoch = 0;
    readonly #epochs = new Map<string, number>();
    /** Ever higher: one that goes further back than those before it counts for them, too. */
    #reverts: Revert[] = [];

    /** A transaction runs on what the ledger has now. */
    ran(txId: string): void {
        if (this.epoch === 0) return;
        this.#epochs.delete(txId);
        this.#epochs.set(txId, this.epoch);
        const [oldest] = this.#epochs.keys();
        if (this.#epochs.size > TRANSACTIONS_KEPT && oldest !== undefined) this.#epochs.delete(oldest);
    }

    /** The blocks from `height` on are undone. */
    add(height: bigint): void {
        this.#reverts = this.#reverts.filter((revert) => revert.height < height);
        this.#reverts.push({ epoch: this.epoch, height });
        this.epoch++;
    }

    /** The first block that was undone after a transaction ran; undefined where none was. */
    since(txId: string): bigint | undefined {
        const epoch = this.#epochs.get(txId) ?? 0;
        return this.#reverts.find((revert) => revert.epoch >= epoch)?.height;
    }
}
