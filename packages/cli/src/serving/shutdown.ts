import type { Logger } from '@heddle/core';
import type { ExitCode } from '../reporting/command-error';
import { toError } from '../reporting/to-error';

/** What a serving command hands over to Shutdown. */
export interface Serving {
    readonly logger: Logger;
    /** For how long transactions may go on once the end has begun. */
    readonly graceMs: number;
    /** Refuses new transactions, lets those under way finish, and stops listening. */
    close(options: { readonly graceMs: number }): Promise<void>;
    /** Whether it serves the reader of standard output, as `heddle dev` does, and ends when that is gone. */
    readonly endsWithReader?: boolean;
    /** Reads again what may have changed in files. Left out, SIGHUP ends the process, as it does by itself. */
    readonly reload?: (() => void) | undefined;
}

/** npm passes on the signals that the terminal has sent to the whole group of processes already: Ctrl-C arrives twice. */
const SAME_SIGNAL_MS = 500;

/**
 * Ends a process that serves, in order.
 *
 * Owns: when it ends and with which code. Does not own: the process, whose events it is told and whose exit is up to the
 * reader of `ended`.
 */
export class Shutdown {
    /** Resolves to the exit code as soon as the process may end; never rejects. */
    readonly ended: Promise<ExitCode>;
    readonly #serving: Serving;
    readonly #now: () => number;
    #end: (code: ExitCode) => void = () => undefined;
    #exitCode: ExitCode = 0;
    #firstSignalAt: number | undefined;
    #isClosing = false;

    /** @param now the time in milliseconds, from any origin */
    constructor(serving: Serving, now: () => number = () => performance.now()) {
        this.#serving = serving;
        this.#now = now;
        this.ended = new Promise((resolve) => {
            this.#end = resolve;
        });
    }

    /** A signal to end: the first one drains, a second one ends the process at once. */
    signalled(name: string): void {
        const { logger, graceMs } = this.#serving;
        if (this.#firstSignalAt === undefined) {
            this.#firstSignalAt = this.#now();
            logger.info({ graceMs }, `${name}: taking no new transactions, and ending when those under way are done`);
            this.#close();
        } else if (this.#now() - this.#firstSignalAt >= SAME_SIGNAL_MS) {
            logger.warn({}, `${name} again: ending at once, transactions under way are lost`);
            this.#end(1);
        }
    }

    /** Nobody reads standard output any more, as after `| head`. Whoever only serves peers goes on. */
    readerGone(): void {
        if (this.#serving.endsWithReader === true) this.#close();
    }

    /** An exception that nothing caught: the state of the process is not to be trusted any more. */
    failed(error: unknown): void {
        this.#exitCode = 1;
        this.#serving.logger.error(
            { err: toError(error) },
            'nothing caught this exception: taking no new transactions, and ending when those under way are done',
        );
        this.#close();
    }

    /** A rejection that nobody handled. It belongs to one transaction, if to any, and ends nothing. */
    unhandled(reason: unknown): void {
        this.#serving.logger.error({ err: toError(reason) }, 'nothing handled the rejection of this promise');
    }

    #close(): void {
        if (this.#isClosing) return;
        this.#isClosing = true;
        const { graceMs, logger } = this.#serving;
        this.#serving.close({ graceMs }).then(
            () => {
                logger.info({}, 'ended');
                this.#end(this.#exitCode);
            },
            (error: unknown) => {
                logger.error({ err: toError(error) }, 'the server did not close in order');
                this.#end(1);
            },
        );
    }
}
