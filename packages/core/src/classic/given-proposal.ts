import { Proposal, proposalParts } from '@heddle/protocol';

/** A signed proposal as tests hand it to the constructor of a stub: a message of protobuf, or its parts, or its bytes. */
export type GivenProposal =
    | Uint8Array
    | {
          getProposalBytes?(): Uint8Array;
          getSignature?(): Uint8Array;
          readonly proposal_bytes?: Uint8Array;
          readonly signature?: Uint8Array;
      };

/**
 * Reads a proposal that a test has made.
 * @throws Error with fabric-shim's words where its parts cannot be read
 */
export function readProposal(given: GivenProposal): Proposal {
    const encoded = given instanceof Uint8Array ? given : encode(given);
    const proposal = new Proposal(encoded);
    const parts = extracting('Failed extracting proposal from signedProposal. [%s]', () =>
        proposalParts.proposal.decode(proposal.proposalBytes),
    );
    if (parts.header.length === 0) throw new Error('Proposal header is empty');
    if (parts.payload.length === 0) throw new Error('Proposal payload is empty');
    extracting('Could not extract the header from the proposal: %s', () => proposalParts.header.decode(parts.header));
    extracting('Decoding SignatureHeader failed: %s', () => proposal.nonce);
    extracting('Decoding SerializedIdentity failed: %s', () => proposal.identity);
    extracting('Decoding ChannelHeader failed: %s', () => proposal.channelHeader);
    extracting('Decoding ChaincodeProposalPayload failed: %s', () => proposal.transient);
    return proposal;
}

function encode(given: Exclude<GivenProposal, Uint8Array>): Buffer {
    return proposalParts.signedProposal.encode({
        proposal: Buffer.from(given.getProposalBytes?.() ?? given.proposal_bytes ?? []),
        signature: Buffer.from(given.getSignature?.() ?? given.signature ?? []),
    });
}

function extracting<T>(text: string, read: () => T): T {
    try {
        return read();
    } catch (cause) {
        throw new Error(text.replace('%s', String(cause)), { cause });
    }
}
