/**
 * Runs jobs when the code of this tick has run, promise continuations included: all of them together, for a
 * `process.nextTick` each would take about as long as the jobs do.
 */
export class EndOfTick {
    #jobs: (() => void)[] = [];

    /** @param job must not throw */
    add(job: () => void): void {
        this.#jobs.push(job);
        if (this.#jobs.length === 1) process.nextTick(this.#run);
    }

    readonly #run = (): void => {
        const jobs = this.#jobs;
        this.#jobs = [];
        for (const job of jobs) job();
    };
}
