import { common, peer } from '@hyperledger/fabric-protos';
import { describe, expect, it } from '@jest/globals';
import type { ChaincodeDefinition } from './chaincode-definition';
import { encodeDefinitionResult, encodeDefinitionsResult } from './definition-codec';
import { encodePolicy } from './policy-codec';

const POLICY = { outOf: 1, rules: [{ mspId: 'Org1MSP', role: 'member' }] } as const;
const DEFINITION: ChaincodeDefinition = {
    name: 'basic',
    packageId: 'basic:1',
    version: '1.0',
    sequence: 3,
    initRequired: true,
    endorsementPolicy: POLICY,
    collections: [
        {
            name: 'c',
            members: ['Org1MSP'],
            policy: { outOf: 1, rules: [{ mspId: 'Org1MSP', role: 'member' }] },
            requiredPeerCount: 1,
            maxPeerCount: 2,
            blockToLive: 300,
            memberOnlyRead: true,
            memberOnlyWrite: true,
            endorsementPolicy: POLICY,
        },
    ],
};

describe('a definition is written as fabric-protos writes it', () => {
    const envelope = common.SignaturePolicyEnvelope.deserializeBinary(encodePolicy(POLICY));

    function policy(): peer.ApplicationPolicy {
        const encoded = new peer.ApplicationPolicy();
        encoded.setSignaturePolicy(envelope);
        return encoded;
    }

    function collections(): peer.CollectionConfigPackage {
        const members = new peer.CollectionPolicyConfig();
        members.setSignaturePolicy(envelope);
        const collection = new peer.StaticCollectionConfig();
        collection.setName('c');
        collection.setMemberOrgsPolicy(members);
        collection.setRequiredPeerCount(1);
        collection.setMaximumPeerCount(2);
        collection.setBlockToLive(300);
        collection.setMemberOnlyRead(true);
        collection.setMemberOnlyWrite(true);
        collection.setEndorsementPolicy(policy());
        const encoded = new peer.CollectionConfigPackage();
        encoded.addConfig().setStaticCollectionConfig(collection);
        return encoded;
    }

    it('by itself, with who has approved it', () => {
        const theirs = new peer.lifecycle.QueryChaincodeDefinitionResult();
        theirs.setSequence(3);
        theirs.setVersion('1.0');
        theirs.setEndorsementPlugin('escc');
        theirs.setValidationPlugin('vscc');
        theirs.setValidationParameter(policy().serializeBinary());
        theirs.setInitRequired(true);
        theirs.setCollections(collections());
        // The types of google-protobuf's maps are not installed.
        (theirs.getApprovalsMap() as Map<string, boolean>).set('Org1MSP', true);
        expect(encodeDefinitionResult(DEFINITION, ['Org1MSP'])).toEqual(Buffer.from(theirs.serializeBinary()));
    });

    it('among others', () => {
        const theirs = new peer.lifecycle.QueryChaincodeDefinitionsResult();
        const definition = theirs.addChaincodeDefinitions();
        definition.setName('basic');
        definition.setSequence(3);
        definition.setVersion('1.0');
        definition.setEndorsementPlugin('escc');
        definition.setValidationPlugin('vscc');
        definition.setValidationParameter(policy().serializeBinary());
        definition.setInitRequired(true);
        definition.setCollections(collections());
        expect(encodeDefinitionsResult([DEFINITION])).toEqual(Buffer.from(theirs.serializeBinary()));
    });
});
