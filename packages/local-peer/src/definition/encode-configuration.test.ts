import { common, msp, peer } from '@hyperledger/fabric-protos';
import { describe, expect, it } from '@jest/globals';
import { createBlockHeader, createGenesisEnvelope, decodeSignatures, encodeBlock } from '../records/block';
import { decodeConfiguration, decodeConfigurationBlock } from './channel-configuration';
import { encodeConfiguration } from './encode-configuration';

const ORGANIZATIONS = ['Org1MSP', 'Org2MSP'].map((mspId) => ({ mspId, authorities: [`certificate of ${mspId}`] }));
const CONFIGURATION = encodeConfiguration({
    organizations: ORGANIZATIONS,
    capabilities: { channel: 'V3_0', application: 'V2_5' },
});

/** The types of google-protobuf's maps are not installed. */
function mapOf<Value>(map: unknown): Map<string, Value> {
    return map as Map<string, Value>;
}

/** As Fabric's own classes read it. */
function applicationOf(encoded: Uint8Array): common.ConfigGroup {
    const channel = common.ConfigEnvelope.deserializeBinary(encoded).getConfig()?.getChannelGroup();
    const application = channel && mapOf<common.ConfigGroup>(channel.getGroupsMap()).get('Application');
    if (application === undefined) throw new Error('there is no application group');
    return application;
}

describe("the configuration of an embedded network's channel", () => {
    it("is read by Fabric's own classes", () => {
        const application = applicationOf(CONFIGURATION);
        const organizations = mapOf<common.ConfigGroup>(application.getGroupsMap());
        expect([...organizations.keys()]).toEqual(['Org1MSP', 'Org2MSP']);
        const values = mapOf<common.ConfigValue>(organizations.get('Org2MSP')?.getValuesMap());
        const value = values.get('MSP')?.getValue_asU8();
        const fabricMsp = msp.FabricMSPConfig.deserializeBinary(
            msp.MSPConfig.deserializeBinary(value ?? new Uint8Array()).getConfig_asU8(),
        );
        expect(fabricMsp.getName()).toBe('Org2MSP');
        expect(fabricMsp.getRootCertsList_asU8().map((one) => Buffer.from(one).toString())).toEqual([
            'certificate of Org2MSP',
        ]);
        const policy = mapOf<common.ConfigPolicy>(application.getPoliciesMap()).get('Endorsement')?.getPolicy();
        expect(policy?.getType()).toBe(common.Policy.PolicyType.IMPLICIT_META);
        expect(common.ImplicitMetaPolicy.deserializeBinary(policy?.getValue_asU8() ?? new Uint8Array()).getRule()).toBe(
            common.ImplicitMetaPolicy.Rule.MAJORITY,
        );
    });

    it('is the same when it is read here', () => {
        const envelope = createGenesisEnvelope('mychannel', new Date(0), CONFIGURATION);
        expect(decodeConfiguration(envelope)).toEqual({
            sequence: 0,
            organizations: ORGANIZATIONS.map(({ mspId }) => ({
                mspId,
                policies: {
                    Admins: `OR('${mspId}.admin')`,
                    Endorsement: `OR('${mspId}.member')`,
                    Readers: `OR('${mspId}.member')`,
                    Writers: `OR('${mspId}.member')`,
                },
            })),
            capabilities: { channel: ['V3_0'], application: ['V2_5'], orderer: [] },
            policies: {
                Admins: 'MAJORITY Admins',
                Endorsement: 'MAJORITY Endorsement',
                LifecycleEndorsement: 'MAJORITY Endorsement',
                Readers: 'ANY Readers',
                Writers: 'ANY Writers',
            },
            acls: {},
        });
    });

    it('may be missing, as in ledgers of earlier versions', () => {
        expect(decodeConfiguration(createGenesisEnvelope('mychannel', new Date(0), Buffer.alloc(0)))).toBeUndefined();
    });
});

describe("a configuration that Fabric's own classes have written", () => {
    it('is read with its access rules', () => {
        const encoded = common.ConfigEnvelope.deserializeBinary(CONFIGURATION);
        const config = encoded.getConfig();
        config?.setSequence(7);
        const resource = new peer.APIResource();
        resource.setPolicyRef('/Channel/Application/Admins');
        const rules = new peer.ACLs();
        mapOf(rules.getAclsMap()).set('qscc/GetChainInfo', resource);
        const value = new common.ConfigValue();
        value.setValue(rules.serializeBinary());
        const groups = mapOf<common.ConfigGroup>(config?.getChannelGroup()?.getGroupsMap());
        mapOf(groups.get('Application')?.getValuesMap()).set('ACLs', value);
        const envelope = createGenesisEnvelope('mychannel', new Date(0), encoded.serializeBinary());
        expect(decodeConfiguration(envelope)).toMatchObject({
            sequence: 7,
            acls: { 'qscc/GetChainInfo': '/Channel/Application/Admins' },
        });
    });
});

describe('the signatures of a block', () => {
    function signedBlock(signatures: readonly common.MetadataSignature[]): Uint8Array {
        const envelopes = [createGenesisEnvelope('mychannel', new Date(0), CONFIGURATION)];
        const header = createBlockHeader(9n, Buffer.alloc(0), envelopes);
        const block = common.Block.deserializeBinary(encodeBlock({ header, envelopes, validationCodes: [0] }));
        const last = new common.LastConfig();
        last.setIndex(5);
        const value = new common.OrdererBlockMetadata();
        value.setLastConfig(last);
        const metadata = new common.Metadata();
        metadata.setValue(value.serializeBinary());
        metadata.setSignaturesList([...signatures]);
        const entries = block.getMetadata()?.getMetadataList_asU8() ?? [];
        block.getMetadata()?.setMetadataList([metadata.serializeBinary(), ...entries.slice(1)]);
        return block.serializeBinary();
    }

    it('name orderers by their identities, or as consenters by their numbers', () => {
        const header = new common.SignatureHeader();
        header.setCreator(Buffer.from('an orderer'));
        const byIdentity = new common.MetadataSignature();
        byIdentity.setSignatureHeader(header.serializeBinary());
        const identifier = new common.IdentifierHeader();
        identifier.setIdentifier(3);
        const byNumber = new common.MetadataSignature();
        byNumber.setIdentifierHeader(identifier.serializeBinary());
        const block = signedBlock([byIdentity, byNumber]);
        expect(decodeSignatures(block)).toEqual({ signers: [Buffer.from('an orderer'), 3], lastConfiguration: 5n });
        expect(decodeConfigurationBlock(block)?.organizations).toHaveLength(2);
    });

    it('are none in a block of the embedded orderer', () => {
        const envelopes = [createGenesisEnvelope('mychannel', new Date(0), CONFIGURATION)];
        const header = createBlockHeader(0n, Buffer.alloc(0), envelopes);
        const encoded = encodeBlock({ header, envelopes, validationCodes: [0] });
        expect(decodeSignatures(encoded)).toEqual({ signers: [], lastConfiguration: undefined });
    });
});
