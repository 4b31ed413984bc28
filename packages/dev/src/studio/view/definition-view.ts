import type { ChaincodeDefinition } from '@heddle/local-peer';
import { policyText } from '@heddle/local-peer/internal';
import type { DefinitionRow } from '@heddle/studio';

/** A chaincode as the channel has it, with its policies in Fabric's text form. */
export function definitionView(definition: ChaincodeDefinition): DefinitionRow {
    const { name, packageId, version, sequence, initRequired, endorsementPolicy, collections } = definition;
    return {
        name,
        packageId,
        version,
        sequence,
        initRequired,
        // What a definition leaves open is the channel's.
        endorsementPolicy: endorsementPolicy === undefined ? 'MAJORITY Endorsement' : policyText(endorsementPolicy),
        collections: collections.map(({ policy, name: collection, blockToLive, memberOnlyRead, memberOnlyWrite }) => ({
            name: collection,
            policy: policyText(policy),
            blockToLive,
            memberOnlyRead,
            memberOnlyWrite,
        })),
    };
}
