import { inspect, types } from 'node:util';
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
/** On one line, and of what is large no more than its beginning. */
const HELD = { breakLength: Infinity, customInspect: false, maxArrayLength: 20, maxStringLength: 1_000 } as const;

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
 * Tells errors of all kinds: those of another realm, such as a test runner's, which `instanceof` does not know, and those
 * of classes that only inherit from Error's prototype, as `util.inherits` makes them, which `isNativeError` does not know.
 */
export function isError(value: unknown): value is Error {
    if (types.isNativeError(value)) return true;
    try {
        return value instanceof Error;
    } catch {
        return false; // a proxy that throws whatever it is asked
    }
}

/** Makes an Error of anything that was thrown. */
export function toError(thrown: unknown): Error {
    if (isError(thrown) && isReadable(thrown)) return types.isNativeError(thrown) ? thrown : asNative(thrown);
    return new Error(`something other than an Error was thrown: ${held(thrown)}`);
}

/** Loggers and messages between threads know none but these. */
function asNative({ name, message, stack = `${name}: ${message}`, cause }: Error): Error {
    return Object.assign(new Error(message, cause === undefined ? {} : { cause }), { name, stack });
}

/** An object by its fields: some libraries reject with one that has a code and a message. */
function held(thrown: unknown): string {
    if (typeof thrown !== 'object' || thrown === null) return shown(thrown);
    try {
        return inspect(thrown, HELD);
    } catch {
        return shown(thrown);
    }
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
