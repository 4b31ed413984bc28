import type { WriteOrigin } from '@heddle/core/internal';
import type { EntityPlan } from '../entity/entity-plan';
import type { EntityIndex, IndexEntry } from '../entity/index-entries';
import { exists, notFound, refuseBlind, taken, writtenOverPurge } from './row-errors';
import { RowPolicies } from './row-policies';
import { ABSENT, type Fate, type SeenKey } from './seen-key';
import { NO_ENTRIES, StoredEntries } from './stored-entries';
import type { PreparedChange, TransactionView } from './view';
import { type WatchedFields, watchedFieldsOf } from './watched-fields';
import { whenKnown } from './when-known';

const NO_INDEXES: readonly EntityIndex[] = [];

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
 * that do so conflict. I2: a change that is refused leaves nothing: it writes when all of it is decided. I3: what takes the
 * place of a row has read that it is one of this entity, and of no later version, unless the author puts it blindly. I4: a purge is not
 * written over.
 */
export class RowChanges {
    readonly #view: TransactionView;
    readonly #plan: EntityPlan;
    readonly #collection: string;
    readonly #policies: RowPolicies;
    readonly #indexes: readonly EntityIndex[];
    readonly #watched: WatchedFields;
    readonly #stored: StoredEntries;

    constructor(view: TransactionView, plan: EntityPlan) {
        this.#view = view;
        this.#plan = plan;
        this.#collection = plan.collection?.name ?? '';
        this.#policies = new RowPolicies(view, plan);
        this.#watched = watchedFieldsOf(plan);
        this.#indexes = plan.indexes.size === 0 ? NO_INDEXES : Array.from(plan.indexes.values());
        this.#stored = new StoredEntries(view, plan, this.#indexes);
    }

