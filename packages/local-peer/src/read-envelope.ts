import { toDate } from '@heddle/protocol';
import { identityOf } from './observe/observed-identity';
import type { ObservedIdentity } from './observe/peer-observer';
import { channelHeaderOf, decodeTransaction, envelope, headerTypeName } from './records/transaction-envelope';

/** A transaction as it was sent, for who wants to see all of it: what its signatures are over, and what makes its id. */
export interface ReadEnvelope {
    /** Bytes of a common.Envelope, as the block has them. */
    readonly encoded: Buffer;
    /** For instance ENDORSER_TRANSACTION. */
    readonly type: string;
    readonly version: number;
    readonly time: Date | undefined;
    readonly channel: string;
    readonly txId: string;
    readonly epoch: bigint;
    /** Hash of the client's certificate for TLS; empty where the client has not bound itself to it. */
    readonly tlsCertHash: Buffer;
    readonly creator: ObservedIdentity;
    /** The id is the hash of it and the creator. */
    readonly nonce: Buffer;
    /** The creator's, over all but itself. */
    readonly signature: Buffer;
    readonly endorsements: readonly { readonly endorser: ObservedIdentity; readonly signature: Buffer }[];
}

/**
 * Takes an envelope apart.
 * @returns undefined for what is no endorsed transaction
 * @throws ProtocolError where any part is malformed
 */
export function readEnvelope(encoded: Buffer): ReadEnvelope | undefined {
    const { payload, signature } = envelope.decode(encoded);
    const transaction = decodeTransaction(payload);
    if (transaction === undefined) return undefined;
    const { type, version, timestamp, channelId, txId, epoch, tlsCertHash } = channelHeaderOf(encoded);
    return {
        encoded,
        type: headerTypeName(type),
        version,
        time: timestamp && toDate(timestamp),
        channel: channelId,
        txId,
        epoch,
        tlsCertHash,
        creator: identityOf(transaction.creator),
        nonce: transaction.nonce,
        signature,
        endorsements: transaction.endorsements.map((one) => ({
            endorser: identityOf(one.endorser),
            signature: one.signature,
        })),
    };
}
