import { createHash } from 'node:crypto';
import { type ChannelHeader, proposalParts } from '@heddle/protocol';
import type { Membership } from '../identity/membership';
import type { LedgerStore } from '../ledger/ledger-store';
import { decodedOr } from '../records/decoded-or';
import { sha256 } from '../records/merkle-tree';
import type { ReadWriteSet } from '../records/read-write-set';
import type { Signer } from '../records/signer';
import {
    type EndorsedTransaction,
    envelope,
    envelopePayload,
    HeaderType,
    type OpenedTransaction,
    openTransaction,
} from '../records/transaction-envelope';
import { ValidationCode } from '../records/validation-code';
import { checkCall } from './call-check';

/** A transaction of a block: its parts, and what is wrong with it before its reads are looked at. */
export interface CheckedTransaction {
    readonly code: ValidationCode;
    /** Empty if the envelope cannot be decoded that far. */
    readonly txId: string;
    /** Undefined if it is refused. */
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

/** The outer parts of a transaction of any type. */
interface SignedPayload {
    readonly payload: Buffer;
    readonly signature: Buffer;
    readonly channelHeader: ChannelHeader;
    readonly creator: Buffer;
    readonly nonce: Buffer;
}

/**
 * Checks a transaction on its own: well-formed, signed by a member, of this channel, not in the ledger yet, and with the
 * proposal in it that was endorsed. In Fabric's order, since a transaction has one code, whatever else is wrong with it
 * (fabric, core/common/validation/msgvalidation.go and core/committer/txvalidator/v20/validator.go).
 */
export async function checkTransaction(
    encodedEnvelope: Uint8Array,
    checks: TransactionChecks,
): Promise<CheckedTransaction> {
    const signed = openEnvelope(encodedEnvelope);
    if (typeof signed === 'number') return refused(signed, '');
    const { txId, channelId } = signed.channelHeader;
    const fault = checkOrigin(signed, checks.membership);
    if (fault !== undefined) return refused(fault, txId);
    const opened = decodedOr(undefined, () => openTransaction(signed.payload));
    if (opened === undefined || !isAsEndorsed(opened))
        return refused(ValidationCode.INVALID_ENDORSER_TRANSACTION, txId);
    if (channelId !== checks.channelId) return refused(ValidationCode.TARGET_CHAIN_NOT_FOUND, txId);
    if (await checks.store.hasTransaction(txId)) return refused(ValidationCode.DUPLICATE_TXID, txId);
    const called = checkCall(opened);
    if (typeof called === 'number') return refused(called, txId);
    const { action, readWriteSet } = called;
    const signers = signersOf(opened, checks.membership);
    return { code: ValidationCode.VALID, txId, transaction: { ...opened, action }, readWriteSet, signers };
}

/** @returns why that cannot be done, where it cannot */
function openEnvelope(encoded: Uint8Array): SignedPayload | ValidationCode {
    const opened = decodedOr(undefined, () => envelope.decode(encoded));
    if (opened === undefined) return ValidationCode.INVALID_OTHER_REASON;
    const headers = decodedOr(undefined, () =>
        proposalParts.header.decode(envelopePayload.decode(opened.payload).header),
    );
    if (headers === undefined) return ValidationCode.BAD_PAYLOAD;
    const channelHeader = decodedOr(undefined, () => proposalParts.channelHeader.decode(headers.channelHeader));
    const signatureHeader = decodedOr(undefined, () => proposalParts.signatureHeader.decode(headers.signatureHeader));
    if (channelHeader === undefined || signatureHeader === undefined) return ValidationCode.BAD_COMMON_HEADER;
    return { ...opened, channelHeader, ...signatureHeader };
}

const KNOWN_TYPES = new Set<number>([HeaderType.ENDORSER_TRANSACTION, HeaderType.CONFIG, HeaderType.CONFIG_UPDATE]);

/** Configurations are made by orderers alone, and this channel's never changes. */
const UNSUPPORTED_TYPES = new Map<number, ValidationCode>([
    [HeaderType.CONFIG, ValidationCode.INVALID_CONFIG_TRANSACTION],
    [HeaderType.CONFIG_UPDATE, ValidationCode.UNSUPPORTED_TX_PAYLOAD],
]);

function checkOrigin(signed: SignedPayload, membership: Membership): ValidationCode | undefined {
    const { payload, signature, channelHeader, creator, nonce } = signed;
    const { type, epoch, txId } = channelHeader;
    if (!KNOWN_TYPES.has(type) || epoch !== 0n || nonce.length === 0 || creator.length === 0)
        return ValidationCode.BAD_COMMON_HEADER;
    if (membership.check(creator, payload, signature) !== undefined) return ValidationCode.BAD_CREATOR_SIGNATURE;
    if (type !== HeaderType.ENDORSER_TRANSACTION) return UNSUPPORTED_TYPES.get(type);
    return txId === transactionId(nonce, creator) ? undefined : ValidationCode.BAD_PROPOSAL_TXID;
}

/** Without this, what was endorsed once could be sent again under another id, or with other arguments beside it. */
function isAsEndorsed({ actionCount, actionHeader, hashedParts, endorsedHash }: OpenedTransaction): boolean {
    if (actionCount !== 1) return false;
    const proposer = decodedOr(undefined, () => proposalParts.signatureHeader.decode(actionHeader));
    if (proposer === undefined || proposer.nonce.length === 0 || proposer.creator.length === 0) return false;
    return sha256(hashedParts).equals(endorsedHash);
}

function signersOf({ responsePayload, endorsements }: OpenedTransaction, membership: Membership): Signer[] {
    const seen = new Set<string>();
    return endorsements.flatMap(({ endorser, signature }) => {
        const id = endorser.toString('base64');
        const signer = membership.signerOf(endorser, Buffer.concat([responsePayload, endorser]), signature);
        if (signer === undefined || seen.has(id)) return [];
        seen.add(id);
        return [signer];
    });
}

/** The id that a transaction must have: lower-case hex of SHA-256 over nonce and creator. */
export function transactionId(nonce: Uint8Array, creator: Uint8Array): string {
    return createHash('sha256').update(nonce).update(creator).digest('hex');
}

function refused(code: ValidationCode, txId: string): CheckedTransaction {
    return { code, txId, transaction: undefined, readWriteSet: [], signers: [] };
}