    /** Writes a row that must not be there. */
    create(input: object, origin: WriteOrigin): PreparedChange<object> {
        const next = this.#newRow(input);
        return {
            reads: [next.seen, ...this.#uniqueKeys(next.entries)],
            apply: () => {
                const bytes = this.#known(next.seen);
                const { key } = next.seen;
                if (bytes.length > 0) throw exists(this.#plan, key, this.#plan.rows.otherOwner(bytes, key));
                return this.#write(next, NO_ENTRIES, origin);
            },
        };
    }

    /** Writes a row in the place of the one that is there. It reads that one: a row that is not its own would be lost. */
    put(input: object, origin: WriteOrigin): PreparedChange<object> {
        const next = this.#newRow(input);
        return {
            reads: [next.seen, ...this.#uniqueKeys(next.entries)],
            apply: () => this.#write(next, this.#entriesOfStored(next.seen), origin),
        };
    }

    /** Writes a row and reads nothing, where nothing but a row of this entity can be. */
    putBlind(input: object, origin: WriteOrigin): PreparedChange<object> {
        refuseBlind(this.#plan);
        const next = this.#newRow(input);
        return { reads: [], apply: () => this.#write(next, NO_ENTRIES, origin) };
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
                const older = isNew ? NO_ENTRIES : this.#stored.ofOlder(row);
                const before = this.#watched.of(row);
                change(row);
                this.#watched.refuseMove(before, row);
                const isIndexed = older !== undefined || this.#watched.hasMoved(before, row);
                const next = {
                    seen,
                    row,
                    bytes: rows.write(row),
                    entries: isIndexed ? this.#entriesOf(row) : NO_ENTRIES,
                };
                return this.#write(next, older ?? (isIndexed ? this.#entriesOf(before) : NO_ENTRIES), origin);
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
                return this.#stored.whenSure(key, this.#entriesOfRead(row), (entries) => {
                    this.#remove(seen, entries, 'delete', origin);
                    return row;
                });
            },
        };
    }

    /** Takes a private row away with its history, also where it is deleted already. */
    purge(key: string, origin: WriteOrigin): PreparedChange<undefined> {
        const seen = this.at(key);
        return {
            reads: [seen],
            apply: () =>
                this.#stored.whenSure(key, this.#entriesSoFar(seen), (entries) => {
                    this.#remove(seen, entries, 'purge', origin);
                    return undefined;
                }),
        };
    }

    /** Gives a row and its entries an endorsement policy. */
    setPolicy(key: string, policy: Buffer, origin: WriteOrigin): PreparedChange<undefined> {
        const seen = this.at(key);
        return {
            reads: [seen],
            apply: () => {
                if (this.#known(seen).length === 0) throw notFound(this.#plan, key);
                return this.#stored.whenSure(key, this.#entriesOfStored(seen), (entries) => {
                    const keys = entries.map((entry) => this.at(entry.key));
                    for (const kept of [seen, ...keys]) this.#view.setPolicy(kept, policy, origin);
                    return undefined;
                });
            },
        };
    }

    /** What the transaction knows of a key of this entity. */
    at(key: string): SeenKey {
        return this.#view.at(key, this.#collection);
    }

    #newRow(input: object): NewRow {
        const { rows, keys } = this.#plan;
        const row = rows.copy(input);
        const key = keys.keyOf(row as Record<string, unknown>); // only reads fields
        const bytes = rows.write(row);
        return { seen: this.at(key), row, bytes, entries: this.#entriesOf(row) };
    }

    #entriesOf(row: object): readonly IndexEntry[] {
        if (this.#indexes.length === 0) return NO_ENTRIES;
        const entries: IndexEntry[] = [];
        for (const index of this.#indexes) {
            const entry = index.entryOf(row as Record<string, unknown>); // only reads fields
            if (entry !== undefined) entries.push(entry);
        }
        return entries;
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
    #entriesOfStored(seen: SeenKey): readonly IndexEntry[] {
        const bytes = this.#known(seen);
        if (bytes.length === 0) return NO_ENTRIES;
        return this.#entriesOfRead(this.#plan.rows.read(bytes, seen.key));
    }

    /** The same, and those that the transaction has taken away: a purge is to reach them, too. */
    #entriesSoFar(seen: SeenKey): readonly IndexEntry[] {
        const entries = this.#entriesOfStored(seen);
        const { change, committed = ABSENT } = seen;
        if (change === undefined || committed.length === 0) return entries;
        const before = this.#entriesOfRead(this.#plan.rows.read(committed, seen.key));
        // Another row may have got one of a unique index.
        const isGone = ({ key }: IndexEntry): boolean => this.at(key).change?.fate === 'delete';
        return [...entries, ...without(before, entries).filter(isGone)];
    }

    /** The entries of a row that was read and not changed. */
    #entriesOfRead(row: object): readonly IndexEntry[] {
        return this.#stored.ofOlder(row) ?? this.#entriesOf(row);
    }

    /** Writes a row and its entries, in the place of those that it has. */
    #write(next: NewRow, stored: readonly IndexEntry[], origin: WriteOrigin): object | Promise<object> {
        this.#refuseOverPurge(next);
        return this.#stored.whenSure(next.seen.key, stored, (before) => this.#replace(next, before, origin));
    }

    /** Of a key, the last write of a transaction counts: nothing would be purged, and nobody told. */
    #refuseOverPurge({ seen, entries }: NewRow): void {
        if (this.#collection === '') return;
        const keys = [seen, ...entries.map(({ key }) => this.at(key))];
        if (keys.some(({ change }) => change?.fate === 'purge')) throw writtenOverPurge(this.#plan);
    }

    /** Writes a row and what is new of its entries, when it is known that no unique index refuses. */
    #replace(next: NewRow, before: readonly IndexEntry[], origin: WriteOrigin): object | Promise<object> {
        const added = without(next.entries, before);
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
        for (const entry of without(before, entries)) this.#removeEntry(entry, 'delete', origin);
        for (const entry of without(entries, before)) this.#addEntry(entry, policy, origin);
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

/** The entries that are in the first list and not in the second one. */
function without(entries: readonly IndexEntry[], others: readonly IndexEntry[]): readonly IndexEntry[] {
    if (entries.length === 0 || others.length === 0) return entries;
    return entries.filter(({ key }) => !others.some((other) => other.key === key));
}
