import type { WriteOrigin } from '@heddle/core/internal';
import type { EntityPlan } from './entity-plan';
import { entriesOf, type IndexEntry } from './index-entries';
import { exists, misuse, notFound, taken } from './row-errors';
import { RowPolicies } from './row-policies';
import type { Fate, SeenKey } from './seen-key';
import type { PreparedChange, TransactionView } from './view';
import { whenKnown } from './when-known';

const ABSENT = Buffer.alloc(0);

/** How a row is changed, and what is changed where there is none: it makes a new one, or throws. */
export interface RowUpdate {
    readonly change: (row: object) => void;
    readonly absent: () => object;
}

/** What a row is to become, with whose call it is. */
interface NewRow {
    readonly seen: SeenKey;
    readonly row: object;
    readonly bytes: Buffer;
    readonly entries: readonly IndexEntry[];
}

/**
 * The changes of an entity's rows, with the entries of its indexes.
 *
 * I1: whatever changes the entries of a row has read the row first, so that no entry is left behind, and two transactions
 * that do so conflict. I2: a change that is refused leaves nothing: it writes when all of it is decided.
 */
export class RowChanges {
    readonly #view: TransactionView;
    readonly #plan: EntityPlan;
    readonly #collection: string;
    readonly #policies: RowPolicies;

    constructor(view: TransactionView, plan: EntityPlan) {
        this.#view = view;
        this.#plan = plan;
        this.#collection = plan.collection?.name ?? '';
        this.#policies = new RowPolicies(view, plan);
    }

