import { createHash } from 'node:crypto';
import { ProtocolError } from '@heddle/protocol';
import type { Membership } from '../identity/membership';
import type { LedgerStore } from '../ledger/ledger-store';
import type { ReadWriteSet } from '../records/read-write-set';
import { decodeReadWriteSet } from '../records/read-write-set-codec';
import type { Signer } from '../records/signer';
import { decodeTransaction, type EndorsedTransaction, envelope, HeaderType } from '../records/transaction-envelope';
import { ValidationCode } from '../records/validation-code';

/** A transaction of a block: its parts, and what is wrong with it before its reads are looked at. */
export interface CheckedTransaction {
    readonly code: ValidationCode;
    /** Undefined if the envelope cannot be decoded that far. */
    readonly transaction: EndorsedTransaction | undefined;
    readonly readWriteSet: ReadWriteSet;
    /** Who has endorsed it. Each identity once; signatures that are not valid are passed over. */
    readonly signers: readonly Signer[];
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
        const readWriteSet = decodeReadWriteSet(transaction.action.results);
        return { code, transaction, readWriteSet, signers: signersOf(transaction, checks) };
    } catch (error) {
        if (ProtocolError.is(error)) return refused(ValidationCode.BAD_PAYLOAD);
        throw error;
    }
}

function signersOf(
    { responsePayload, endorsements }: EndorsedTransaction,
    { membership }: TransactionChecks,
): Signer[] {
    const seen = new Set<string>();
    return endorsements.flatMap(({ endorser, signature }) => {
        const id = endorser.toString('base64');
        const signer = membership.signerOf(endorser, Buffer.concat([responsePayload, endorser]), signature);
        if (signer === undefined || seen.has(id)) return [];
        seen.add(id);
        return [signer];
    });
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
    const isKnown = await store.hasTransaction(channelHeader.txId);
    return isKnown ? ValidationCode.DUPLICATE_TXID : ValidationCode.VALID;
}

/** The id that a transaction must have: lower-case hex of SHA-256 over nonce and creator. */
export function transactionId(nonce: Uint8Array, creator: Uint8Array): string {
    return createHash('sha256').update(nonce).update(creator).digest('hex');
}

function refused(code: ValidationCode): CheckedTransaction {
    return { code, transaction: undefined, readWriteSet: [], signers: [] };
}
