import { randomBytes } from 'node:crypto';
import { chaincodeSpec, type ChannelHeader, proposalParts, toTimestamp } from '@heddle/protocol';
import { embedded, message } from '@heddle/protocol/codec';
import type { InvocationInput } from '../answers/answer';
import { transactionId } from '../commit/transaction-check';
import type { SigningIdentity } from '../identity/signing-identity';
import { sha256 } from '../records/merkle-tree';
import { headerExtension, HeaderType, withoutTransient } from '../records/transaction-envelope';
import { unmarshal } from '../records/unmarshal';

/** Proposals: what a client asks endorsers to run (fabric-protos, peer/proposal.proto). */

const NONCE_BYTES = 24;
/** ChaincodeSpec.Type GOLANG, which clients send for chaincode in any language. */
const GOLANG = 1;

const invocationSpec = message({ spec: embedded(1, chaincodeSpec) });

export interface ProposalOptions {
    readonly channelId: string;
    readonly chaincode: string;
    readonly args: readonly Uint8Array[];
    readonly transient?: ReadonlyMap<string, Uint8Array>;
    readonly isInit?: boolean;
    readonly identity: SigningIdentity;
    readonly time: Date;
    /** Default: 24 random bytes. */
    readonly nonce?: Uint8Array;
}

/** A proposal, and the id that follows from its nonce and creator. */
export interface SignedProposal {
    readonly txId: string;
    /** Bytes of the SignedProposal. */
    readonly encoded: Buffer;
}

/** Makes a proposal and signs it. */
export function createProposal(options: ProposalOptions): SignedProposal {
    const { identity, channelId, chaincode, transient = new Map<string, Uint8Array>() } = options;
    const nonce = options.nonce ?? randomBytes(NONCE_BYTES);
    const { creator } = identity;
    const txId = transactionId(nonce, creator);
    const header = proposalParts.header.encode({
        channelHeader: proposalParts.channelHeader.encode({
            type: HeaderType.ENDORSER_TRANSACTION,
            timestamp: toTimestamp(options.time),
            channelId,
            txId,
            extension: headerExtension.encode({ chaincodeId: { name: chaincode } }),
        }),
        signatureHeader: proposalParts.signatureHeader.encode({ creator, nonce }),
    });
    const input = { args: options.args, isInit: options.isInit ?? false };
    const payload = proposalParts.proposalPayload.encode({
        input: invocationSpec.encode({ spec: { type: GOLANG, chaincodeId: { name: chaincode }, input } }),
        transient,
    });
    const proposal = proposalParts.proposal.encode({ header, payload });
    const encoded = proposalParts.signedProposal.encode({ proposal, signature: identity.sign(proposal) });
    return { txId, encoded };
}

/** A proposal, taken apart. */
export interface UnpackedProposal {
    readonly proposal: Buffer;
    readonly signature: Buffer;
    readonly channelHeader: ChannelHeader;
    readonly creator: Buffer;
    readonly nonce: Buffer;
    readonly chaincode: string;
    readonly input: InvocationInput;
    /** What the endorsement is bound to: the headers, and the payload without transient data. */
    readonly hash: Buffer;
}

/**
 * Takes a SignedProposal apart (fabric, core/endorser/msgvalidation.go, UnpackProposal).
 * @throws ProtocolError in the peer's words where a part is malformed; Error in the peer's words where one is missing
 */
export function unpackProposal(encoded: Uint8Array): UnpackedProposal {
    const { proposal, signature } = proposalParts.signedProposal.decode(encoded);
    const { headers, channelHeader, payload } = openProposal(proposal);
    const signatureHeader = unmarshal('SignatureHeader', proposalParts.signatureHeader, headers.signatureHeader);
    const chaincode = chaincodeOf(channelHeader);
    const { spec } = specOf(unmarshal('ChaincodeProposalPayload', proposalParts.proposalPayload, payload));
    if (spec === undefined) throw new Error('chaincode invocation spec did not contain chaincode spec');
    if (spec.input === undefined) throw new Error('chaincode input did not contain any input');
    return {
        ...signatureHeader,
        proposal,
        signature,
        channelHeader,
        chaincode,
        input: spec.input,
        hash: sha256([headers.channelHeader, headers.signatureHeader, withoutTransient(payload)]),
    };
}

/** Where a proposal is to go, by its own words. */
export interface ProposalTarget {
    readonly channelId: string;
    /** What the invocation specification names; undefined where a part of it is missing. */
    readonly chaincode: string | undefined;
    /** What is missing of the specification. */
    readonly missing: 'spec' | 'id' | undefined;
    readonly hasTransient: boolean;
}

/**
 * Tells where a proposal is to go, before any of it is checked.
 * @param proposal bytes of a Proposal
 * @throws ProtocolError in the peer's words
 */
export function targetOf(proposal: Uint8Array): ProposalTarget {
    const { channelHeader, payload } = openProposal(proposal);
    const decoded = unmarshal('ChaincodeProposalPayload', proposalParts.proposalPayload, payload);
    const { spec } = specOf(decoded);
    return {
        channelId: channelHeader.channelId,
        chaincode: spec?.chaincodeId?.name,
        missing: spec === undefined ? 'spec' : spec.chaincodeId === undefined ? 'id' : undefined,
        hasTransient: decoded.transient.size > 0,
    };
}

interface OpenedProposal {
    readonly headers: { readonly channelHeader: Buffer; readonly signatureHeader: Buffer };
    readonly channelHeader: ChannelHeader;
    readonly payload: Buffer;
}

function openProposal(encoded: Uint8Array): OpenedProposal {
    const { header, payload } = unmarshal('Proposal', proposalParts.proposal, encoded);
    const headers = unmarshal('Header', proposalParts.header, header);
    return {
        headers,
        channelHeader: unmarshal('ChannelHeader', proposalParts.channelHeader, headers.channelHeader),
        payload,
    };
}

/**
 * What a transaction in a block was called with.
 * @param payload bytes of a ChaincodeProposalPayload
 * @returns undefined where a part is missing
 * @throws ProtocolError in the peer's words
 */
export function invocationOf(payload: Uint8Array): { chaincode: string; input: InvocationInput } | undefined {
    const { spec } = specOf(unmarshal('ChaincodeProposalPayload', proposalParts.proposalPayload, payload));
    if (spec?.chaincodeId === undefined || spec.input === undefined) return undefined;
    return { chaincode: spec.chaincodeId.name, input: spec.input };
}

function chaincodeOf({ extension }: ChannelHeader): string {
    const { chaincodeId: id } = unmarshal('ChaincodeHeaderExtension', headerExtension, extension);
    if (id === undefined) throw new Error('ChaincodeHeaderExtension.ChaincodeId is nil');
    if (id.name === '') throw new Error('ChaincodeHeaderExtension.ChaincodeId.Name is empty');
    return id.name;
}

function specOf({ input }: { readonly input: Buffer }): ReturnType<typeof invocationSpec.decode> {
    return unmarshal('ChaincodeInvocationSpec', invocationSpec, input);
}
