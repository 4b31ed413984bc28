/** Something that its user may close, and that ends with its owner at the latest. */
export interface Closeable {
    close(): Promise<void>;
}

/** What users have opened and not yet closed: its owner closes the rest. */
export class OpenResources {
    readonly #open = new Set<Closeable>();

    /** @returns the same with a close after which it is kept no more */
    keep<T extends Closeable>(opened: T): T {
        const close = async (): Promise<void> => {
            this.#open.delete(kept);
            await opened.close();
        };
        const kept = { ...opened, close, ...(Symbol.asyncDispose in opened && { [Symbol.asyncDispose]: close }) };
        this.#open.add(kept);
        return kept;
    }

    /** Closes what is left. */
    async close(): Promise<void> {
        await Promise.all(Array.from(this.#open, (one) => one.close()));
    }
}
