import { ContractError } from '@heddle/contract';
import { ChaincodeError } from '@heddle/core';
import type { CommitStatus, LocalPeerError, TransactionResult } from '@heddle/local-peer';
import { TransactionError } from './transaction-error';

/** Below it a response is endorsed. */
const ERROR_THRESHOLD = 400;

export function isRefused({ status }: TransactionResult): boolean {
    return status >= ERROR_THRESHOLD;
}

/**
 * The error for a response that is a failure.
 * @param thrown what the contract threw, where that is known
 */
export function refusalOf(transaction: string, result: TransactionResult, thrown: unknown): TransactionError {
    const { status, message, payload, txId } = result;
    const { code = 'REFUSED', details } = bodyOf(payload);
    // What its thrower wrote for the client is in the response as a whole. The cause of any other error is not.
    const cause = ContractError.is(thrown) || ChaincodeError.is(thrown) ? undefined : thrown;
    return new TransactionError({ status, code, message, details, transaction, txId, cause });
}

/** What a contract puts into the payload of a failure; nothing where it is something else. */
function bodyOf(payload: Buffer): { readonly code?: string; readonly details?: unknown } {
    try {
        const body: unknown = JSON.parse(payload.toString());
        const isBody = typeof body === 'object' && body !== null && 'code' in body && typeof body.code === 'string';
        return isBody ? (body as { code: string; details?: unknown }) : {};
    } catch {
        return {};
    }
}

const REASONS: Readonly<Record<string, string>> = {
    MVCC_READ_CONFLICT: 'a key that it read was written between its endorsement and its commit',
    PHANTOM_READ_CONFLICT: 'a range that it read has other keys since its endorsement',
    DUPLICATE_TXID: 'it was committed before',
};

/** The error for a transaction that its block has as invalid. */
export function invalidityOf(transaction: string, { status, txId, blockNumber }: CommitStatus): TransactionError {
    const reason = REASONS[status];
    const message = `${transaction} is invalid in block ${String(blockNumber)}: ${status}${reason === undefined ? '' : `, ${reason}`}`;
    return new TransactionError({ code: status, message, transaction, txId });
}

/** The error for a transaction that its organizations' peers did not endorse alike, or cannot endorse. */
export function unendorsed(transaction: string, txId: string, error: LocalPeerError): TransactionError {
    return new TransactionError({ code: error.code, message: error.message, transaction, txId, cause: error });
}
