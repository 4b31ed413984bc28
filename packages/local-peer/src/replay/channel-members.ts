import { bytes, embedded, message, repeatedMessages, string } from '@heddle/protocol/codec';

/** A channel's configuration (fabric-protos, common/configtx.proto and msp/msp_config.proto), as far as its members go. */

const configValue = message({ value: bytes(2) });
const groupFields = {
    groups: repeatedMessages(2, message({ name: string(1), group: bytes(2) })),
    values: repeatedMessages(3, message({ name: string(1), value: embedded(2, configValue) })),
};
const configGroup = message(groupFields);
const configEnvelope = message({ config: embedded(1, message({ channelGroup: embedded(2, configGroup) })) });
const mspConfig = message({ config: bytes(2) });
const fabricMspConfig = message({ name: string(1) });

type ConfigGroup = ReturnType<typeof configGroup.decode>;

/**
 * The MSP ids of the organizations whose applications are on a channel.
 * @param encoded a ConfigEnvelope
 * @throws ProtocolError
 */
export function membersOf(encoded: Uint8Array): string[] {
    const root = configEnvelope.decode(encoded).config?.channelGroup;
    const application = root && groupOf(root, 'Application');
    if (application === undefined) return [];
    return application.groups.flatMap(({ group }) => {
        const msp = configGroup.decode(group).values.find(({ name }) => name === 'MSP')?.value?.value;
        return msp === undefined ? [] : [fabricMspConfig.decode(mspConfig.decode(msp).config).name];
    });
}

function groupOf({ groups }: ConfigGroup, wanted: string): ConfigGroup | undefined {
    const found = groups.find(({ name }) => name === wanted);
    return found && configGroup.decode(found.group);
}
