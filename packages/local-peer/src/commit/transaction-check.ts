import { createHash } from 'node:crypto';
import { ProtocolError } from '@heddle/protocol';
import type { Membership } from '../identity/membership';
import type { LedgerStore } from '../ledger/ledger-store';
import { decodeReadWriteSet, type ReadWriteSet } from '../simulate/read-write-set';
import { decodeTransaction, envelope, HeaderType, type EndorsedTransaction } from './transaction';
import { ValidationCode } from './validation-code';

/** A transaction of a block: its parts, and what is wrong with it before its reads are looked at. */
export interface CheckedTransaction {
    readonly code: ValidationCode;
    /** Undefined where the envelope cannot be decoded so far. */
    readonly transaction: EndorsedTransaction | undefined;
    readonly readWriteSet: ReadWriteSet;
}

/** What transactions are checked against. */
export interface TransactionChecks {
    readonly channelId: string;
    readonly membership: Membership;
    readonly store: LedgerStore;
}

/**
 * Checks a transaction on its own: well-formed, of this channel, signed by a member, not in the ledger yet
 * (fabric, core/common/validation/msgvalidation.go and core/committer/txvalidator/v20/validator.go).
 */
export async function checkTransaction(
    encodedEnvelope: Uint8Array,
    checks: TransactionChecks,
): Promise<CheckedTransaction> {
    try {
        const { payload, signature } = envelope.decode(encodedEnvelope);
        const transaction = decodeTransaction(payload);
        if (transaction === undefined) return refused(ValidationCode.NIL_TXACTION);
        const code =
            checkHeader(transaction, checks) ??
            (checks.membership.check(transaction.creator, payload, signature) === undefined
                ? await checkDuplicate(transaction, checks)
                : ValidationCode.BAD_CREATOR_SIGNATURE);
        if (code !== ValidationCode.VALID) return { ...refused(code), transaction };
        return { code, transaction, readWriteSet: decodeReadWriteSet(transaction.action.results) };
    } catch (error) {
        if (ProtocolError.is(error)) return refused(ValidationCode.BAD_PAYLOAD);
        throw error;
    }
}

function checkHeader(
    { channelHeader, nonce, creator }: EndorsedTransaction,
    { channelId }: TransactionChecks,
): ValidationCode | undefined {
    if (channelHeader.channelId !== channelId) return ValidationCode.TARGET_CHAIN_NOT_FOUND;
    if (channelHeader.type !== HeaderType.ENDORSER_TRANSACTION) return ValidationCode.UNKNOWN_TX_TYPE;
    return channelHeader.txId === transactionId(nonce, creator) ? undefined : ValidationCode.BAD_PROPOSAL_TXID;
}

async function checkDuplicate(
    { channelHeader }: EndorsedTransaction,
    { store }: TransactionChecks,
): Promise<ValidationCode> {
    const known = await store.transaction(channelHeader.txId);
    return known === undefined ? ValidationCode.VALID : ValidationCode.DUPLICATE_TXID;
}

/** The id that a transaction must have: lower-case hex of SHA-256 over nonce and creator. */
export function transactionId(nonce: Uint8Array, creator: Uint8Array): string {
    return createHash('sha256').update(nonce).update(creator).digest('hex');
}

function refused(code: ValidationCode): CheckedTransaction {
    return { code, transaction: undefined, readWriteSet: [] };
}
