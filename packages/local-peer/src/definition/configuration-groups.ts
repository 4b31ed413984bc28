import { capabilities, configGroup, configValue } from './configuration-messages';

/** common.ConfigGroup: what it holds, still encoded, by name. */
export interface Group {
    readonly groups: ReadonlyMap<string, Buffer>;
    readonly values: ReadonlyMap<string, Buffer>;
    readonly policies: ReadonlyMap<string, Buffer>;
}

const NO_GROUP: Group = { groups: new Map(), values: new Map(), policies: new Map() };

/** @throws ProtocolError */
export function groupOf(encoded: Uint8Array): Group {
    const { groups, values, policies } = configGroup.decode(encoded);
    const byName = (entries: readonly { readonly key: string; readonly value: Buffer }[]): Map<string, Buffer> =>
        new Map(entries.map(({ key, value }) => [key, value]));
    return { groups: byName(groups), values: byName(values), policies: byName(policies) };
}

/** One without content where there is none of this name. @throws ProtocolError */
export function groupIn({ groups }: Group, name: string): Group {
    const found = groups.get(name);
    return found === undefined ? NO_GROUP : groupOf(found);
}

/** Empty where there is none of this name. @throws ProtocolError */
export function valueIn({ values }: Group, name: string): Buffer {
    return configValue.decode(values.get(name) ?? Buffer.alloc(0)).value;
}

/** Such as `V2_5`. @throws ProtocolError */
export function capabilitiesOf(group: Group): string[] {
    return capabilities.decode(valueIn(group, 'Capabilities')).capabilities.map(({ name }) => name);
}
