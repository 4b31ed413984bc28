import { types } from 'node:util';
import { isMarked, mark } from '@heddle/protocol/internal';

/** What can go wrong on the chaincode's side, as stable codes (docs/reference/errors.md has them with their remedies). */
export type ChaincodeErrorCode =
    | 'CONNECTION_FAILED'
    | 'EMPTY_KEY'
    | 'EMPTY_VALUE'
    | 'EVENT_ALREADY_SET'
    | 'FLOATING_OPERATION'
    | 'INTERNAL_ERROR'
    | 'INVALID_ARGUMENT'
    | 'INVALID_IDENTITY'
    | 'INVALID_OPTIONS'
    | 'INVALID_RESPONSE'
    | 'LISTEN_FAILED'
    | 'MESSAGE_TOO_LARGE'
    | 'NO_SERVER'
    | 'OVERLOADED'
    | 'PEER_ERROR'
    | 'QUERY_AFTER_WRITE'
    | 'READ_ONLY_TRANSACTION'
    | 'SERVER_LOST'
    | 'SESSION_CLOSED'
    | 'TIMEOUT'
    | 'TRANSACTION_ENDED'
    | 'WORKER_FAILED'
    | 'WRITE_AFTER_QUERY';

const MARKER = Symbol.for('heddle.ChaincodeError');

/** An error whose code and message may be shown to the client: it names what was asked, and nothing internal. */
export class ChaincodeError extends Error {
    readonly code: ChaincodeErrorCode;

    constructor(code: ChaincodeErrorCode, message: string, options?: { readonly cause?: unknown }) {
        super(message, options);
        this.name = 'ChaincodeError';
        this.code = code;
        mark(this, MARKER);
    }

    /** Tells whether a value is a ChaincodeError, of this or of another copy of the package. */
    static is(value: unknown): value is ChaincodeError {
        return isMarked(value, MARKER);
    }
}

/** A stream has gone with its connection, without a word: its process has ended, or the network has. */
export class ConnectionLost extends Error {}

/**
 * Makes an Error of anything that was thrown. By isNativeError and not instanceof: errors of another realm, such as a
 * test runner's, are errors too.
 */
export function toError(thrown: unknown): Error {
    if (types.isNativeError(thrown) && isReadable(thrown)) return thrown;
    return new Error(`something other than an Error was thrown: ${shown(thrown)}`);
}

/** Whether those who log it can read it: a getter of a subclass may throw. */
function isReadable(error: Error): boolean {
    try {
        return [error.name, error.message, error.stack ?? ''].every((part) => typeof part === 'string');
    } catch {
        return false;
    }
}

/** A value as a message shows it: text in quotes, so that `"5"` is not taken for 5. Never throws. */
export function shown(value: unknown): string {
    try {
        if (typeof value === 'bigint') return `${value}n`;
        return typeof value === 'string' ? JSON.stringify(value) : String(value);
    } catch {
        return 'a value that cannot be shown';
    }
}
