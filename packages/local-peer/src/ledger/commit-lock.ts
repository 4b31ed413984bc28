/** Gives a lock back. Idempotent. */
export type Release = () => void;

/**
 * Simulations share a channel's ledger, a commit has it to itself: a running transaction, evaluate included, holds off
 * the commit of blocks, as it does on a real peer (fabric, lockbased_txmgr.go, commitRWLock). Whoever asks first is
 * served first, so that no stream of simulations can keep a block out for ever.
 */
export class CommitLock {
    readonly #waiting: { readonly exclusive: boolean; readonly grant: (release: Release) => void }[] = [];
    /** How many share the lock; -1 while one has it to itself. */
    #holders = 0;

    share(): Promise<Release> {
        return this.#acquire(false);
    }

    exclude(): Promise<Release> {
        return this.#acquire(true);
    }

    #acquire(exclusive: boolean): Promise<Release> {
        return new Promise((grant) => {
            this.#waiting.push({ exclusive, grant });
            this.#serve();
        });
    }

    #serve(): void {
        for (;;) {
            const [first] = this.#waiting;
            if (first === undefined || !this.#isFree(first.exclusive)) return;
            this.#waiting.shift();
            this.#holders = first.exclusive ? -1 : this.#holders + 1;
            first.grant(this.#releaseOnce());
        }
    }

    #isFree(exclusive: boolean): boolean {
        return exclusive ? this.#holders === 0 : this.#holders >= 0;
    }

    #releaseOnce(): Release {
        let held = true;
        return () => {
            if (!held) return;
            held = false;
            this.#holders = Math.max(0, this.#holders - 1);
            this.#serve();
        };
    }
}
