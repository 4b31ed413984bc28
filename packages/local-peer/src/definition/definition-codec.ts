import {
    bool,
    bytes,
    type Decoded,
    embedded,
    type Encodable,
    int32,
    int64,
    message,
    repeatedMessages,
    string,
    uint64,
} from '@heddle/protocol/codec';
import { errorText } from '../errors';
import type { ChaincodeDefinition } from './chaincode-definition';
import type { Collection } from './collection';
import { decodePolicy, encodePolicy } from './policy-codec';
import { policyText } from './policy-text';
import { organizationsOf, type SignaturePolicy } from './signature-policy';

/** Definitions as clients get them (fabric-protos, peer/lifecycle/lifecycle.proto, peer/collection.proto, peer/policy.proto). */

/** What a definition without a policy refers to: most of the organizations. */
export const DEFAULT_POLICY = '/Channel/Application/Endorsement';

const applicationPolicyFields = { signaturePolicy: bytes(1), reference: string(2) };
const applicationPolicy = message(applicationPolicyFields);
const staticCollectionFields = {
    name: string(1),
    memberPolicy: embedded(2, message({ signaturePolicy: bytes(1) })),
    requiredPeerCount: int32(3),
    maxPeerCount: int32(4),
    blockToLive: uint64(5),
    memberOnlyRead: bool(6),
    memberOnlyWrite: bool(7),
    endorsementPolicy: embedded(8, applicationPolicy),
};
const collectionConfig = message({ static: embedded(1, message(staticCollectionFields)) });
const collectionPackage = message({ collections: repeatedMessages(1, collectionConfig) });

const definitionFields = {
    sequence: int64(1),
    version: string(2),
    endorsementPlugin: string(3),
    validationPlugin: string(4),
    validationParameter: bytes(5),
    collections: embedded(6, collectionPackage),
    initRequired: bool(7),
    /** A map; each entry is true. */
    approvals: repeatedMessages(8, message({ mspId: string(1), isApproved: bool(2) })),
};
/** lifecycle.QueryChaincodeDefinitionResult. */
const definitionResult = message(definitionFields);

/** lifecycle.QueryChaincodeDefinitionsResult. */
const definitionsResult = message({
    definitions: repeatedMessages(
        1,
        message({
            name: string(1),
            sequence: int64(2),
            version: string(3),
            endorsementPlugin: string(4),
            validationPlugin: string(5),
            validationParameter: bytes(6),
            collections: embedded(7, collectionPackage),
            initRequired: bool(8),
        }),
    ),
});

/** A definition, without the name that it is asked for by. */
export function encodeDefinitionResult(definition: ChaincodeDefinition, approvedBy: readonly string[]): Buffer {
    const approvals = approvedBy.map((mspId) => ({ mspId, isApproved: true }));
    return definitionResult.encode({ ...toFields(definition), approvals });
}

export function encodeDefinitionsResult(definitions: readonly ChaincodeDefinition[]): Buffer {
    return definitionsResult.encode({ definitions: definitions.map((one) => ({ name: one.name, ...toFields(one) })) });
}

/** A definition as a peer tells of it. */
export interface DefinitionFacts {
    readonly name: string;
    readonly version: string;
    readonly sequence: number;
    readonly initRequired: boolean;
    /** In Fabric's text form, or the name of a policy of the channel. */
    readonly endorsementPolicy: string;
    readonly collections: readonly (Omit<Collection, 'endorsementPolicy' | 'policy'> & { readonly policy: string })[];
}

/** @throws ProtocolError */
export function decodeDefinitionsResult(encoded: Uint8Array): DefinitionFacts[] {
    return definitionsResult.decode(encoded).definitions.map((one) => {
        const { name, version, sequence, initRequired, validationParameter, collections } = one;
        const { signaturePolicy, reference } = applicationPolicy.decode(validationParameter);
        return {
            name,
            version,
            sequence: Number(sequence),
            initRequired,
            endorsementPolicy: signaturePolicy.length > 0 ? textOfPolicy(signaturePolicy) : reference,
            collections: (collections?.collections ?? []).flatMap(({ static: collection }) =>
                collection === undefined ? [] : [toCollectionFacts(collection)],
            ),
        };
    });
}

