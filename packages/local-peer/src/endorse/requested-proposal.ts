import { LocalPeerError } from '../errors';
import type { SigningIdentity } from '../identity/signing-identity';
import type { ProposalOutcome } from './endorser';
import type { EndorsedTransaction, TransactionRequest, TransactionResult } from './transaction-request';
import { createProposal } from './unpacked-proposal';

/** A request with everything that its user may leave to the peer. */
type CompleteRequest = TransactionRequest & { readonly identity: SigningIdentity; readonly time: Date };

/** Makes the signed proposal that a request stands for. */
export function encodeProposal(request: CompleteRequest, channelId: string): Buffer {
    const transient = new Map(Object.entries(request.transient ?? {}).map(([name, value]) => [name, toBytes(value)]));
    return createProposal({ ...request, channelId, args: argumentsOf(request), transient }).encoded;
}

/** What a user gets to see of an outcome. */
export function toResult(outcome: ProposalOutcome): TransactionResult {
    const { txId, channelId, response, event, readWriteSet, privateWrites } = outcome;
    return { txId, channel: channelId, ...response, event, readWriteSet, privateWrites };
}

/** @throws LocalPeerError NOT_ENDORSED where it has failed */
export function envelopeOf({ txId, status, envelope: signed }: EndorsedTransaction): Buffer {
    if (signed !== undefined) return signed;
    throw new LocalPeerError(
        'NOT_ENDORSED',
        `transaction ${txId} failed with status ${status}: it cannot be committed`,
    );
}

function argumentsOf({ function: name, args = [] }: TransactionRequest): Uint8Array[] {
    return (name === undefined ? args : [name, ...args]).map(toBytes);
}

function toBytes(value: string | Uint8Array): Uint8Array {
    return typeof value === 'string' ? Buffer.from(value) : value;
}
