import { closeSync, openSync, writeSync } from 'node:fs';
import type { ReplayedTransaction } from '@heddle/replay';
import { ConfigurationError, reasonOf } from 'heddle/command';

/** Where a shadow run writes what differs, a line of JSON for each difference. What a full disk does not take is told. */
export class DifferencesFile implements Disposable {
    readonly #path: string;
    readonly #write: (line: string) => void;
    readonly #file: number;
    #missing = 0;

    /** Opens it, and makes it where it is not there. @throws ConfigurationError where that fails */
    constructor(path: string, write: (line: string) => void) {
        this.#path = path;
        this.#write = write;
        try {
            this.#file = openSync(path, 'a');
        } catch (cause) {
            throw new ConfigurationError(`--report: ${path} cannot be written (${reasonOf(cause)})`, { cause });
        }
    }

    add({ txId, functionName, verdict }: ReplayedTransaction): void {
        if (verdict.kind !== 'differs') return;
        const lines = verdict.differences.map(({ what, first, second }) =>
            JSON.stringify({ txId, function: functionName, what, recorded: first, now: second }),
        );
        try {
            writeSync(this.#file, `${lines.join('\n')}\n`);
        } catch (error) {
            if (this.#missing === 0) this.#write(`--report: ${this.#path} cannot be written (${reasonOf(error)})`);
            this.#missing += 1;
        }
    }

    /** Tells what is not in it. */
    finish(): void {
        if (this.#missing > 0) this.#write(`${this.#path} lacks ${this.#missing} transactions that differ`);
    }

    [Symbol.dispose](): void {
        closeSync(this.#file);
    }
}
