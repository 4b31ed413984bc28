import { notify } from '@heddle/protocol/internal';

/** How often the same trouble is told, in milliseconds, and after how long without any it is over. */
const PERIOD_MS = 60_000;

/**
 * Tells what the journal has lost or cannot do: at once, and then once a minute, with how much was lost since the last line,
 * until a minute passes without trouble. A full disk takes ten chunks a second for as long as it is full, and a log must not
 * fill it further.
 */
export class TroubleNotice {
    readonly #warn: (text: string) => void;
    #timer: NodeJS.Timeout | undefined;
    /** The last one that is not told; undefined where all are. */
    #why: string | undefined;
    /** Since the last line that said how many. */
    #records = 0;
    #bytes = 0;

    /** @param warn may throw, and return a promise */
    constructor(warn: (text: string) => unknown) {
        this.#warn = (text) => {
            // By a timer, or while a chunk is written: what it throws would reach nobody but the process.
            notify(
                () => warn(text),
                (error) => {
                    process.stderr.write(
                        `${text} (to standard error, since the journal's warn failed: ${String(error)})\n`,
                    );
                },
            );
        };
    }

    /** Takes a trouble, and what was lost by it. */
    note(why: string, records = 0, bytes = 0): void {
        this.#records += records;
        this.#bytes += bytes;
        if (this.#timer === undefined) {
            this.#warn(why);
            this.#wait();
        } else this.#why = why;
    }

    /** Tells what is left to tell. */
    close(): void {
        clearTimeout(this.#timer);
        this.#timer = undefined;
        if (this.#why === undefined) this.#tellEnd('');
        else this.#tellAgain(this.#why);
    }

    #wait(): void {
        this.#timer = setTimeout(() => {
            this.#timer = undefined;
            if (this.#why === undefined) this.#tellEnd('the journal has lost nothing for a minute; before, ');
            else {
                this.#tellAgain(this.#why);
                this.#wait();
            }
        }, PERIOD_MS).unref();
    }

    #tellAgain(why: string): void {
        this.#why = undefined;
        this.#warn(this.#records === 0 ? why : `${why} (lost since the last such line: ${this.#takeCount()})`);
    }

    #tellEnd(before: string): void {
        if (this.#records > 0) this.#warn(`${before}${this.#takeCount()} of the journal were lost`);
    }

    #takeCount(): string {
        const count = `${this.#records} records, ${this.#bytes} bytes`;
        this.#records = 0;
        this.#bytes = 0;
        return count;
    }
}