/**
 * A policy of a definition or of a collection, as it is kept: undefined where it names one of the channel's configuration.
 * @throws Error for what is no policy, or names identities by anything but their role
 */
export function decodeApplicationPolicy(encoded: Uint8Array): {
    readonly policy: SignaturePolicy | undefined;
    readonly reference: string;
} {
    const { signaturePolicy, reference } = applicationPolicy.decode(encoded);
    return { policy: signaturePolicy.length === 0 ? undefined : decodePolicy(signaturePolicy), reference };
}

/** The collections of a definition; those that are made in another way than by their organizations are left out. */
export function decodeCollections(
    encoded: Uint8Array,
    policyOf: (reference: string) => SignaturePolicy | undefined,
): Collection[] {
    return collectionPackage.decode(encoded).collections.flatMap(({ static: one }) => {
        if (one?.memberPolicy === undefined) return [];
        const policy = decodePolicy(one.memberPolicy.signaturePolicy);
        const { memberPolicy: _memberPolicy, endorsementPolicy: own, blockToLive, ...rest } = one;
        const endorsementPolicy =
            own && (own.signaturePolicy.length === 0 ? policyOf(own.reference) : decodePolicy(own.signaturePolicy));
        return {
            ...rest,
            members: organizationsOf(policy),
            policy,
            blockToLive: Number(blockToLive),
            ...(endorsementPolicy !== undefined && { endorsementPolicy }),
        };
    });
}

/** How many blocks the values of collections live, by the collections' names. @throws ProtocolError */
export function decodeLifetimes(encoded: Uint8Array): Map<string, number> {
    const { collections } = collectionPackage.decode(encoded);
    return new Map(
        collections.flatMap(({ static: one }) => (one ? [[one.name, Number(one.blockToLive)] as const] : [])),
    );
}

function toCollectionFacts(collection: Decoded<typeof staticCollectionFields>): DefinitionFacts['collections'][number] {
    const { memberPolicy, blockToLive, endorsementPolicy: _, ...rest } = collection;
    const encoded = memberPolicy?.signaturePolicy ?? Buffer.alloc(0);
    return { ...rest, blockToLive: Number(blockToLive), members: membersOf(encoded), policy: textOfPolicy(encoded) };
}

/** Peers take policies with principals that are no roles, too: those are told of by what is wrong with them here. */
export function textOfPolicy(encoded: Uint8Array): string {
    try {
        return policyText(decodePolicy(encoded));
    } catch (error) {
        return `not shown: ${errorText(error)}`;
    }
}

function membersOf(encoded: Uint8Array): string[] {
    try {
        return organizationsOf(decodePolicy(encoded));
    } catch {
        return [];
    }
}

/** What both results have; the plugins are the defaults of definitions that name no others. */
function toFields(definition: ChaincodeDefinition): Omit<Encodable<typeof definitionFields>, 'approvals'> {
    const { sequence, version, initRequired, endorsementPolicy, collections } = definition;
    return {
        sequence: BigInt(sequence),
        version,
        endorsementPlugin: 'escc',
        validationPlugin: 'vscc',
        validationParameter: applicationPolicy.encode(toApplicationPolicy(endorsementPolicy)),
        initRequired,
        collections: { collections: collections.map((one) => ({ static: toStaticCollection(one) })) },
    };
}

function toApplicationPolicy(policy: SignaturePolicy | undefined): Encodable<typeof applicationPolicyFields> {
    return policy === undefined ? { reference: DEFAULT_POLICY } : { signaturePolicy: encodePolicy(policy) };
}

function toStaticCollection(collection: Collection): Encodable<typeof staticCollectionFields> {
    const { policy, blockToLive, endorsementPolicy, ...rest } = collection;
    return {
        ...rest,
        memberPolicy: { signaturePolicy: encodePolicy(policy) },
        blockToLive: BigInt(blockToLive),
        endorsementPolicy: endorsementPolicy && toApplicationPolicy(endorsementPolicy),
    };
}
