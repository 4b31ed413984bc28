import type {
    AnyCounter,
    AnyEntity,
    DataOf,
    EntityIndexes,
    EntityKey,
    IndexList,
    IndexNames,
    KeyList,
    KeyOf,
    RowOf,
    RowVersion,
    WhereOf,
} from '@heddle/contract';
import { type CounterPlan, type EntityPlan, statePlanOf } from '@heddle/contract/internal';
import { compareKeys } from '@heddle/core/internal';
import type { StateEntry } from '@heddle/local-peer';
import { TestNetworkError } from '../errors/test-network-error';
import type { EntityLedger } from './entity-ledger';
import { rowProblems } from './row-problems';
import { seedWrites } from './seed-writes';

/** What `net.state.of(target)` is: the committed rows of an entity, or the sums of a counter. */
export type CommittedState<C extends AnyEntity | AnyCounter> = C extends AnyCounter
    ? CommittedSums<RowOf<C>, EntityKey<C>>
    : CommittedRows<RowOf<C>, EntityKey<C>, EntityIndexes<C>>;

/** The committed rows of an entity, of its class. */
export interface CommittedRows<T, K, I> {
    /** The row of a key; undefined where there is none. */
    get(key: KeyOf<T, K>): Promise<T | undefined>;
    /** All rows, in the order of their keys. */
    all(): Promise<T[]>;
    /** The rows that a where-clause chooses, in the order of their keys. */
    find(where?: WhereOf<T, KeyList<K>>): Promise<T[]>;
    /** The rows that an index leads to, in its order. */
    findBy<X extends IndexNames<I>>(index: X, where?: WhereOf<T, IndexList<I[X]>>): Promise<T[]>;
    /** The versions of a row, the newest first. */
    history(key: KeyOf<T, K>): Promise<RowVersion<T>[]>;
    /**
     * Puts rows and their index entries on the ledger, in a block of their own: no transaction runs, and no policy counts.
     * @throws TestNetworkError SEED_INVALID where a unique index refuses a row
     */
    seed(rows: readonly DataOf<T>[]): Promise<void>;
    /**
     * Looks at each row and each index entry.
     * @throws TestNetworkError STATE_BROKEN that lists rows that cannot be read, and entries that are wrong, missing or left over
     */
    check(): Promise<void>;
}

/** The committed sums of a counter. */
export interface CommittedSums<T, K> {
    /** The sum of a key; 0n where nothing was added. */
    value(key: KeyOf<T, K>): Promise<bigint>;
}

type Where = Readonly<Record<string, unknown>>;

/** Looks at an entity on the ledger of a peer. */
export class EntityRows implements CommittedRows<object, unknown, Record<string, readonly []>> {
    readonly #plan: EntityPlan;
    readonly #ledger: EntityLedger;

    constructor(plan: EntityPlan, ledger: EntityLedger) {
        this.#plan = plan;
        this.#ledger = ledger;
    }

    async get(key: unknown): Promise<object | undefined> {
        const ledgerKey = this.#keyOf(key);
        const value = await this.#ledger.value(ledgerKey, this.#collection);
        return value && this.#plan.rows.read(value, ledgerKey);
    }

    all(): Promise<object[]> {
        return this.find();
    }

    async find(where?: Where): Promise<object[]> {
        const { keys, rows } = this.#plan;
        const found = within(await this.#entries(), keys.range(where)).filter(
            ({ key }) => keys.read(key) !== undefined,
        );
        return found.flatMap(({ key, value }) => rows.readScanned(value, key) ?? []);
    }

    async findBy(name: string, where?: Where): Promise<object[]> {
        const { indexes, rows, name: entity } = this.#plan;
        const index = indexes.get(name);
        if (index === undefined) throw new TestNetworkError('ARGUMENT_INVALID', `${entity} has no index ${name}`);
        const all = await this.#entries();
        const byKey = new Map(all.map(({ key, value }) => [key, value]));
        return within(all, index.range(where)).flatMap(({ key, value }) => {
            const rowKey = index.rowKeyOf(key, value);
            const row = rowKey === undefined ? undefined : byKey.get(rowKey);
            return row === undefined || rowKey === undefined ? [] : rows.read(row, rowKey);
        });
    }

    async history(key: unknown): Promise<RowVersion<object>[]> {
        const ledgerKey = this.#keyOf(key);
        const versions = await this.#ledger.history(ledgerKey);
        return versions.map(({ txId, at, value }) => ({
            txId,
            at,
            row: value && this.#plan.rows.read(value, ledgerKey),
        }));
    }

    async seed(rows: readonly object[]): Promise<void> {
        await this.#ledger.write(seedWrites(this.#plan, rows, await this.#entries()));
    }

    async check(): Promise<void> {
        const problems = rowProblems(this.#plan, await this.#entries());
        if (problems.length > 0) throw new TestNetworkError('STATE_BROKEN', problems.join('\n'));
    }

    get #collection(): string | undefined {
        return this.#plan.collection?.name;
    }

    #entries(): Promise<readonly StateEntry[]> {
        return this.#ledger.entries(this.#collection);
    }

    #keyOf(key: unknown): string {
        const { keys } = this.#plan;
        return keys.keyOf(keys.valuesOf(key));
    }
}

function within(
    entries: readonly StateEntry[],
    { startKey, endKey }: { readonly startKey: string; readonly endKey: string },
): StateEntry[] {
    return entries.filter(({ key }) => compareKeys(key, startKey) >= 0 && compareKeys(key, endKey) < 0);
}

const SUM = /^\{"add":"(-?\d+)"\}$/;

/** Looks at a counter on the ledger of a peer. */
export class CounterSums implements CommittedSums<object, unknown> {
    readonly #plan: CounterPlan;
    readonly #ledger: EntityLedger;

    constructor(plan: CounterPlan, ledger: EntityLedger) {
        this.#plan = plan;
        this.#ledger = ledger;
    }

    async value(key: unknown): Promise<bigint> {
        const { keys } = this.#plan;
        const prefix = keys.keyOf(keys.valuesOf(key));
        const added = (await this.#ledger.entries(undefined)).filter((entry) => entry.key.startsWith(prefix));
        return added.reduce((sum, { value }) => sum + BigInt(SUM.exec(value.toString())?.[1] ?? 0), 0n);
    }
}

/** What is committed of an entity or a counter. @throws ContractDefinitionError for a class that is neither */
export function committedState(target: AnyEntity | AnyCounter, ledger: EntityLedger): EntityRows | CounterSums {
    const plan = statePlanOf(target);
    return plan.kind === 'counter' ? new CounterSums(plan, ledger) : new EntityRows(plan, ledger);
}
