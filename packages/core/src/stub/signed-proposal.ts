import type { Proposal, Timestamp } from '@heddle/protocol';

/** A signed proposal, decoded, in the shape that fabric-shim gives it. */
export interface SignedProposal {
    readonly signature: Buffer;
    readonly proposal: {
        readonly header: {
            readonly channelHeader: {
                readonly type: number;
                readonly version: number;
                readonly timestamp: Timestamp;
                readonly channelId: string;
                readonly txId: string;
                readonly epoch: bigint;
                readonly extension: Buffer;
                readonly tlsCertHash: Buffer;
            };
            readonly signatureHeader: {
                readonly creator: { readonly mspid: string; readonly idBytes: Buffer };
                readonly nonce: Buffer;
            };
        };
        readonly payload: { readonly input: Buffer; readonly transientMap: ReadonlyMap<string, Buffer> };
    };
}

/** Decodes all parts of a proposal at once. */
export function signedProposalOf(proposal: Proposal): SignedProposal {
    const { mspId, idBytes } = proposal.identity;
    return {
        signature: proposal.signature,
        proposal: {
            header: {
                channelHeader: { ...proposal.channelHeader, timestamp: proposal.timestamp },
                signatureHeader: { creator: { mspid: mspId, idBytes }, nonce: proposal.nonce },
            },
            payload: { input: proposal.input, transientMap: proposal.transient },
        },
    };
}
