import { chaincodeSets } from '../records/chaincode-sets';
import type { CollectionHashes, KeyWrite, NamespaceReadWriteSet } from '../records/read-write-set';
import { readableJson } from '../records/readable-json';
import { readableKey } from '../records/readable-key';
import { readableValue, shownBytes } from '../records/readable-value';
import type { TransactionResult } from './transaction-request';

/** Something that two runs of one transaction did not do alike. */
export interface Difference {
    /** For instance `write of a1, createdAt`. */
    readonly what: string;
    readonly first: string;
    readonly second: string;
}

/** A difference, with who has which value. */
export interface NamedDifference {
    /** For instance `write of a1, createdAt`. */
    readonly what: string;
    readonly values: readonly { readonly by: string; readonly value: string }[];
}

/** Why a proposal was not endorsed although it ran: what its runs did not do alike. */
export interface Disagreement {
    /** The peers of organizations, by their MSP ids, or two runs at one peer, `first run` and `second run`. */
    readonly between: 'organizations' | 'runs';
    /** No more than twenty. */
    readonly differences: readonly NamedDifference[];
    /** The author's lines that did it, and what they have read of the machine; empty where that is not known. */
    readonly notes: readonly string[];
}

const MOST_NAMED = 20;
const RUNS = ['first run', 'second run'] as const;

/** What the peers of other organizations have otherwise than that of the first one. */
export function disagreementOf(
    [first, result]: readonly [mspId: string, result: TransactionResult],
    others: readonly (readonly [mspId: string, result: TransactionResult])[],
): Disagreement {
    const differences = others.flatMap(([mspId, other]) => named(differencesOf(result, other), [first, mspId]));
    return { between: 'organizations', differences: differences.slice(0, MOST_NAMED), notes: [] };
}

/** What two runs at one peer did not do alike. */
export function disagreementOfRuns(differences: readonly Difference[], notes: RunNotes): Disagreement {
    return {
        between: 'runs',
        differences: named(differences, RUNS).slice(0, MOST_NAMED),
        notes: notesOf(differences, notes),
    };
}

function named(differences: readonly Difference[], [left, right]: readonly [string, string]): NamedDifference[] {
    return differences.map(({ what, first, second }) => ({
        what,
        values: [
            { by: left, value: first },
            { by: right, value: second },
        ],
    }));
}

const NOTHING = Buffer.alloc(0);

/** What two runs did not do alike, of all that endorsers have to agree on. */
export function differencesOf(first: TransactionResult, second: TransactionResult): Difference[] {
    return compareOutcomes(outcomeOf(first), outcomeOf(second));
}

/** The same of everything that counts, by what it is: `write of a1` for one. */
export function compareOutcomes(left: ReadonlyMap<string, Buffer>, right: ReadonlyMap<string, Buffer>): Difference[] {
    return [...new Set([...left.keys(), ...right.keys()])].flatMap((what) =>
        compare(what, left.get(what) ?? NOTHING, right.get(what) ?? NOTHING),
    );
}

/** Everything that counts, by what it is. */
function outcomeOf({ readWriteSet, privateWrites, event, ...response }: TransactionResult): Map<string, Buffer> {
    const outcome = new Map([
        ['status', Buffer.from(String(response.status))],
        ['message', Buffer.from(response.message)],
        ['result', response.payload],
    ]);
    if (event !== undefined) outcome.set('event', Buffer.from(event.name)).set(`event ${event.name}`, event.payload);
    const several = chaincodeSets(readWriteSet).length > 1;
    const of = ({ namespace }: { readonly namespace: string }): string => (several ? ` of ${namespace}` : '');
    for (const set of readWriteSet) addNamespace(outcome, set, of(set));
    for (const set of privateWrites) addWrites(outcome, set.writes, ` in ${set.collection}${of(set)}`);
    return outcome;
}

function addNamespace(outcome: Map<string, Buffer>, set: NamespaceReadWriteSet, suffix: string): void {
    const { namespace: _, reads, writes, collections, ...rest } = set;
    addWrites(outcome, writes, suffix);
    for (const { key, version } of reads)
        outcome.set(`read of ${readableKey(key)}${suffix}`, readableJson(version ?? 'does not exist'));
    for (const { name, ...hashes } of collections)
        outcome.set(`hashes in ${name}${suffix}`, readableJson(unwritten(hashes)));
    // Ranges and metadata.
    for (const [section, content] of Object.entries(rest)) outcome.set(`${section}${suffix}`, readableJson(content));
}

/** What was written is compared by keys and values. */
function unwritten({ reads, writes, metadataWrites }: Omit<CollectionHashes, 'name'>): object {
    return { reads, purged: writes.filter(({ isPurge }) => isPurge).map(({ keyHash }) => keyHash), metadataWrites };
}