    /** Writes a row that must not be there. */
    create(input: object, origin: WriteOrigin): PreparedChange<object> {
        const next = this.#newRow(input);
        return {
            reads: [next.seen, ...this.#uniqueKeys(next.entries)],
            apply: () => {
                if (this.#known(next.seen).length > 0) throw exists(this.#plan, next.seen.key);
                return this.#write(next, [], origin);
            },
        };
    }

    /** Writes a row, whatever was there. Without indexes it need not know what that was. */
    put(input: object, origin: WriteOrigin): PreparedChange<object> {
        const next = this.#newRow(input);
        if (this.#plan.indexes.size === 0) return { reads: [], apply: () => this.#write(next, [], origin) };
        return {
            reads: [next.seen, ...this.#uniqueKeys(next.entries)],
            apply: () => this.#write(next, this.#entriesOfStored(next.seen), origin),
        };
    }

    /** Reads a row, changes it, and writes it. */
    update(key: string, { change, absent }: RowUpdate, origin: WriteOrigin): PreparedChange<object> {
        const seen = this.at(key);
        const { rows } = this.#plan;
        return {
            reads: [seen],
            apply: () => {
                const bytes = this.#known(seen);
                const isNew = bytes.length === 0;
                const row = isNew ? absent() : rows.read(bytes, key);
                const before = isNew ? [] : entriesOf(this.#plan.indexes.values(), row);
                change(row);
                return this.#write(this.#changedRow(seen, row), before, origin);
            },
        };
    }

    /** Takes a row away, with its entries. Answers what it was. */
    delete(key: string, origin: WriteOrigin): PreparedChange<object> {
        const seen = this.at(key);
        return {
            reads: [seen],
            apply: () => {
                const bytes = this.#known(seen);
                if (bytes.length === 0) throw notFound(this.#plan, key);
                const row = this.#plan.rows.read(bytes, key);
                this.#remove(seen, entriesOf(this.#plan.indexes.values(), row), 'delete', origin);
                return row;
            },
        };
    }

    /** Takes a private row away with its history, also where it is deleted already. */
    purge(key: string, origin: WriteOrigin): PreparedChange<undefined> {
        const seen = this.at(key);
        return {
            reads: [seen],
            apply: () => {
                this.#remove(seen, this.#entriesOfStored(seen), 'purge', origin);
                return undefined;
            },
        };
    }

    /** Gives a row and its entries an endorsement policy. */
    setPolicy(key: string, policy: Buffer, origin: WriteOrigin): PreparedChange<undefined> {
        const seen = this.at(key);
        return {
            reads: [seen],
            apply: () => {
                if (this.#known(seen).length === 0) throw notFound(this.#plan, key);
                const entries = this.#entriesOfStored(seen).map((entry) => this.at(entry.key));
                for (const kept of [seen, ...entries]) this.#view.setPolicy(kept, policy, origin);
                return undefined;
            },
        };
    }

    /** What the transaction knows of a key of this entity. */
    at(key: string): SeenKey {
        return this.#view.at(key, this.#collection);
    }

    #newRow(input: object): NewRow {
        const { rows, keys, indexes } = this.#plan;
        const row = rows.copy(input);
        const key = keys.keyOf(row as Record<string, unknown>); // only reads fields
        const bytes = rows.write(row);
        return { seen: this.at(key), row, bytes, entries: entriesOf(indexes.values(), row) };
    }

    #changedRow(seen: SeenKey, row: object): NewRow {
        const { name, rows, keys, indexes } = this.#plan;
        if (keys.keyOf(row as Record<string, unknown>) !== seen.key)
            // only reads fields
            throw misuse(`the change of a ${name} gives it another key: delete the row, and create another`);
        return { seen, row, bytes: rows.write(row), entries: entriesOf(indexes.values(), row) };
    }

    #uniqueKeys(entries: readonly IndexEntry[]): SeenKey[] {
        return entries.filter(({ index }) => index.unique).map(({ key }) => this.at(key));
    }

    /** The bytes of a key that was read before the change's turn came. */
    #known(seen: SeenKey): Buffer {
        const bytes = this.#view.current(seen);
        if (bytes instanceof Promise) throw new Error(`a change has not read ${seen.key} before its turn`);
        return bytes;
    }

    /** The entries of the row that is there, if one is. */
    #entriesOfStored(seen: SeenKey): IndexEntry[] {
        const bytes = this.#known(seen);
        if (bytes.length === 0) return [];
        return entriesOf(this.#plan.indexes.values(), this.#plan.rows.read(bytes, seen.key));
    }

    /** Writes a row and what is new of its entries, when it is known that no unique index refuses. */
    #write(next: NewRow, before: readonly IndexEntry[], origin: WriteOrigin): object | Promise<object> {
        const added = next.entries.filter((entry) => !before.some(({ key }) => key === entry.key));
        if (added.length === 0) return this.#finish(next, { before, policy: undefined }, origin);
        const unique = added.filter(({ index }) => index.unique);
        const isNew = this.#known(next.seen).length === 0;
        const reads = [
            this.#policies.forEntries(next.seen, isNew),
            ...unique.map(({ key }) => this.#view.current(this.at(key))),
        ];
        return whenKnown(reads, ([policy, ...owners]) => {
            const refused = unique.find((entry, index) => this.#isTaken(entry, owners[index], next.seen.key));
            if (refused !== undefined) throw taken(this.#plan, refused);
            return this.#finish(next, { before, policy }, origin);
        });
    }

    /** Whether another row has an entry of a unique index. */
    #isTaken({ index, key }: IndexEntry, owner: Buffer | undefined, row: string): boolean {
        return owner !== undefined && owner.length > 0 && index.rowKeyOf(key, owner) !== row;
    }

    #finish(
        { seen, row, bytes, entries }: NewRow,
        { before, policy }: { readonly before: readonly IndexEntry[]; readonly policy: Buffer | undefined },
        origin: WriteOrigin,
    ): object {
        this.#view.write(seen, 'put', bytes, origin);
        for (const entry of before)
            if (!entries.some(({ key }) => key === entry.key)) this.#removeEntry(entry, 'delete', origin);
        for (const entry of entries)
            if (!before.some(({ key }) => key === entry.key)) this.#addEntry(entry, policy, origin);
        return row;
    }

    #addEntry({ key, value }: IndexEntry, policy: Buffer | undefined, origin: WriteOrigin): void {
        const seen = this.at(key);
        // The row did not have it, or there was no row.
        seen.assumed ??= seen.committed ?? ABSENT;
        this.#view.write(seen, 'put', value, origin);
        if (policy !== undefined && policy.length > 0) this.#view.setPolicy(seen, policy, origin);
    }

    #removeEntry({ key, value }: IndexEntry, fate: Fate, origin: WriteOrigin): void {
        const seen = this.at(key);
        seen.assumed ??= seen.committed ?? value;
        this.#view.write(seen, fate, undefined, origin);
    }

    #remove(seen: SeenKey, entries: readonly IndexEntry[], fate: Fate, origin: WriteOrigin): void {
        this.#view.write(seen, fate, undefined, origin);
        for (const entry of entries) this.#removeEntry(entry, fate, origin);
    }
}
