import { isMarked, mark } from '@heddle/core/internal';
import type { Failures } from './failures';

/**
 * The codes that this package gives its errors. Contracts choose their own besides; docs/reference/errors.md has each
 * of these with its meaning and its remedy.
 */
export type ContractErrorCode =
    | 'ACCESS_DENIED'
    | 'BAD_BOOKMARK'
    | 'CALLED_CHAINCODE_FAILED'
    | 'EVENTS_TOO_LARGE'
    | 'INDEX_BROKEN'
    | 'INDEX_BUILDING'
    | 'INTERNAL_ERROR'
    | 'INVALID_CONTRACT'
    | 'INVALID_EVENT'
    | 'INVALID_KEY'
    | 'INVALID_RESULT'
    | 'INVALID_STATE'
    | 'INVALID_STATUS'
    | 'MISSING_FUNCTION'
    | 'PAGE_SIZE'
    | 'STATE_MISUSE'
    | 'STATE_NEWER'
    | 'UNDECLARED'
    | 'UNKNOWN_CONTRACT'
    | 'UNKNOWN_TRANSACTION'
    | 'VALIDATION_FAILED';

/** What a ContractError says besides its code and message. */
export interface ContractErrorOptions {
    /** What led to it, where there is such an error. Only the chaincode's log has it. */
    readonly cause?: unknown;
    /** 400 to 499 where the client is at fault (the default is 400), 500 to 599 where the chaincode is. */
    readonly status?: number;
    /** Anything that canonical JSON can represent; part of the response's payload. Default: nothing. */
    readonly details?: unknown;
}

// Symbol.for, so that errors of a second installed copy of this package are recognised too.
const MARKER = Symbol.for('heddle.ContractError');

/**
 * Fails a transaction with a status, a code and a message that the client may read. Nothing else of it is shown: not
 * the cause, not the stack.
 *
 * @example
 * const id = 'a1';
 * if (!(await ctx.stub.exists(id))) throw new ContractError('NO_ASSET', `there is no ${id}`, { status: 404 });
 */
export class ContractError extends Error {
    readonly code: string;
    readonly status: number;
    readonly details: unknown;

    constructor(code: string, message: string, { status = 400, details, ...rest }: ContractErrorOptions = {}) {
        super(message, rest);
        this.name = 'ContractError';
        this.code = code;
        this.status = status;
        this.details = details;
        mark(this, MARKER);
    }

    /** Tells whether a value is a ContractError, of this or of another copy of the package. */
    static is(value: unknown): value is ContractError {
        return isMarked(value, MARKER);
    }
}

const SUMMARISED_FAILURES = 10;

/** Says everything that is wrong with a value: the first ten in the message, all that were kept in the details. */
export function refusal(code: ContractErrorCode, failures: Failures, status: number): ContractError {
    const shown = failures.list.slice(0, SUMMARISED_FAILURES).map(({ message }) => message);
    if (failures.count > shown.length) shown.push(`… and ${failures.count - shown.length} more`);
    const omitted = failures.count - failures.list.length;
    const details = omitted > 0 ? [...failures.list, { path: '', message: `… and ${omitted} more` }] : failures.list;
    return new ContractError(code, shown.join('; '), { status, details });
}
