import { ConfigurationError } from '../reporting/command-error';
import { error, type Finding } from '../reporting/finding';
import type { DeclaredCollection, DeclaredModel } from './declared-model';

/** A collection as the file for approve and commit has it. */
export interface CollectionDefinition {
    readonly name: string;
    /** Whose peers have the data. */
    readonly policy: string;
    readonly requiredPeerCount: number;
    readonly maxPeerCount: number;
    readonly blockToLive: number;
    readonly memberOnlyRead: boolean;
    readonly memberOnlyWrite: boolean;
    readonly endorsementPolicy?: { readonly signaturePolicy: string };
}

/** Members of collections, by name, where the contracts do not say them. */
export type GivenMembers = ReadonlyMap<string, readonly string[]>;

/** Where members are given on the command line. */
const OPTION = '--members';

/**
 * Parses `tradeTerms=FarmMSP,MillMSP`.
 * @throws ConfigurationError for another form
 */
export function parseMembers(given: readonly string[]): GivenMembers {
    return new Map(
        given.map((text) => {
            const [, name = '', list = ''] = /^([^=]+)=(.+)$/.exec(text) ?? [];
            const members = list.split(',').filter((member) => member !== '');
            if (members.length > 0) return [name, members];
            throw new ConfigurationError(
                `${OPTION} ${text} is no list of members: write the collection and MSP ids, such as tradeTerms=FarmMSP,MillMSP`,
            );
        }),
    );
}

/**
 * Makes the definitions of the collections that contracts declare, in the order of their names.
 * @throws ConfigurationError for a collection whose members nobody says, and for members of one that nobody declares
 */
export function collectionDefinitions({ collections }: DeclaredModel, given: GivenMembers): CollectionDefinition[] {
    for (const name of given.keys())
        if (!collections.has(name))
            throw new ConfigurationError(
                `${OPTION} names ${name}, which no contract declares: there are ${[...collections.keys()].join(', ') || 'none'}`,
            );
    const names = [...collections.keys()].sort();
    return names.map((name) => definitionOf(name, collections.get(name) ?? {}, given.get(name)));
}

function definitionOf(
    name: string,
    declared: DeclaredCollection,
    given: readonly string[] | undefined,
): CollectionDefinition {
    const members = given ?? declared.members ?? [];
    if (members.length === 0)
        throw new ConfigurationError(
            `nobody says who the members of the collection ${name} are: write collection('${name}', { members: ['Org1MSP'] }), ` +
                `or give ${OPTION} ${name}=Org1MSP,Org2MSP`,
        );
    return { name, policy: policyOf(members), ...settingsOf(declared) };
}

function policyOf(members: readonly string[]): string {
    return `OR(${members.map((member) => `'${member}.member'`).join(', ')})`;
}

/** With Fabric's defaults, so that the file says all that counts. */
function settingsOf(declared: DeclaredCollection): Omit<CollectionDefinition, 'name' | 'policy'> {
    const { requiredPeerCount = 0, maxPeerCount = Math.max(1, requiredPeerCount), blockToLive = 0 } = declared;
    const { memberOnlyRead = false, memberOnlyWrite = false, endorsementPolicy } = declared;
    const policy = endorsementPolicy === undefined ? {} : { endorsementPolicy: { signaturePolicy: endorsementPolicy } };
    return { requiredPeerCount, maxPeerCount, blockToLive, memberOnlyRead, memberOnlyWrite, ...policy };
}

/** The file for approve and commit. The same declarations give the same bytes. */
export function collectionFile(definitions: readonly CollectionDefinition[]): string {
    return `${JSON.stringify(definitions, undefined, 4)}\n`;
}

/**
 * Compares a file for approve and commit with what contracts declare: each declared collection must be in it, as it is
 * declared. What the contracts do not say is the file's to say.
 * @param text that was checked for what peers refuse
 */
export function compareCollections(file: string, text: string, { collections }: DeclaredModel): Finding[] {
    const defined = new Map(listOf(text).map((one) => [String(one['name']), one]));
    return Array.from(collections).flatMap(([name, declared]) => {
        const found = defined.get(name);
        const where = `${file}: ${name}`;
        if (found === undefined)
            return [error(where, 'is missing, and the contracts declare it', '"heddle collections" prints it')];
        return [...compareMembers(where, declared, found), ...compareSettings(where, declared, found)];
    });
}

type Fields = Readonly<Record<string, unknown>>;

function listOf(text: string): Fields[] {
    const parsed: unknown = JSON.parse(text);
    return Array.isArray(parsed) ? parsed.filter((one): one is Fields => typeof one === 'object' && one !== null) : [];
}

function compareMembers(where: string, { members }: DeclaredCollection, { policy }: Fields): Finding[] {
    if (members === undefined) return [];
    const found = Array.from(String(policy).matchAll(/['"]([A-Za-z0-9.-]+)\.\w+['"]/g), ([, mspId = '']) => mspId);
    if (sorted(found) === sorted(members)) return [];
    const what = `has the members ${sorted(found)}, and the contracts declare ${sorted(members)}`;
    return [error(`${where}: "policy"`, what, 'let both say the same')];
}

function sorted(members: readonly string[]): string {
    return [...new Set(members)].sort().join(', ');
}

function compareSettings(where: string, declared: DeclaredCollection, found: Fields): Finding[] {
    const expected = settingsOf(declared);
    const actual = { requiredPeerCount: 0, maxPeerCount: 1, blockToLive: 0, ...found };
    const said = Object.keys(declared).filter((name) => name !== 'members') as (keyof typeof expected)[];
    return said
        .filter((name) => JSON.stringify(expected[name]) !== JSON.stringify((actual as Fields)[name] ?? false))
        .map((name) => {
            const what = `is ${shown((actual as Fields)[name])}, and the contracts declare ${JSON.stringify(expected[name])}`;
            return error(`${where}: "${name}"`, what, 'let both say the same');
        });
}

function shown(value: unknown): string {
    return value === undefined ? 'missing' : JSON.stringify(value);
}
