import { type EntityPlan, entriesOf } from '@heddle/contract/internal';
import type { StateEntry } from '@heddle/local-peer';
import { readableKey } from '@heddle/local-peer/internal';

/**
 * What is wrong with the rows of an entity and the entries of its indexes, a sentence each.
 * @param entries all keys of the chaincode, or of the entity's collection
 */
export function rowProblems(plan: EntityPlan, entries: readonly StateEntry[]): string[] {
    const { expected, unreadable } = expectedEntries(plan, entries);
    return [...unreadable, ...entryProblems(plan, entries, { expected, isMeant: () => true })];
}

/**
 * The same of index entries alone, and of rows that have changed: what was there before may be older than the index.
 * @param changed the keys of rows and entries
 */
export function changeProblems(
    plan: EntityPlan,
    entries: readonly StateEntry[],
    changed: ReadonlySet<string>,
): string[] {
    const { expected } = expectedEntries(plan, entries);
    return entryProblems(plan, entries, { expected, isMeant: (key) => key !== undefined && changed.has(key) });
}

/** What an entry leads to, and whether old rows may lack it. */
interface ExpectedEntry {
    readonly value: Buffer;
    /** The row's key, and what people call it. */
    readonly rowKey: string;
    readonly row: string;
    readonly building: boolean;
}

interface Expectation {
    readonly expected: ReadonlyMap<string, ExpectedEntry>;
    /** Whether a key, of a row or an entry, is looked at. */
    readonly isMeant: (key: string | undefined) => boolean;
}

/** The entries that rows must have; sentences on rows that cannot be read. */
function expectedEntries(
    plan: EntityPlan,
    entries: readonly StateEntry[],
): { readonly expected: Map<string, ExpectedEntry>; readonly unreadable: readonly string[] } {
    const expected = new Map<string, ExpectedEntry>();
    const rows = entries.filter(({ key }) => plan.keys.read(key) !== undefined);
    const unreadable = rows.flatMap(({ key, value }) => {
        try {
            for (const [entry, what] of entriesOfRow(plan, key, value)) expected.set(entry, what);
            return [];
        } catch (error) {
            return [(error as Error).message];
        }
    });
    return { expected, unreadable };
}

/** None where it is a row of another tag. @throws ContractError for what is no row */
function entriesOfRow(plan: EntityPlan, rowKey: string, value: Buffer): [key: string, entry: ExpectedEntry][] {
    const row = plan.rows.readScanned(value, rowKey);
    const entries = row === undefined ? [] : entriesOf(plan.indexes.values(), row);
    const about = { rowKey, row: plan.keys.describe(rowKey) };
    return entries.map((entry) => [entry.key, { ...about, value: entry.value, building: entry.index.building }]);
}

function entryProblems(
    { indexes }: EntityPlan,
    entries: readonly StateEntry[],
    { expected, isMeant }: Expectation,
): string[] {
    const wrong = [...indexes.values()].flatMap((index) =>
        entries
            .filter(({ key }) => key.startsWith(index.prefix))
            .filter(({ key, value }) => isMeant(key) || isMeant(index.rowKeyOf(key, value)))
            .flatMap(({ key, value }) => wrongEntry(key, value, expected.get(key))),
    );
    const keys = new Set(entries.map(({ key }) => key));
    // Old rows have no entries yet in an index that is being built.
    const absent = [...expected].filter(
        ([key, { rowKey, building }]) => !keys.has(key) && !building && isMeant(rowKey),
    );
    return [...wrong, ...absent.map(([key, { row }]) => `${row} lacks its entry ${readableKey(key)}`)];
}

function wrongEntry(key: string, value: Buffer, expected: ExpectedEntry | undefined): string[] {
    if (expected === undefined) return [`the entry ${readableKey(key)} leads to no row that has it`];
    if (expected.value.equals(value)) return [];
    return [`the entry ${readableKey(key)} leads to another row than ${expected.row}`];
}
