import { X509Certificate } from 'node:crypto';
import { bytes, bytesByName, embedded, int32, message, repeatedBytes, string } from '@heddle/protocol/codec';
import { decodePolicy } from '../definition/policy-codec';
import type { SignaturePolicy } from '../definition/signature-policy';
import type { ChannelCapability } from '../identity/channel-capability';
import type { MembershipRoot } from '../identity/organization';

/** What a channel's configuration says of those who take part (fabric-protos, common/configtx.proto). */
export interface ChannelConfiguration {
    /** Those of the applications, in the order of their MSP ids. */
    readonly organizations: readonly MembershipRoot[];
    readonly channelCapability: ChannelCapability;
    readonly applicationCapability: 'V2_0' | 'V2_5';
    /** A policy by the path that definitions name it by; undefined where it is none of the applications'. */
    policy(path: string): SignaturePolicy | undefined;
}

/** common.ConfigGroup; maps of messages are taken apart where they are needed. */
const groupFields = { groups: bytesByName(2), values: bytesByName(3), policies: bytesByName(4) };
const group = message(groupFields);
type Group = ReturnType<typeof group.decode>;
const configEnvelope = message({ config: embedded(1, message({ channelGroup: embedded(2, group) })) });
const configValue = message({ value: bytes(2) });
const configPolicy = message({ policy: embedded(2, message({ type: int32(1), value: bytes(2) })) });
const implicitMetaPolicy = message({ subPolicy: string(1), rule: int32(2) });
const mspConfig = message({ type: int32(1), config: bytes(2) });
const fabricMspConfig = message({ name: string(1), rootCerts: repeatedBytes(2), intermediateCerts: repeatedBytes(3) });
const capabilities = message({ capabilities: bytesByName(1) });

/** common.Policy.PolicyType. */
const SIGNATURE = 1;
const IMPLICIT_META = 3;
/** common.ImplicitMetaPolicy.Rule. */
const ANY = 0;
const ALL = 1;
const APPLICATION = '/Channel/Application/';

/** @throws ProtocolError, or Error from its certificates */
export function decodeChannelConfiguration(encoded: Uint8Array): ChannelConfiguration {
    const channel = configEnvelope.decode(encoded).config?.channelGroup;
    const application = groupOf(channel, 'Application');
    if (channel === undefined || application === undefined) throw new Error('has no group of applications');
    const members = [...application.groups.values()].map((one) => group.decode(one));
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

function groupOf(parent: Group | undefined, name: string): Group | undefined {
    const encoded = parent?.groups.get(name);
    return encoded && group.decode(encoded);
}

function valueOf(owner: Group, name: string): Buffer | undefined {
    const encoded = owner.values.get(name);
    return encoded && configValue.decode(encoded).value;
}

function capabilitiesOf(owner: Group): string[] {
    const encoded = valueOf(owner, 'Capabilities');
    return encoded === undefined ? [] : [...capabilities.decode(encoded).capabilities.keys()];
}

/** Undefined for an organization whose members have no certificates. */
function rootOf(organization: Group): MembershipRoot | undefined {
    const encoded = valueOf(organization, 'MSP');
    if (encoded === undefined) return undefined;
    const { type, config } = mspConfig.decode(encoded);
    if (type !== 0) return undefined;
    const { name, rootCerts, intermediateCerts } = fabricMspConfig.decode(config);
    const authorities = [...rootCerts, ...intermediateCerts].map((pem) => new X509Certificate(pem).toString());
    return { mspId: name, authorities };
}

/** As signatures that have to come together: those of single organizations for a policy that is made of theirs. */
function policyOf(owner: Group, members: readonly Group[], name: string): SignaturePolicy | undefined {
    const encoded = owner.policies.get(name);
    const policy = encoded && configPolicy.decode(encoded).policy;
    if (policy?.type === SIGNATURE) return decodePolicy(policy.value);
    if (policy?.type !== IMPLICIT_META) return undefined;
    const { subPolicy, rule } = implicitMetaPolicy.decode(policy.value);
    const rules = members.flatMap((one) => policyOf(one, [], subPolicy) ?? []);
    const thresholds = new Map([
        [ANY, Math.min(1, members.length)],
        [ALL, members.length],
    ]);
    return { outOf: thresholds.get(rule) ?? Math.floor(members.length / 2) + 1, rules };
}
