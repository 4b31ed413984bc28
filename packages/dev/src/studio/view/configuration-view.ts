import type { LedgerReader, ReadBlock } from '@heddle/local-peer';
import type { BlockFacts, ConfigurationChange, ConfigurationFacts } from '@heddle/studio';

/** What a block says of the channel, and what is not as in the configuration before; nothing of a block without one. */
export async function configurationView(
    { number, configuration }: ReadBlock,
    reader: LedgerReader,
): Promise<Pick<BlockFacts, 'configuration' | 'changed'>> {
    if (configuration === undefined) return {};
    if (number === 0n) return { configuration, changed: { since: null, isKnown: true, rows: [] } };
    // The orderers write into each block where the last configuration is.
    const since = (await reader.block(number - 1n))?.lastConfiguration;
    const before = since === undefined ? undefined : (await reader.block(since))?.configuration;
    const rows = before === undefined ? [] : configurationChanges(before, configuration);
    return {
        configuration,
        changed: { since: since === undefined ? null : Number(since), isKnown: before !== undefined, rows },
    };
}

/** What two configurations do not have in common, in the order of the later one. */
export function configurationChanges(before: ConfigurationFacts, after: ConfigurationFacts): ConfigurationChange[] {
    const [old, now] = [factsOf(before), factsOf(after)];
    return [...new Set([...now.keys(), ...old.keys()])].flatMap((what) => {
        const [left, right] = [old.get(what), now.get(what)];
        if (left === right) return [];
        return [{ what, ...(left !== undefined && { before: left }), ...(right !== undefined && { after: right }) }];
    });
}

/** Everything that it says, by what it is. */
function factsOf({ organizations, capabilities, policies, acls }: ConfigurationFacts): Map<string, string> {
    const named = (prefix: string, facts: Readonly<Record<string, string>>): [string, string][] =>
        Object.entries(facts).map(([name, text]) => [`${prefix} ${name}`, text]);
    return new Map([
        ...organizations.flatMap(({ mspId, policies: own }): [string, string][] => [
            [`organization ${mspId}`, 'member'],
            ...named(`${mspId}, policy`, own),
        ]),
        ...Object.entries(capabilities).map(([part, names]): [string, string] => [
            `capabilities of ${part}`,
            names.join(', '),
        ]),
        ...named('policy', policies),
        ...named('access to', acls),
    ]);
}
