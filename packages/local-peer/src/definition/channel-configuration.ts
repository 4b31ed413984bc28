import { errorText } from '../errors';
import { decodeBlock } from '../records/block';
import { channelHeaderOf, envelope, envelopePayload, HeaderType } from '../records/transaction-envelope';
import { capabilitiesOf, type Group, groupIn, groupOf, valueIn } from './configuration-groups';
import {
    acls,
    configEnvelope,
    configPolicy,
    fabricMspConfig,
    IMPLICIT_META_POLICY,
    implicitMetaPolicy,
    META_RULES,
    mspConfig,
    SIGNATURE_POLICY,
} from './configuration-messages';
import { decodePolicy } from './policy-codec';
import { policyText } from './policy-text';

/** What a reader wants to know of a channel's configuration. */
export interface ChannelConfiguration {
    /** Counts the configurations, from 0. */
    readonly sequence: number;
    readonly organizations: readonly { readonly mspId: string; readonly policies: Readonly<Record<string, string>> }[];
    /** Such as `V2_5`, by the part of the channel that has it. */
    readonly capabilities: Readonly<Record<'channel' | 'application' | 'orderer', readonly string[]>>;
    /** Of the applications, by name, in Fabric's text forms. */
    readonly policies: Readonly<Record<string, string>>;
    /** Resources whose policy is not the default. */
    readonly acls: Readonly<Record<string, string>>;
}

/** Reads the configuration that a block has. @returns undefined where it has none @throws ProtocolError */
export function decodeConfigurationBlock(encoded: Uint8Array): ChannelConfiguration | undefined {
    const [first] = decodeBlock(encoded).envelopes;
    return first === undefined ? undefined : decodeConfiguration(first);
}

/** The same of an envelope. @returns undefined for one of another type @throws ProtocolError */
export function decodeConfiguration(first: Uint8Array): ChannelConfiguration | undefined {
    if (channelHeaderOf(first).type !== HeaderType.CONFIG) return undefined;
    const { config: found } = configEnvelope.decode(envelopePayload.decode(envelope.decode(first).payload).data);
    if (found === undefined) return undefined;
    const channel = groupOf(found.channelGroup);
    const application = groupIn(channel, 'Application');
    return {
        sequence: Number(found.sequence),
        organizations: [...application.groups.values()].map((one) => organizationOf(groupOf(one))),
        capabilities: {
            channel: capabilitiesOf(channel),
            application: capabilitiesOf(application),
            orderer: capabilitiesOf(groupIn(channel, 'Orderer')),
        },
        policies: policiesOf(application),
        acls: aclsOf(application),
    };
}

function organizationOf(one: Group): ChannelConfiguration['organizations'][number] {
    const { name } = fabricMspConfig.decode(mspConfig.decode(valueIn(one, 'MSP')).config);
    return { mspId: name, policies: policiesOf(one) };
}

function aclsOf(one: Group): Record<string, string> {
    return Object.fromEntries(
        acls.decode(valueIn(one, 'ACLs')).acls.map(({ resource, rule }) => [resource, rule?.policy ?? '']),
    );
}

function policiesOf({ policies }: Group): Record<string, string> {
    return Object.fromEntries([...policies].map(([name, encoded]) => [name, textOfPolicy(encoded)]));
}

function textOfPolicy(encoded: Uint8Array): string {
    const { type = 0, value = Buffer.alloc(0) } = configPolicy.decode(encoded).policy ?? {};
    if (type === IMPLICIT_META_POLICY) {
        const { rule, subPolicy } = implicitMetaPolicy.decode(value);
        return `${META_RULES[rule] ?? rule} ${subPolicy}`;
    }
    if (type !== SIGNATURE_POLICY) return `a policy of type ${type}`;
    try {
        return policyText(decodePolicy(value));
    } catch (error) {
        return `not shown: ${errorText(error)}`;
    }
}
