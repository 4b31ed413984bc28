import { bool, bytes, int64, message, string } from '@heddle/protocol/codec';
import type { ChaincodeDefinition } from './chaincode-definition';
import { decodeApplicationPolicy, decodeCollections, decodeLifetimes, DEFAULT_POLICY } from './definition-codec';
import { fieldKey, FIELDS, sequenceKey } from './definition-state';
import type { SignaturePolicy } from './signature-policy';

/**
 * Definitions as real peers have them in the state, in the namespace `_lifecycle` (fabric, core/chaincode/lifecycle/
 * serializer.go; fabric-protos, peer/lifecycle/db.proto and chaincode_definition.proto).
 */

/** lifecycle.StateData: one of them. */
const stateData = message({ int64: int64(1), bytes: bytes(2) });
/** lifecycle.ChaincodeEndorsementInfo. */
const endorsementInfo = message({ version: string(1), initRequired: bool(2), endorsementPlugin: string(3) });
/** lifecycle.ChaincodeValidationInfo. */
const validationInfo = message({ validationPlugin: string(1), validationParameter: bytes(2) });

/** The keys that a definition is made of. */
export function keysOfDefinition(name: string): string[] {
    return [sequenceKey(name), ...FIELDS.map((field) => fieldKey(name, field))];
}

/**
 * Reads the definition of a chaincode out of the state.
 * @param valueOf the value of one of its keys; undefined where it does not exist
 * @param policyOf a policy of the channel's configuration, by its path
 * @returns undefined where no chaincode of this name is defined. It has no package: that is each organization's own matter
 * @throws ProtocolError, or Error for a policy that names identities by anything but their role
 */
export function definitionInState(
    name: string,
    valueOf: (key: string) => Buffer | undefined,
    policyOf: (path: string) => SignaturePolicy | undefined,
): ChaincodeDefinition | undefined {
    const sequence = valueOf(sequenceKey(name));
    if (sequence === undefined) return undefined;
    const field = (which: (typeof FIELDS)[number]): Buffer => bytesOf(valueOf(fieldKey(name, which)));
    const { version, initRequired } = endorsementInfo.decode(field('EndorsementInfo'));
    const { validationParameter } = validationInfo.decode(field('ValidationInfo'));
    const { policy, reference } = decodeApplicationPolicy(validationParameter);
    // What refers to the channel's default goes on to do so.
    const endorsementPolicy = policy ?? (reference === DEFAULT_POLICY ? undefined : policyOf(reference));
    return {
        name,
        packageId: '',
        version,
        sequence: Number(stateData.decode(sequence).int64),
        initRequired,
        collections: decodeCollections(field('Collections'), policyOf),
        ...(endorsementPolicy !== undefined && { endorsementPolicy }),
    };
}

/**
 * Reads how many blocks the values of a chaincode's collections live, by the collections' names, and nothing else.
 * @param valueOf the value of a key of the definition; undefined where it does not exist
 * @throws ProtocolError
 */
export async function lifetimesInState(
    name: string,
    valueOf: (key: string) => Promise<Buffer | undefined>,
): Promise<Map<string, number>> {
    return lifetimesOf(await valueOf(fieldKey(name, 'Collections')));
}

/** The same, of the value of that one key. @throws ProtocolError */
export function lifetimesOf(collections: Buffer | undefined): Map<string, number> {
    return decodeLifetimes(bytesOf(collections));
}

function bytesOf(value: Buffer | undefined): Buffer {
    return stateData.decode(value ?? Buffer.alloc(0)).bytes;
}
