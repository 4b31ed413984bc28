import { createHash } from 'node:crypto';
import { message } from './codec';
import { bytes, bytesByName, embedded, int32, string, uint64 } from './fields';
import { timestamp, type Timestamp } from './timestamp';

/**
 * The signed proposal that a transaction came with: who sent it, when, and what only the endorsers may see. It takes
 * longer to decode than many a transaction takes to run, so each part is decoded when it is first asked for.
 */

const signedProposal = message({ proposal: bytes(1), signature: bytes(2) });
const proposal = message({ header: bytes(1), payload: bytes(2), extension: bytes(3) });
const header = message({ channelHeader: bytes(1), signatureHeader: bytes(2) });
const signatureHeader = message({ creator: bytes(1), nonce: bytes(2) });
const proposalPayload = message({ input: bytes(1), transient: bytesByName(2) });

const channelHeader = message({
    type: int32(1),
    version: int32(2),
    timestamp: embedded(3, timestamp),
    channelId: string(4),
    txId: string(5),
    epoch: uint64(6),
    extension: bytes(7),
    tlsCertHash: bytes(8),
});
export type ChannelHeader = Readonly<ReturnType<typeof proposalParts.channelHeader.decode>>;

const serializedIdentity = message({ mspId: string(1), idBytes: bytes(2) });
/** An MSP id and, for X.509 MSPs, a certificate in PEM. */
export type SerializedIdentity = Readonly<ReturnType<typeof proposalParts.serializedIdentity.decode>>;

/** Codecs of the parts, for those who make proposals. */
export const proposalParts = {
    signedProposal,
    proposal,
    header,
    channelHeader,
    signatureHeader,
    proposalPayload,
    serializedIdentity,
};

/** A decoded SignedProposal. Each getter throws a ProtocolError where its part is malformed. */
export class Proposal {
    readonly #encoded: Uint8Array;
    #signed: ReturnType<typeof signedProposal.decode> | undefined;
    #proposal: ReturnType<typeof proposal.decode> | undefined;
    #header: ReturnType<typeof header.decode> | undefined;
    #channelHeader: ChannelHeader | undefined;
    #signatureHeader: ReturnType<typeof signatureHeader.decode> | undefined;
    #payload: ReturnType<typeof proposalPayload.decode> | undefined;

    /** @param encoded bytes of a SignedProposal, as ChaincodeMessage.proposal has them */
    constructor(encoded: Uint8Array) {
        this.#encoded = encoded;
    }

    /** The bytes that the client signed. */
    get proposalBytes(): Buffer {
        return this.#signedProposal.proposal;
    }

    get signature(): Buffer {
        return this.#signedProposal.signature;
    }

    get channelHeader(): ChannelHeader {
        return (this.#channelHeader ??= channelHeader.decode(this.#headers.channelHeader));
    }

    /** The client's time, not the peer's: equal at all endorsers. */
    get timestamp(): Timestamp {
        return this.channelHeader.timestamp ?? { seconds: 0n, nanos: 0 };
    }

    /** The client's identity as it was sent: an encoded SerializedIdentity. */
    get creator(): Buffer {
        return this.#signatures.creator;
    }

    get nonce(): Buffer {
        return this.#signatures.nonce;
    }

    get identity(): SerializedIdentity {
        return serializedIdentity.decode(this.creator);
    }

    /** An encoded ChaincodeInvocationSpec. */
    get input(): Buffer {
        return this.#payloadParts.input;
    }

    /** What the client gave to the endorsers only; no part of the transaction. */
    get transient(): ReadonlyMap<string, Buffer> {
        return this.#payloadParts.transient;
    }

    /**
     * Lower-case hex of SHA-256 over nonce, creator and epoch (8 bytes, little-endian): ties transient data or
     * application signatures to this proposal (fabric, protoutil/proputils.go, computeProposalBinding).
     */
    get binding(): string {
        const epoch = Buffer.alloc(8);
        epoch.writeBigUInt64LE(this.channelHeader.epoch);
        return createHash('sha256').update(this.nonce).update(this.creator).update(epoch).digest('hex');
    }

    get #signedProposal(): ReturnType<typeof signedProposal.decode> {
        return (this.#signed ??= signedProposal.decode(this.#encoded));
    }

    get #parts(): ReturnType<typeof proposal.decode> {
        return (this.#proposal ??= proposal.decode(this.proposalBytes));
    }

    get #payloadParts(): ReturnType<typeof proposalPayload.decode> {
        return (this.#payload ??= proposalPayload.decode(this.#parts.payload));
    }

    get #headers(): ReturnType<typeof header.decode> {
        return (this.#header ??= header.decode(this.#parts.header));
    }

    get #signatures(): ReturnType<typeof signatureHeader.decode> {
        return (this.#signatureHeader ??= signatureHeader.decode(this.#headers.signatureHeader));
    }
}
