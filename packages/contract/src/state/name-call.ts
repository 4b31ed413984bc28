import { ChaincodeError } from '@heddle/core';
import type { CalledOperation, LedgerView } from '@heddle/core/internal';
import { ContractError } from '../failures/contract-error';

/** Failures that tell the author, and not the client, what to do. */
const AUTHORS = new Set([
    'INDEX_BROKEN',
    'INDEX_BUILDING',
    'INVALID_STATE',
    'QUERY_AFTER_WRITE',
    'READ_ONLY_TRANSACTION',
    'STATE_MISUSE',
    'STATE_NEWER',
    'WRITE_AFTER_QUERY',
]);

/** Has a failure name the author's line: when it comes, the call is often over, or too many frames of the framework are above it. */
export function nameCall(ledger: LedgerView, call: CalledOperation, error: unknown): void {
    const isKnown = ContractError.is(error) || ChaincodeError.is(error);
    if (isKnown && AUTHORS.has(error.code) && error.cause === undefined) ledger.nameCall(call, error);
}
