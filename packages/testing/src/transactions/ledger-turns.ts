/**
 * Lets simulations run side by side and commits alone, in the order in which they were asked for: both runs of a
 * transaction then see one state of the ledger, even if a test submits others at the same time.
 */
export class LedgerTurns {
    #simulations = new Set<Promise<unknown>>();
    #lastCommit: Promise<unknown> = Promise.resolve();

    /** Runs once the commits asked for before it are done. */
    simulate<T>(work: () => Promise<T>): Promise<T> {
        const running = this.#lastCommit.then(work);
        const settled = quiet(running);
        const simulations = this.#simulations;
        simulations.add(settled);
        void settled.then(() => simulations.delete(settled)); // never rejects
        return running;
    }

    /** Runs once everything that was asked for before it is done. */
    commit<T>(work: () => Promise<T>): Promise<T> {
        const running = Promise.all([this.#lastCommit, ...this.#simulations]).then(work);
        this.#simulations = new Set();
        this.#lastCommit = quiet(running);
        return running;
    }
}

/** Settles with it, and never rejects: its caller gets the error. */
async function quiet(running: Promise<unknown>): Promise<void> {
    try {
        await running;
    } catch {
        // Reported to its own caller.
    }
}
