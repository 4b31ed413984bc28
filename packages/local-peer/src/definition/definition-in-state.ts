import { bool, bytes, int64, message, repeatedMessages, string, embedded, int32, uint64 } from '@heddle/protocol/codec';
import type { ChaincodeDefinition } from './chaincode-definition';
import type { Collection } from './collection';
import { fieldKey, sequenceKey } from './definition-state';
import { decodePolicy } from './policy-codec';
import { organizationsOf, type SignaturePolicy } from './signature-policy';

/**
 * Definitions as real peers have them in the state, in the namespace `_lifecycle` (fabric-protos,
 * peer/lifecycle/db.proto and chaincode_definition.proto, peer/collection.proto).
 */

/** lifecycle.StateData: one of them. */
const stateData = message({ number: int64(1), bytes: bytes(2) });
/** lifecycle.ChaincodeEndorsementInfo. */
const endorsementInfo = message({ version: string(1), initRequired: bool(2), plugin: string(3) });
/** lifecycle.ChaincodeValidationInfo. */
const validationInfo = message({ plugin: string(1), parameter: bytes(2) });
const applicationPolicy = message({ signaturePolicy: bytes(1), reference: string(2) });
const collectionPackage = message({
    collections: repeatedMessages(
        1,
        message({
            static: embedded(
                1,
                message({
                    name: string(1),
                    memberPolicy: embedded(2, message({ signaturePolicy: bytes(1) })),
                    requiredPeerCount: int32(3),
                    maxPeerCount: int32(4),
                    blockToLive: uint64(5),
                    memberOnlyRead: bool(6),
                    memberOnlyWrite: bool(7),
                    endorsementPolicy: embedded(8, applicationPolicy),
                }),
            ),
        }),
    ),
});
type StaticCollection = NonNullable<ReturnType<typeof collectionPackage.decode>['collections'][number]['static']>;

/**
 * Reads the definition of a chaincode out of the state.
 * @param valueOf the value of a key in `_lifecycle`; undefined where it does not exist
 * @returns undefined where no chaincode of this name is defined. It has no package: that is each organization's own matter
 * @throws ProtocolError, or Error for a policy that is none
 */
export function definitionInState(
    name: string,
    valueOf: (key: string) => Buffer | undefined,
): ChaincodeDefinition | undefined {
    const sequence = valueOf(sequenceKey(name));
    if (sequence === undefined) return undefined;
    const field = (which: Parameters<typeof fieldKey>[1]): Buffer =>
        stateData.decode(valueOf(fieldKey(name, which)) ?? Buffer.alloc(0)).bytes;
    const { version, initRequired } = endorsementInfo.decode(field('EndorsementInfo'));
    const policy = policyOf(validationInfo.decode(field('ValidationInfo')).parameter);
    const collections = collectionPackage
        .decode(field('Collections'))
        .collections.flatMap((one) => (one.static === undefined ? [] : [toCollection(one.static)]));
    return {
        name,
        packageId: '',
        version,
        sequence: Number(stateData.decode(sequence).number),
        initRequired,
        ...(policy !== undefined && { endorsementPolicy: policy }),
        collections,
    };
}

function toCollection({ memberPolicy, endorsementPolicy, blockToLive, ...rest }: StaticCollection): Collection {
    const policy = decodePolicy(memberPolicy?.signaturePolicy ?? Buffer.alloc(0));
    const own = endorsementPolicy === undefined ? undefined : signaturePolicyOf(endorsementPolicy);
    return {
        ...rest,
        members: organizationsOf(policy),
        policy,
        blockToLive: Number(blockToLive),
        ...(own !== undefined && { endorsementPolicy: own }),
    };
}

function policyOf(parameter: Buffer): SignaturePolicy | undefined {
    return signaturePolicyOf(applicationPolicy.decode(parameter));
}

/** Undefined for a reference to a policy of the channel. */
function signaturePolicyOf({ signaturePolicy }: { readonly signaturePolicy: Buffer }): SignaturePolicy | undefined {
    return signaturePolicy.length === 0 ? undefined : decodePolicy(signaturePolicy);
}
