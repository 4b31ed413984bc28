import { isMarked, mark } from '@heddle/protocol/internal';

const MARKER = Symbol.for('heddle.JournalError');

/** A folder that cannot hold a journal, or has none that can be read, or a wrong option: the message says why, and what to do. */
export class JournalError extends Error {
    constructor(message: string, options?: { readonly cause?: unknown }) {
        super(message, options);
        this.name = 'JournalError';
        mark(this, MARKER);
    }

    /** Tells whether a value is a JournalError, of this or of another copy of the package. */
    static is(value: unknown): value is JournalError {
        return isMarked(value, MARKER);
    }
}
