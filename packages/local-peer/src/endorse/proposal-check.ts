import { proposalParts } from '@heddle/protocol';
import type { Channel } from '../channel/channel';
import { transactionId } from '../commit/transaction-check';
import type { Membership } from '../identity/membership';
import { HeaderType, headerTypeName } from '../records/transaction-envelope';
import type { UnpackedProposal } from './unpacked-proposal';

/**
 * Checks a proposal as an endorser does before it runs it (fabric, core/endorser/endorser.go, preProcess).
 * @throws Error in the peer's words
 */
export async function checkProposal(
    proposal: UnpackedProposal,
    channel: Channel,
    membership: Membership,
): Promise<void> {
    const fault = headerFault(proposal) ?? identityFault(proposal, membership);
    if (fault !== undefined) throw new Error(`error validating proposal: ${fault}`);
    const { txId } = proposal.channelHeader;
    if (!(await channel.store.hasTransaction(txId))) return;
    throw new Error(`duplicate transaction found [${txId}]. Creator [${proposal.creator.toString('hex')}]`);
}

function headerFault({ channelHeader, nonce, creator, signature }: UnpackedProposal): string | undefined {
    const { type, epoch, txId } = channelHeader;
    if (type !== HeaderType.ENDORSER_TRANSACTION && type !== HeaderType.CONFIG)
        return `invalid header type ${headerTypeName(type)}`;
    if (epoch !== 0n) return 'epoch is non-zero';
    if (nonce.length === 0) return 'nonce is empty';
    if (creator.length === 0) return 'creator is empty';
    const expected = transactionId(nonce, creator);
    if (txId !== expected) return `incorrectly computed txid '${txId}' -- expected '${expected}'`;
    return signature.length === 0 ? 'empty signature bytes' : undefined;
}

/** What is wrong exactly is for the peer's log, and not for strangers. */
function identityFault(
    { channelHeader, creator, proposal, signature }: UnpackedProposal,
    membership: Membership,
): string | undefined {
    const fault = membership.check(creator, proposal, signature);
    if (fault === undefined) return undefined;
    const denied = `access denied: channel [${channelHeader.channelId}] creator org`;
    if (fault === 'unknown') return `${denied} unknown, creator is malformed`;
    return `${denied} [${proposalParts.serializedIdentity.decode(creator).mspId}]`;
}
