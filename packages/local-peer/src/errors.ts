import { misnamedOption, type OptionNames } from '@heddle/protocol/internal';
import { isMarked, mark } from '@heddle/protocol/internal';

/** What a local peer cannot do for its user, as a stable code. */
export type LocalPeerErrorCode =
    | 'BLOCKS_UNUSABLE'
    | 'BLOCK_UNAVAILABLE'
    | 'CHANNEL_UNKNOWN'
    | 'CHAINCODE_UNKNOWN'
    | 'IDENTITY_INVALID'
    | 'LAUNCH_FAILED'
    | 'LEDGER_REVERTED'
    | 'LISTEN_FAILED'
    | 'MARK_GONE'
    | 'NOT_ENDORSED'
    | 'OPTION_INVALID'
    | 'PEER_CLOSED'
    | 'PEER_PANICKED'
    | 'PROPOSAL_REFUSED'
    | 'SNAPSHOT_UNUSABLE'
    | 'STORE_UNUSABLE';

const MARKER = Symbol.for('heddle.LocalPeerError');

/** A mistake in the use of a local peer. What a chaincode answers, failures included, is a result and no error. */
export class LocalPeerError extends Error {
    readonly code: LocalPeerErrorCode;

    constructor(code: LocalPeerErrorCode, message: string, options?: { readonly cause?: unknown }) {
        super(message, options);
        this.name = 'LocalPeerError';
        this.code = code;
        mark(this, MARKER);
    }

    /** Tells whether a value is a LocalPeerError, of this or of another copy of the package. */
    static is(value: unknown): value is LocalPeerError {
        return isMarked(value, MARKER);
    }
}

/** A request that the peer refuses in the words of a real one. What the local peer knows besides is in the hint. */
export class RefusedRequest extends Error {
    readonly hint: string;

    constructor(message: string, hint: string) {
        super(message);
        this.name = 'RefusedRequest';
        this.hint = hint;
    }
}

/** The text of anything that was thrown. */
export function errorText(error: unknown): string {
    return typeof error === 'object' && error !== null && 'message' in error ? String(error.message) : String(error);
}

/** @throws LocalPeerError OPTION_INVALID for a name that is none of an option */
export function checkNames<O>(owner: string, given: object, names: OptionNames<O>): void {
    const misnamed = misnamedOption(given, names);
    if (misnamed === undefined) return;
    throw new LocalPeerError('OPTION_INVALID', `${owner} ${misnamed}: correct its name, or leave it out`);
}
