import type { Logger } from '@heddle/core';
import { CommandError } from './command-error';
import { toError } from './to-error';

/** Logs mistakes in what is looked at again and again: each one once, until it is gone. */
export class MistakeLog {
    readonly #logger: Logger;
    #told = new Set<string>();

    constructor(logger: Logger) {
        this.#logger = logger;
    }

    /** @param mistakes all that there are now */
    tell(mistakes: readonly unknown[]): void {
        const told = new Set<string>();
        for (const mistake of mistakes) {
            const error = toError(mistake);
            // Any other error is a defect of ours: its stack is wanted.
            const fields = mistake instanceof CommandError ? {} : { err: error };
            if (!this.#told.has(error.message)) this.#logger.error(fields, `not taken: ${error.message}`);
            told.add(error.message);
        }
        this.#told = told;
    }

    /** Tells those again that there are still. */
    forget(): void {
        this.#told = new Set();
    }
}
