/** Tells those who wait for blocks that there is one more. */
export class BlockFeed {
    readonly #listeners = new Set<() => void>();

    /** How many listeners there are. */
    get listenerCount(): number {
        return this.#listeners.size;
    }

    /** Calls `listener` after each commit. @returns a function that ends it */
    subscribe(listener: () => void): () => void {
        this.#listeners.add(listener);
        return () => {
            this.#listeners.delete(listener);
        };
    }

    publish(): void {
        for (const listener of this.#listeners) listener();
    }
}
