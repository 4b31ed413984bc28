import { X509Certificate } from 'node:crypto';
import { capabilitiesOf, type Group, groupIn, groupOf, valueIn } from '../definition/configuration-groups';
import {
    configEnvelope,
    configPolicy,
    fabricMspConfig,
    IMPLICIT_META_POLICY,
    implicitMetaPolicy,
    META_RULES,
    mspConfig,
    SIGNATURE_POLICY,
} from '../definition/configuration-messages';
import { decodePolicy } from '../definition/policy-codec';
import type { SignaturePolicy } from '../definition/signature-policy';
import type { ChannelCapability } from '../identity/channel-capability';
import type { MembershipRoot } from '../identity/organization';

/** What a channel's configuration says of those who take part (fabric-protos, common/configtx.proto). */
export interface JoinedConfiguration {
    /** Those of the applications, in the order of their MSP ids. */
    readonly organizations: readonly MembershipRoot[];
    readonly channelCapability: ChannelCapability;
    readonly applicationCapability: 'V2_0' | 'V2_5';
    /** A policy by the path that definitions name it by; undefined where it is none of the applications'. */
    policy(path: string): SignaturePolicy | undefined;
}

/** msp.ProviderType FABRIC: members have certificates. */
const X509_MSP = 0;
const APPLICATION = '/Channel/Application/';

/** @throws ProtocolError, or Error from its certificates */
export function decodeJoinedConfiguration(encoded: Uint8Array): JoinedConfiguration {
    const { config } = configEnvelope.decode(encoded);
    const channel = groupOf(config?.channelGroup ?? Buffer.alloc(0));
    if (!channel.groups.has('Application')) throw new Error('has no group of applications');
    const application = groupIn(channel, 'Application');
    const members = [...application.groups.values()].map(groupOf);
    return {
        organizations: members
            .flatMap((one) => rootOf(one) ?? [])
            .sort((left, right) => (left.mspId < right.mspId ? -1 : 1)),
        channelCapability: capabilitiesOf(channel).includes('V3_0') ? 'V3_0' : 'V2_0',
        applicationCapability: capabilitiesOf(application).includes('V2_5') ? 'V2_5' : 'V2_0',
        policy: (path) =>
            path.startsWith(APPLICATION) ? policyOf(application, members, path.slice(APPLICATION.length)) : undefined,
    };
}

/** Undefined for an organization whose members have no certificates. */
function rootOf(organization: Group): MembershipRoot | undefined {
    const { type, config } = mspConfig.decode(valueIn(organization, 'MSP'));
    if (type !== X509_MSP || config.length === 0) return undefined;
    const { name, rootCertificates, intermediateCertificates } = fabricMspConfig.decode(config);
    const authorities = [...rootCertificates, ...intermediateCertificates].map((pem) =>
        new X509Certificate(pem).toString(),
    );
    return { mspId: name, authorities };
}

/** As signatures that have to come together: those of single organizations for a policy that is made of theirs. */
function policyOf(owner: Group, members: readonly Group[], name: string): SignaturePolicy | undefined {
    const encoded = owner.policies.get(name);
    const policy = encoded && configPolicy.decode(encoded).policy;
    if (policy?.type === SIGNATURE_POLICY) return decodePolicy(policy.value);
    if (policy?.type !== IMPLICIT_META_POLICY) return undefined;
    const { subPolicy, rule } = implicitMetaPolicy.decode(policy.value);
    const rules = members.flatMap((one) => policyOf(one, [], subPolicy) ?? []);
    const thresholds = { ANY: Math.min(1, members.length), ALL: members.length };
    const known = META_RULES[rule] ?? 'MAJORITY';
    return { outOf: known === 'MAJORITY' ? Math.floor(members.length / 2) + 1 : thresholds[known], rules };
}
