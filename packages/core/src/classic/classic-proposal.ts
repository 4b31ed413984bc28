import type { Proposal } from '@heddle/protocol';
import { ClassicTime, longOf } from './classic-time';
import { withGetters } from './message-getters';

/** Who signed a proposal, as fabric-shim's `getCreator` gives it. */
export interface ClassicCreator {
    mspid: string;
    idBytes: Uint8Array;
}

/** A byte array that is no Buffer: `toString()` and JSON of the two differ, and have gone into ledgers. */
function plainBytes(bytes: Uint8Array): Uint8Array {
    return new Uint8Array(bytes);
}

/** The creator of a proposal. */
export function creatorOf({ identity }: Proposal): ClassicCreator {
    return { mspid: identity.mspId, idBytes: plainBytes(identity.idBytes) };
}

/** The transient data of a proposal. */
export function transientOf(proposal: Proposal): Map<string, Buffer> {
    return new Map(proposal.transient);
}

/** A signed proposal, decoded: the fields that fabric-shim's types promise, and the getters of the messages that it has. */
export function signedProposalOf(proposal: Proposal): object {
    const { mspId, idBytes } = proposal.identity;
    const { channelHeader } = proposal;
    const creator = withGetters({ mspid: mspId, idBytes: plainBytes(idBytes) }, { idBytes: '_asU8' });
    return {
        signature: plainBytes(proposal.signature),
        proposal: {
            header: {
                channelHeader: withGetters({
                    ...channelHeader,
                    timestamp: new ClassicTime(proposal.timestamp),
                    epoch: longOf(channelHeader.epoch),
                    extension: plainBytes(channelHeader.extension),
                    tlsCertHash: plainBytes(channelHeader.tlsCertHash),
                }),
                signatureHeader: withGetters({
                    creator,
                    creator_u8: plainBytes(proposal.creator),
                    nonce: plainBytes(proposal.nonce),
                }),
            },
            payload: withGetters(
                { input: plainBytes(proposal.input), transientMap: transientOf(proposal) },
                { transientMap: 'Map' },
            ),
        },
    };
}
