import { isMarked, mark } from './marked-error';

/** What went wrong on the wire, as a stable code. */
export type ProtocolErrorCode =
    | 'INVALID_COMPOSITE_KEY'
    | 'INVALID_KEY_PART'
    | 'MALFORMED_MESSAGE'
    | 'MESSAGE_TOO_LARGE'
    | 'STREAM_CLOSED'
    | 'TRUNCATED_MESSAGE';

const MARKER = Symbol.for('heddle.ProtocolError');

/** Bytes that are not a message, a message that cannot be sent, or a stream that is gone. */
export class ProtocolError extends Error {
    readonly code: ProtocolErrorCode;

    constructor(code: ProtocolErrorCode, message: string, options?: { readonly cause?: unknown }) {
        super(message, options);
        this.name = 'ProtocolError';
        this.code = code;
        mark(this, MARKER);
    }

    /** Tells whether a value is a ProtocolError, of this or of another copy of the package. */
    static is(value: unknown): value is ProtocolError {
        return isMarked(value, MARKER);
    }
}
