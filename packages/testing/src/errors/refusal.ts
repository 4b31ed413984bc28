import { ContractError } from '@heddle/contract';
import { ChaincodeError } from '@heddle/core';
import type { CommitStatus, LocalPeerError, TransactionResult } from '@heddle/local-peer';
import { TransactionError } from './transaction-error';

/** Below it a response is endorsed. */
const ERROR_THRESHOLD = 400;

export function isRefused({ status }: TransactionResult): boolean {
    return status >= ERROR_THRESHOLD;
}

/** What is known of a failure besides its response. */
export interface Behind {
    /** What the contract threw, where that is known. */
    readonly thrown: unknown;
    /** What the peer says of the requests that it refused, beside the words of a real one. */
    readonly hints: readonly string[];
}

/** The error for a response that is a failure. */
export function refusalOf(transaction: string, result: TransactionResult, { thrown, hints }: Behind): TransactionError {
    const { status, payload, txId } = result;
    const { code = codeIn(result.message), details } = bodyOf(payload);
    const message = [result.message, ...hints].join('; ');
    return new TransactionError({ status, code, message, details, transaction, txId, cause: causeOf(thrown) });
}

/**
 * What its thrower wrote for the client is in the response as a whole. The stack of an error of the peer, which shows the
 * author's line, is not, and of any other error nothing is.
 */
function causeOf(thrown: unknown): unknown {
    if (ChaincodeError.is(thrown)) return thrown.code === 'PEER_ERROR' ? thrown : undefined;
    return ContractError.is(thrown) ? undefined : thrown;
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

/** What the contracts do not answer themselves, such as FLOATING_OPERATION, has its code before the text, as in clients. */
function codeIn(message: string): string {
    return /^([A-Z][A-Z\d_]*): /.exec(message)?.[1] ?? 'REFUSED';
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
