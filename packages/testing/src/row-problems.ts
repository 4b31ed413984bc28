import { type EntityPlan, entriesOf } from '@heddle/contract/internal';
import type { StateEntry } from '@heddle/local-peer';
import { readableKey } from '@heddle/local-peer/internal';

/**
 * What is wrong with the rows of an entity and the entries of its indexes, a sentence each.
 * @param entries all keys of the chaincode, or of the entity's collection
 */
export function rowProblems(plan: EntityPlan, entries: readonly StateEntry[]): string[] {
    const problems: string[] = [];
    const expected = new Map<string, ExpectedEntry>();
    for (const { key, value } of entries.filter((one) => plan.keys.read(one.key) !== undefined)) {
        const found = expectedOf(plan, key, value);
        if (typeof found === 'string') problems.push(found);
        else for (const [entry, what] of found) expected.set(entry, what);
    }
    return [...problems, ...entryProblems(plan, entries, expected)];
}

/** What an entry leads to, and whether old rows may lack it. */
interface ExpectedEntry {
    readonly value: Buffer;
    readonly row: string;
    readonly building: boolean;
}

type Expected = ReadonlyMap<string, ExpectedEntry>;

/** The entries that a row must have; a sentence where it cannot be read. None where it is one of another tag. */
function expectedOf(plan: EntityPlan, key: string, value: Buffer): [key: string, entry: ExpectedEntry][] | string {
    const name = plan.keys.describe(key);
    try {
        const row = plan.rows.readScanned(value, key);
        const entries = row === undefined ? [] : entriesOf(plan.indexes.values(), row);
        return entries.map((entry) => [entry.key, { value: entry.value, row: name, building: entry.index.building }]);
    } catch (error) {
        return `${name} cannot be read: ${(error as Error).message}`;
    }
}

function entryProblems({ indexes }: EntityPlan, entries: readonly StateEntry[], expected: Expected): string[] {
    const prefixes = Array.from(indexes.values(), ({ prefix }) => prefix);
    const found = entries.filter(({ key }) => prefixes.some((prefix) => key.startsWith(prefix)));
    const missing = new Map(expected);
    const wrong = found.flatMap(({ key, value }) => {
        const entry = expected.get(key);
        missing.delete(key);
        if (entry === undefined) return [`the entry ${readableKey(key)} leads to no row that has it`];
        return entry.value.equals(value)
            ? []
            : [`the entry ${readableKey(key)} leads to another row than ${entry.row}`];
    });
    // Old rows have no entries yet in an index that is being built.
    const absent = Array.from(missing).filter(([, { building }]) => !building);
    return [...wrong, ...absent.map(([key, { row }]) => `${row} lacks its entry ${readableKey(key)}`)];
}