function addWrites(outcome: Map<string, Buffer>, writes: readonly KeyWrite[], suffix: string): void {
    for (const { key, isDelete, value } of writes)
        outcome.set(`write of ${readableKey(key)}${suffix}`, isDelete ? Buffer.from('deleted') : value);
}

function compare(what: string, first: Buffer, second: Buffer): Difference[] {
    if (first.equals(second)) return [];
    const [left, right] = [readableValue(first), readableValue(second)];
    const members = isStructured(left) && isStructured(right) ? compareMembers(what, left, right) : [];
    if (members.length > 0) return members;
    const isReordered = isStructured(left) && isStructured(right);
    return [{ what: isReordered ? `${what}, order` : what, first: shownBytes(first), second: shownBytes(second) }];
}

function compareMembers(what: string, first: object, second: object): Difference[] {
    const [left, right] = [new Map(leavesOf(first, '')), new Map(leavesOf(second, ''))];
    return [...new Set([...left.keys(), ...right.keys()])].flatMap((path) => {
        const [one, other] = [left.get(path) ?? 'nothing', right.get(path) ?? 'nothing'];
        return one === other ? [] : [{ what: `${what}, ${path}`, first: one, second: other }];
    });
}

/** What has no members of its own, with its path. */
function leavesOf(value: object, path: string): [path: string, text: string][] {
    return Object.entries(value).flatMap(([name, member]: [string, unknown]): [string, string][] => {
        const at = Array.isArray(value) ? `${path}[${name}]` : `${path === '' ? '' : `${path}.`}${name}`;
        const below = isStructured(member) ? leavesOf(member, at) : [];
        return below.length > 0 ? below : [[at, shownBytes(Buffer.from(JSON.stringify(member)))]];
    });
}

function isStructured(value: unknown): value is object {
    return typeof value === 'object' && value !== null && !Buffer.isBuffer(value);
}

const SHOWN = 10;

/** The differences as lines of a message, each run by its name; no more than ten of them. */
export function linesOf(differences: readonly Difference[], [first, second]: readonly [string, string]): string[] {
    const width = Math.max(first.length, second.length) + 1;
    const lines = differences
        .slice(0, SHOWN)
        .flatMap((one) => [
            `  ${one.what}`,
            `    ${`${first}:`.padEnd(width)} ${one.first}`,
            `    ${`${second}:`.padEnd(width)} ${one.second}`,
        ]);
    return differences.length > SHOWN ? [...lines, `  … and ${differences.length - SHOWN} more`] : lines;
}

/** What a transaction may depend on, as the last lines of a message about one that does not keep to it. */
export const REMEDY = [
    'A transaction depends on its arguments, the ledger, ctx.stub.getTxID() and ctx.stub.getDateTimestamp() alone: not on',
    'Date.now(), Math.random(), or what an object in memory has kept of other transactions.',
].join('\n');

/** What is known of two runs besides their differences. */
export interface RunNotes {
    /** How the machine of the second run was another one. */
    readonly secondRun?: string | undefined;
    /** The author's lines that have read and written, by the words of a difference without a member. */
    readonly places?: ReadonlyMap<string, string> | undefined;
    /** What was read of the machine, and where. */
    readonly reads?: readonly string[] | undefined;
    /** Where the order of answers may have decided something. */
    readonly orders?: readonly string[] | undefined;
}

/** The differences of two runs as a message for the author of the transaction. */
export function describeDifferences(
    transaction: string,
    differences: readonly Difference[],
    notes: RunNotes = {},
): string {
    return [
        `${transaction} is not deterministic: two runs of one transaction on the same ledger differ, and so would those of endorsers`,
        ...withMachine(linesOf(differences, RUNS), notes.secondRun),
        ...notesOf(differences, notes).map((note) => `  ${note}`),
        REMEDY,
    ].join('\n');
}

function notesOf(
    differences: readonly Difference[],
    { places = new Map(), reads = [], orders = [] }: RunNotes,
): string[] {
    const differing = new Set(differences.map(({ what }) => what.replace(/, .*$/s, '')));
    const known = [...places].filter(([what]) => differing.has(what));
    return [
        ...known.map(([what, place]) => `${what} at ${place}`),
        ...reads.map((read) => `read of the machine: ${read}`),
        ...orders.map((place) => `answers may come in another order: ${place}`),
    ];
}

/** The machine is told once, beside the first value that it made. */
function withMachine([what, first, second, ...rest]: readonly string[], machine: string | undefined): string[] {
    const told = machine === undefined || second === undefined ? second : `${second}      (${machine})`;
    return [what, first, told, ...rest].filter((line) => line !== undefined);
}
