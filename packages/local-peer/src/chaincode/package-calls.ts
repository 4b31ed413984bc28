/** The calls that are under way, by the package that they were sent to, or will be. */
export class PackageCalls {
    readonly #running = new Map<string, Set<Promise<unknown>>>();

    /** Runs a call of a package. */
    async run<T>(packageId: string, call: () => Promise<T>): Promise<T> {
        const calls = this.#running.get(packageId) ?? new Set();
        this.#running.set(packageId, calls);
        const running = call();
        calls.add(running);
        try {
            return await running;
        } finally {
            calls.delete(running);
            if (calls.size === 0 && this.#running.get(packageId) === calls) this.#running.delete(packageId);
        }
    }

    /** Waits for the calls of a package that have begun. */
    async ended(packageId: string): Promise<void> {
        await Promise.allSettled([...(this.#running.get(packageId) ?? [])]);
    }
}
