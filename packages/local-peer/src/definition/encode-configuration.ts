import {
    capabilities,
    configEnvelope,
    configGroup,
    configPolicy,
    configValue,
    fabricMspConfig,
    IMPLICIT_META_POLICY,
    implicitMetaPolicy,
    META_RULES,
    mspConfig,
    SIGNATURE_POLICY,
} from './configuration-messages';
import { encodePolicy } from './policy-codec';
import type { Principal } from './signature-policy';

/** What the configuration of an embedded network's channel says. */
export interface NewConfiguration {
    readonly organizations: readonly { readonly mspId: string; readonly authorities: readonly string[] }[];
    readonly capabilities: { readonly channel: string; readonly application: string };
}

type Entry = readonly [name: string, value: Buffer];

const ADMINS = 'Admins';

/**
 * Encodes a ConfigEnvelope for a channel's first block, with the policies that configtxgen gives to a network of this kind
 * (fabric, sampleconfig/configtx.yaml). It has no orderers: the embedded one has no identity.
 */
export function encodeConfiguration({
    organizations,
    capabilities: { channel, application },
}: NewConfiguration): Buffer {
    const applicationGroup = groupOf({
        groups: organizations.map((one): Entry => [one.mspId, organizationGroup(one)]),
        values: [['Capabilities', capabilityValue(application)]],
        policies: [
            ...commonPolicies(),
            ['Endorsement', metaPolicy('MAJORITY', 'Endorsement')],
            ['LifecycleEndorsement', metaPolicy('MAJORITY', 'Endorsement')],
        ],
    });
    const channelGroup = groupOf({
        groups: [['Application', applicationGroup]],
        values: [['Capabilities', capabilityValue(channel)]],
        policies: commonPolicies(),
    });
    return configEnvelope.encode({ config: { channelGroup } });
}

function organizationGroup({ mspId, authorities }: NewConfiguration['organizations'][number]): Buffer {
    const rootCertificates = authorities.map((pem) => Buffer.from(pem));
    const config = fabricMspConfig.encode({ name: mspId, rootCertificates });
    return groupOf({
        groups: [],
        values: [['MSP', configValue.encode({ value: mspConfig.encode({ config }), modPolicy: ADMINS })]],
        policies: [
            ['Readers', memberPolicy(mspId, 'member')],
            ['Writers', memberPolicy(mspId, 'member')],
            [ADMINS, memberPolicy(mspId, 'admin')],
            ['Endorsement', memberPolicy(mspId, 'member')],
        ],
    });
}

function groupOf(parts: Readonly<Record<'groups' | 'values' | 'policies', readonly Entry[]>>): Buffer {
    const toEntries = (entries: readonly Entry[]): { key: string; value: Buffer }[] =>
        // In one order, so that a network has the same configuration each time.
        [...entries].sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, value]) => ({ key, value }));
    return configGroup.encode({
        groups: toEntries(parts.groups),
        values: toEntries(parts.values),
        policies: toEntries(parts.policies),
        modPolicy: ADMINS,
    });
}

function commonPolicies(): Entry[] {
    return [
        ['Readers', metaPolicy('ANY', 'Readers')],
        ['Writers', metaPolicy('ANY', 'Writers')],
        [ADMINS, metaPolicy('MAJORITY', ADMINS)],
    ];
}

function metaPolicy(rule: (typeof META_RULES)[number], subPolicy: string): Buffer {
    const value = implicitMetaPolicy.encode({ subPolicy, rule: META_RULES.indexOf(rule) });
    return configPolicy.encode({ policy: { type: IMPLICIT_META_POLICY, value }, modPolicy: ADMINS });
}

function memberPolicy(mspId: string, role: Principal['role']): Buffer {
    const value = encodePolicy({ outOf: 1, rules: [{ mspId, role }] });
    return configPolicy.encode({ policy: { type: SIGNATURE_POLICY, value }, modPolicy: ADMINS });
}

function capabilityValue(name: string): Buffer {
    const value = capabilities.encode({ capabilities: [{ name, value: Buffer.alloc(0) }] });
    return configValue.encode({ value, modPolicy: ADMINS });
}
