import { misnamedOption, type OptionNames } from '@heddle/protocol/internal';
import { isMarked, mark } from '@heddle/protocol/internal';

/** What can be wrong in the use of a test network, as a stable code. */
export type TestNetworkErrorCode =
    | 'ARGUMENT_INVALID'
    | 'CHAINCODE_UNKNOWN'
    | 'CONTRACT_UNKNOWN'
    | 'INVARIANT_BROKEN'
    | 'NOT_AS_RECORDED'
    | 'OPTION_INVALID'
    | 'ORGANIZATION_UNKNOWN'
    | 'SEED_INVALID'
    | 'STATE_BROKEN';

const MARKER = Symbol.for('heddle.TestNetworkError');

/** A mistake in the use of a test network. What becomes of a transaction is a TransactionError. */
export class TestNetworkError extends Error {
    readonly code: TestNetworkErrorCode;

    constructor(code: TestNetworkErrorCode, message: string, options?: { readonly cause?: unknown }) {
        super(message, options);
        this.name = 'TestNetworkError';
        this.code = code;
        mark(this, MARKER);
    }

    /** Tells whether a value is a TestNetworkError, of this or of another copy of the package. */
    static is(value: unknown): value is TestNetworkError {
        return isMarked(value, MARKER);
    }
}

/** @throws TestNetworkError OPTION_INVALID for a name that is none of an option */
export function checkNames<O>(owner: string, given: object, names: OptionNames<O>): void {
    const misnamed = misnamedOption(given, names);
    if (misnamed === undefined) return;
    throw new TestNetworkError('OPTION_INVALID', `${owner} ${misnamed}: correct its name, or leave it out`);
}
