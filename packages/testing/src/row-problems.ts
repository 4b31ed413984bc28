import { type EntityPlan, entriesOf } from '@heddle/contract/internal';
import type { StateEntry } from '@heddle/local-peer';
import { readableKey } from '@heddle/local-peer/internal';

/**
 * What is wrong with the rows of an entity and the entries of its indexes, a sentence each.
 * @param entries all keys of the chaincode, or of the entity's collection
 */
export function rowProblems(plan: EntityPlan, entries: readonly StateEntry[]): string[] {
    const problems: string[] = [];
    const expected = new Map<string, { readonly value: Buffer; readonly row: string; readonly building: boolean }>();
    for (const { key, value } of entries) {
        if (plan.keys.read(key) === undefined) continue;
        const row = plan.keys.describe(key);
        try {
            const read = plan.rows.readScanned(value, key);
            if (read === undefined) continue;
            for (const entry of entriesOf(plan.indexes.values(), read))
                expected.set(entry.key, { value: entry.value, row, building: entry.index.building });
        } catch (error) {
            problems.push(`${row} cannot be read: ${(error as Error).message}`);
        }
    }
    return [...problems, ...entryProblems(plan, entries, expected)];
}

type Expected = ReadonlyMap<string, { readonly value: Buffer; readonly row: string; readonly building: boolean }>;

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
