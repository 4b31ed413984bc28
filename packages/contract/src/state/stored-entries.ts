import type { EntityPlan } from '../entity/entity-plan';
import type { EntityIndex, IndexEntry } from '../entity/index-entries';
import type { TransactionView } from './view';
import { whenKnown } from './when-known';

export const NO_ENTRIES: readonly IndexEntry[] = [];

/**
 * The index entries that rows have on the ledger.
 *
 * A row of the present version has those of its fields. One that older code has written may have others, since an upgrade
 * may change what is indexed, and nothing says of which types its fields were: such entries are looked up before anything
 * is done to them. So are those of a unique index that is being built, which may be another row's.
 */
export class StoredEntries {
    readonly #view: TransactionView;
    readonly #plan: EntityPlan;
    readonly #collection: string;
    readonly #indexes: readonly EntityIndex[];

    constructor(view: TransactionView, plan: EntityPlan, indexes: readonly EntityIndex[]) {
        this.#view = view;
        this.#plan = plan;
        this.#collection = plan.collection?.name ?? '';
        this.#indexes = indexes;
    }

    /** What a row may have that `rows.read` has just made, where older code has written it; undefined for any other. */
    ofOlder(row: object): readonly IndexEntry[] | undefined {
        const stored = this.#indexes.length === 0 ? undefined : this.#plan.rows.storedFields(row);
        if (stored === undefined) return undefined;
        const entries = [stored.byType, stored.byJson].flatMap((fields) => {
            const values = { ...fields, ...this.#keyOf(row) };
            return this.#indexes.flatMap((index) => index.olderEntryOf(values) ?? []);
        });
        return entries.filter(({ key }, at) => entries.findIndex((other) => other.key === key) === at);
    }

    /** Goes on with those entries that a row has: at once where there is no doubt of any. */
    whenSure<R>(
        row: string,
        entries: readonly IndexEntry[],
        use: (entries: readonly IndexEntry[]) => R | Promise<R>,
    ): R | Promise<R> {
        if (!entries.some(isDoubtful)) return use(entries);
        const doubtful = entries.filter(isDoubtful);
        const known = doubtful.map(({ key }) => this.#view.current(this.#view.at(key, this.#collection)));
        return whenKnown<Buffer, R>(known, (values) => {
            const missing = doubtful.filter((entry, at) => !leadsTo(row, entry, values[at]));
            return use(entries.filter((entry) => !missing.includes(entry)));
        });
    }

    #keyOf(row: object): Readonly<Record<string, unknown>> {
        return Object.fromEntries(this.#plan.keys.fields.map(({ field }) => [field, Reflect.get(row, field)]));
    }
}

function isDoubtful({ index, isOlder }: IndexEntry): boolean {
    return isOlder === true || (index.unique && index.building);
}

function leadsTo(row: string, { index, key }: IndexEntry, value: Buffer | undefined): boolean {
    return value !== undefined && value.length > 0 && index.rowKeyOf(key, value) === row;
}
