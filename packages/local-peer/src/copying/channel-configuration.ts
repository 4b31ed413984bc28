import { bytes, embedded, int32, message, repeatedMessages, string, uint64 } from '@heddle/protocol/codec';
import { decodePolicy } from '../definition/policy-codec';
import { policyText } from '../definition/policy-text';
import { errorText } from '../errors';
import { decodeBlock } from '../records/block';
import { envelope, envelopePayload } from '../records/transaction-envelope';

/** A channel's configuration (fabric-protos, common/configtx.proto, common/policies.proto, peer/configuration.proto). */

const entry = message({ key: string(1), value: bytes(2) });
/** Maps; groups are kept encoded, for they have groups again. */
const group = message({
    groups: repeatedMessages(2, entry),
    values: repeatedMessages(3, entry),
    policies: repeatedMessages(4, entry),
});
const config = message({ sequence: uint64(1), channelGroup: bytes(2) });
const configEnvelope = message({ config: embedded(1, config) });
const configValue = message({ value: bytes(2) });
const configPolicy = message({ policy: embedded(2, message({ type: int32(1), value: bytes(2) })) });
const implicitMetaPolicy = message({ subPolicy: string(1), rule: int32(2) });
const capabilities = message({ capabilities: repeatedMessages(1, message({ name: string(1) })) });
const mspConfig = message({ type: int32(1), config: bytes(2) });
const fabricMspConfig = message({ name: string(1) });
const acls = message({
    acls: repeatedMessages(1, message({ resource: string(1), rule: embedded(2, message({ policy: string(1) })) })),
});

/** Policy.PolicyType. */
const SIGNATURE = 1;
const IMPLICIT_META = 3;
/** ImplicitMetaPolicy.Rule, by number. */
const RULES = ['ANY', 'ALL', 'MAJORITY'];

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

interface Group {
    readonly groups: ReadonlyMap<string, Buffer>;
    readonly values: ReadonlyMap<string, Buffer>;
    readonly policies: ReadonlyMap<string, Buffer>;
}

const NO_GROUP: Group = { groups: new Map(), values: new Map(), policies: new Map() };

/** Reads the configuration that a block has. @returns undefined where it has none @throws ProtocolError */
export function decodeConfigurationBlock(encoded: Uint8Array): ChannelConfiguration | undefined {
    const [first] = decodeBlock(encoded).envelopes;
    if (first === undefined) return undefined;
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

function groupOf(encoded: Uint8Array): Group {
    const { groups, values, policies } = group.decode(encoded);
    const byName = (entries: readonly { readonly key: string; readonly value: Buffer }[]): Map<string, Buffer> =>
        new Map(entries.map(({ key, value }) => [key, value]));
    return { groups: byName(groups), values: byName(values), policies: byName(policies) };
}

function groupIn({ groups }: Group, name: string): Group {
    const found = groups.get(name);
    return found === undefined ? NO_GROUP : groupOf(found);
}

function valueIn({ values }: Group, name: string): Buffer {
    return configValue.decode(values.get(name) ?? Buffer.alloc(0)).value;
}

function organizationOf(one: Group): ChannelConfiguration['organizations'][number] {
    const { name } = fabricMspConfig.decode(mspConfig.decode(valueIn(one, 'MSP')).config);
    return { mspId: name, policies: policiesOf(one) };
}

function capabilitiesOf(one: Group): string[] {
    return capabilities.decode(valueIn(one, 'Capabilities')).capabilities.map(({ name }) => name);
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
    if (type === IMPLICIT_META) {
        const { rule, subPolicy } = implicitMetaPolicy.decode(value);
        return `${RULES[rule] ?? rule} ${subPolicy}`;
    }
    if (type !== SIGNATURE) return `a policy of type ${type}`;
    try {
        return policyText(decodePolicy(value));
    } catch (error) {
        return `not shown: ${errorText(error)}`;
    }
}
