import { type EntityPlan, entriesOf, type IndexEntry } from '@heddle/contract/internal';
import type { SeedWrite, StateEntry } from '@heddle/local-peer';
import { TestNetworkError } from '../errors/test-network-error';

/**
 * What has to be written so that the ledger has these rows, with their entries and without those of rows whose place they
 * take.
 * @param entries all keys of the chaincode, or of the entity's collection
 * @throws TestNetworkError SEED_INVALID where a unique index refuses a row
 */
export function seedWrites(plan: EntityPlan, rows: readonly object[], entries: readonly StateEntry[]): SeedWrite[] {
    const before = new Map(entries.map(({ key, value }) => [key, value]));
    const after = new Map<string, Buffer | undefined>();
    const valueOf = (key: string): Buffer | undefined => (after.has(key) ? after.get(key) : before.get(key));
    for (const input of rows) {
        const row = plan.rows.copy(input);
        const key = plan.keys.keyOf(row as Record<string, unknown>); // only reads fields
        for (const entry of entriesOfValue(plan, key, valueOf(key))) after.set(entry.key, undefined);
        for (const entry of entriesOf(plan.indexes.values(), row)) {
            refuseTaken(plan, entry, valueOf(entry.key));
            after.set(entry.key, entry.value);
        }
        after.set(key, plan.rows.write(row));
    }
    const collection = plan.collection?.name;
    return Array.from(after, ([key, value]) => ({ key, value, collection })).filter(
        ({ key, value }) => value !== undefined || before.has(key),
    );
}

/** Of the row whose place another one takes. */
function entriesOfValue(plan: EntityPlan, key: string, value: Buffer | undefined): IndexEntry[] {
    return value === undefined ? [] : entriesOf(plan.indexes.values(), plan.rows.read(value, key));
}

function refuseTaken({ name }: EntityPlan, { index, value }: IndexEntry, taken: Buffer | undefined): void {
    if (!index.unique || taken === undefined || taken.equals(value)) return;
    const fields = index.fields.map(({ field }) => field).join(', ');
    const text = `the seed has two ${name} with the same ${fields}, of which the index ${index.name} allows one`;
    throw new TestNetworkError('SEED_INVALID', text);
}
