import { createHash } from 'node:crypto';
import { message, type MessageCodec } from './codec';
import { bytes, bytesByName, embedded, int32, string, uint64 } from './fields';
import { type Timestamp, timestamp } from './timestamp';

/**
 * The signed proposal that a transaction came with: who sent it, when, and what only the endorsers may see. It takes
 * longer to decode than many a transaction takes to run, so each part is decoded when it is first asked for.
 */

/** SignedProposal: what the client signed, an encoded Proposal, and its signature. */
export interface SignedProposalParts {
    readonly proposal: Buffer;
    readonly signature: Buffer;
}

const signedProposal: MessageCodec<SignedProposalParts> = message({ proposal: bytes(1), signature: bytes(2) });

/** Proposal: an encoded Header, and an encoded ChaincodeProposalPayload. */
export interface ProposalParts {
    readonly header: Buffer;
    readonly payload: Buffer;
    readonly extension: Buffer;
}

const proposal: MessageCodec<ProposalParts> = message({ header: bytes(1), payload: bytes(2), extension: bytes(3) });

/** Header: an encoded ChannelHeader, and an encoded SignatureHeader. */
export interface HeaderParts {
    readonly channelHeader: Buffer;
    readonly signatureHeader: Buffer;
}

const header: MessageCodec<HeaderParts> = message({ channelHeader: bytes(1), signatureHeader: bytes(2) });

/** Which transaction of which channel, and when its client made it. */
export interface ChannelHeader {
    readonly type: number;
    readonly version: number;
    readonly timestamp: Timestamp | undefined;
    readonly channelId: string;
    readonly txId: string;
    readonly epoch: bigint;
    readonly extension: Buffer;
    readonly tlsCertHash: Buffer;
}

const channelHeader: MessageCodec<ChannelHeader> = message({
    type: int32(1),
    version: int32(2),
    timestamp: embedded(3, timestamp),
    channelId: string(4),
    txId: string(5),
    epoch: uint64(6),
    extension: bytes(7),
    tlsCertHash: bytes(8),
});

/** Who signed: an encoded SerializedIdentity, and what makes the proposal unique. */
export interface SignatureHeader {
    readonly creator: Buffer;
    readonly nonce: Buffer;
}

const signatureHeader: MessageCodec<SignatureHeader> = message({ creator: bytes(1), nonce: bytes(2) });

/** ChaincodeProposalPayload: an encoded ChaincodeInvocationSpec, and what only the endorsers may see. */
export interface ProposalPayload {
    readonly input: Buffer;
    readonly transient: Map<string, Buffer>;
}

const proposalPayload: MessageCodec<ProposalPayload> = message({ input: bytes(1), transient: bytesByName(2) });

/** An MSP id and, for X.509 MSPs, a certificate in PEM. */
export interface SerializedIdentity {
    readonly mspId: string;
    readonly idBytes: Buffer;
}

const serializedIdentity: MessageCodec<SerializedIdentity> = message({ mspId: string(1), idBytes: bytes(2) });

/** Codecs of the parts, for those who make proposals. */
export const proposalParts: {
    readonly signedProposal: MessageCodec<SignedProposalParts>;
    readonly proposal: MessageCodec<ProposalParts>;
    readonly header: MessageCodec<HeaderParts>;
    readonly channelHeader: MessageCodec<ChannelHeader>;
    readonly signatureHeader: MessageCodec<SignatureHeader>;
    readonly proposalPayload: MessageCodec<ProposalPayload>;
    readonly serializedIdentity: MessageCodec<SerializedIdentity>;
} = { signedProposal, proposal, header, channelHeader, signatureHeader, proposalPayload, serializedIdentity };

/** A decoded SignedProposal. Each getter throws a ProtocolError where its part is malformed. */
export class Proposal {
    readonly #encoded: Uint8Array;
    #signed: SignedProposalParts | undefined;
    #proposal: ProposalParts | undefined;
    #header: HeaderParts | undefined;
    #channelHeader: ChannelHeader | undefined;
    #signatureHeader: SignatureHeader | undefined;
    #payload: ProposalPayload | undefined;

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

    get #signedProposal(): SignedProposalParts {
        return (this.#signed ??= signedProposal.decode(this.#encoded));
    }

    get #parts(): ProposalParts {
        return (this.#proposal ??= proposal.decode(this.proposalBytes));
    }

    get #payloadParts(): ProposalPayload {
        return (this.#payload ??= proposalPayload.decode(this.#parts.payload));
    }

    get #headers(): HeaderParts {
        return (this.#header ??= header.decode(this.#parts.header));
    }

    get #signatures(): SignatureHeader {
        return (this.#signatureHeader ??= signatureHeader.decode(this.#headers.signatureHeader));
    }
}
