import { isMarked, mark } from '@heddle/protocol/internal';

const MARKER = Symbol.for('heddle.CommandError');

/** What `heddle` exits with: 0 done, 1 failed at work, 2 could not work with what it was given. */
export type ExitCode = 0 | 1 | 2;

/** A failure that the user is told in one sentence: where, what, and what to do. Any other error is a defect of ours. */
export class CommandError extends Error {
    readonly exitCode: ExitCode;

    constructor(exitCode: ExitCode, message: string, options?: { readonly cause?: unknown }) {
        super(message, options);
        this.name = 'CommandError';
        this.exitCode = exitCode;
        mark(this, MARKER);
    }

    /** Tells whether a value is a CommandError, of this or of another installed copy of the package. */
    static is(value: unknown): value is CommandError {
        return isMarked(value, MARKER);
    }
}

/** What was given to the command cannot work, and nothing was served. */
export class ConfigurationError extends CommandError {
    constructor(message: string, options?: { readonly cause?: unknown }) {
        super(2, message, options);
        this.name = 'ConfigurationError';
    }
}
