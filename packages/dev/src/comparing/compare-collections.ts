import type { Fields } from '../metadata/fields';
import { breaking, type Difference, fine } from './change';
import { compareNamed } from './compare-named';
import type { Versions } from './compare-transactions';
import type { DescribedContract } from './contract-document';

type Declared = Versions<Pick<DescribedContract, 'collections'>>;

// By fabric, core/chaincode/lifecycle/scc.go, validateCollConfigsAgainstCommittedDef.
const REFUSED = 'keep it: peers refuse a definition of the chaincode that changes that';
/** By which clients of organizations that are no members are kept out. */
const LOCKS: Readonly<Record<string, string>> = { memberOnlyRead: 'read', memberOnlyWrite: 'write' };
/** What only decides how many peers have the values, and who endorses them. */
const OTHERS = ['requiredPeerCount', 'maxPeerCount', 'endorsementPolicy'];

/** Lists what has changed for the values that are in a contract's private data collections. */
export function compareCollections(contract: string, { old, young }: Declared): Difference[] {
    return compareNamed(old.collections, young.collections, {
        place: (name) => `${contract} collection ${name}`,
        gone: REFUSED,
        compare: (where, before, after) => [
            ...compareLifetimes(where, before, after),
            ...compareMembers(where, before, after),
            ...OTHERS.filter((name) => shown(before[name]) !== shown(after[name])).map((name) =>
                fine(where, `had the ${name} ${shown(before[name])} and has ${shown(after[name])}`),
            ),
        ],
    });
}

/** Lists what has changed for clients of organizations that are no members of a collection. */
export function compareLocks(contract: string, { old, young }: Declared): Difference[] {
    return Array.from(old.collections).flatMap(([name, before]) =>
        Object.entries(LOCKS).flatMap(([lock, action]) => {
            const [was, is] = [before[lock] === true, young.collections.get(name)?.[lock] === true];
            const where = `${contract} collection ${name}`;
            if (is && !was) return [breaking(where, `now refuses clients of others who ${action} it`)];
            return was && !is ? [fine(where, `no longer refuses clients of others who ${action} it`)] : [];
        }),
    );
}

/** Without one, values stay for ever, as with 0. */
function compareLifetimes(
    where: string,
    { blockToLive: old = 0 }: Fields,
    { blockToLive: young = 0 }: Fields,
): Difference[] {
    if (old === young) return [];
    const what = `had the blockToLive ${shown(old)} and has ${shown(young)}`;
    return [breaking(where, what, REFUSED)];
}

function compareMembers(where: string, { members: old }: Fields, { members: young }: Fields): Difference[] {
    const [before, after] = [listOf(old), listOf(young)];
    if (after === undefined) return before === undefined ? [] : [fine(where, 'is for all organizations now')];
    if (before === undefined) {
        const what = `was for all organizations, and is for ${after.join(', ')}: peers of others get no values from then on`;
        return [breaking(where, what, 'list all of them')];
    }
    const gone = before.filter((one) => !after.includes(one));
    const come = after.filter((one) => !before.includes(one));
    return [
        ...gone.map((one) =>
            breaking(where, `has ${one} as a member no more: its peers get no values from then on`, 'keep the member'),
        ),
        ...come.map((one) => fine(where, `has ${one} as a member as well`)),
    ];
}

/** Without a list, all organizations are members. */
function listOf(members: unknown): readonly string[] | undefined {
    return Array.isArray(members) ? members.map(String) : undefined;
}

function shown(value: unknown): string {
    return value === undefined ? 'none' : JSON.stringify(value);
}
