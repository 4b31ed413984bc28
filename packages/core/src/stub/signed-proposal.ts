import type { Proposal } from '@heddle/protocol';
import { Int64 } from './int64';
import { Timestamp } from './timestamp';

/** A client's identity as fabric-shim gives it: an MSP id and, for X.509 MSPs, a certificate in PEM. */
export interface Creator {
    readonly mspid: string;
    readonly idBytes: Buffer;
}

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
                readonly epoch: Int64;
                readonly extension: Buffer;
                readonly tlsCertHash: Buffer;
            };
            readonly signatureHeader: {
                readonly creator: Creator;
                readonly nonce: Buffer;
            };
        };
        readonly payload: { readonly input: Buffer; readonly transientMap: ReadonlyMap<string, Buffer> };
    };
}

/** Decodes all parts of a proposal at once. */
export function signedProposalOf(proposal: Proposal): SignedProposal {
    const { mspId, idBytes } = proposal.identity;
    const channelHeader = {
        ...proposal.channelHeader,
        timestamp: new Timestamp(proposal.timestamp),
        epoch: new Int64(proposal.channelHeader.epoch),
    };
    return {
        signature: proposal.signature,
        proposal: {
            header: {
                channelHeader,
                signatureHeader: { creator: { mspid: mspId, idBytes }, nonce: proposal.nonce },
            },
            payload: { input: proposal.input, transientMap: proposal.transient },
        },
    };
}
