import { type ChaincodeStub, KeyEndorsementPolicy } from '@heddle/core';
import type { WriteOrigin } from '@heddle/core/internal';
import type { EntityPlan } from '../entity/entity-plan';
import { quote } from '../failures/failures';
import type {
    PutOptions,
    RawVersion,
    RichStateQuery,
    RowQuery,
    RowVersion,
    UpgradeOptions,
    UpgradeProgress,
} from './entity-state';
import { historyOf } from './history';
import { collectionOf, hashOf, matchesHash } from './private-state';
import { ScanQuery } from './query';
import { RichQuery } from './rich-query';
import { changeOf } from './row-change-function';
import { RowChanges } from './row-changes';
import { misuse, notFound, refuseFurther } from './row-errors';
import { RowPolicies } from './row-policies';
import { rowsByIndex, rowsByKey, type Where } from './row-sources';
import { startCall, startChange } from './start-call';
import { Upgrade } from './upgrade';
import type { PreparedChange, TransactionView } from './view';
import { whenKnown } from './when-known';

/**
 * The rows of an entity, as a transaction sees and changes them. Authors know it as EntityState, which has the types of
 * the entity's class.
 */
export class RowState {
    readonly #view: TransactionView;
    readonly #plan: EntityPlan;
    readonly #stub: ChaincodeStub;
    readonly #changes: RowChanges;
    readonly #describe: WriteOrigin['what'];
    #inOthers: Map<string, RowState> | undefined;

    constructor(view: TransactionView, plan: EntityPlan, stub: ChaincodeStub) {
        this.#view = view;
        this.#plan = plan;
        this.#stub = stub;
        this.#changes = new RowChanges(view, plan);
        this.#describe = (key) => plan.keys.describe(key);
    }

    // Reading

    get(key: unknown): Promise<object | undefined> {
        return this.#read('get', () => this.#look(this.#keyOf(key), (row) => row));
    }

    getMany(keys: readonly unknown[]): Promise<(object | undefined)[]> {
        return this.#read('getMany', () => {
            if (!Array.isArray(keys)) throw misuse(`getMany of ${this.#plan.name} takes an array of keys`);
            const all = keys.map((key) => this.#changes.at(this.#keyOf(key)));
            return this.#view.order.look(() =>
                whenKnown(
                    all.map((seen) => this.#view.current(seen)),
                    (values) => values.map((bytes, index) => this.#rowOf(bytes, all[index]?.key ?? '')),
                ),
            );
        });
    }

    getOrThrow(key: unknown): Promise<object> {
        return this.#read('getOrThrow', () => {
            const ledgerKey = this.#keyOf(key);
            return this.#look(ledgerKey, (row) => {
                if (row === undefined) throw notFound(this.#plan, ledgerKey);
                return row;
            });
        });
    }

    exists(key: unknown): Promise<boolean> {
        return this.#read('exists', () => {
            const seen = this.#changes.at(this.#keyOf(key));
            return this.#view.order.look(() => whenKnown([this.#view.current(seen)], ([bytes]) => bytes?.length !== 0));
        });
    }

    find(where?: Where): RowQuery<object> {
        return new ScanQuery(rowsByKey(this.#view, this.#plan, where));
    }

    findBy(index: string, where?: Where): RowQuery<object> {
        return new ScanQuery(rowsByIndex(this.#view, this.#plan, index, where));
    }

    rich(query: RichStateQuery): RowQuery<object> {
        return new RichQuery(this.#view, this.#plan, query);
    }

    history(key: unknown, options?: { readonly raw?: boolean }): AsyncIterable<RowVersion<object> | RawVersion> {
        return historyOf(this.#stub, this.#plan, { key: this.#keyOf(key), raw: options?.raw === true });
    }

    // Changing

    create(row: object): Promise<object> {
        return this.#change('create', (origin) => this.#changes.create(row, origin));
    }

    put(row: object, options?: PutOptions): Promise<object> {
        return this.#change('put', (origin) =>
            options?.blind === true ? this.#changes.putBlind(row, origin) : this.#changes.put(row, origin),
        );
    }

    update(key: unknown, change: unknown): Promise<object> {
        return this.#change('update', (origin) => {
            const ledgerKey = this.#keyOf(key);
            const absent = (): never => {
                throw notFound(this.#plan, ledgerKey);
            };
            return this.#changes.update(ledgerKey, { change: changeOf(this.#plan, change), absent }, origin);
        });
    }

    upsert(key: unknown, change: unknown): Promise<object> {
        return this.#change('upsert', (origin) => {
            const { keys, rows } = this.#plan;
            const values = keys.copyOf(key);
            const absent = (): object => rows.create(values);
            return this.#changes.update(keys.keyOf(values), { change: changeOf(this.#plan, change), absent }, origin);
        });
    }

    delete(key: unknown): Promise<object> {
        return this.#change('delete', (origin) => this.#changes.delete(this.#keyOf(key), origin));
    }

    // Policies of single rows

    policy(key: unknown): Promise<KeyEndorsementPolicy | undefined> {
        return this.#read('policy', () => {
            const policies = new RowPolicies(this.#view, this.#plan);
            policies.refuseOthers();
            const seen = this.#changes.at(this.#keyOf(key));
            return this.#view.order.look(() => whenKnown([policies.of(seen)], ([bytes]) => policyOf(bytes)));
        });
    }

    setPolicy(key: unknown, policy: KeyEndorsementPolicy): Promise<undefined> {
        return this.#change('setPolicy', (origin) => {
            new RowPolicies(this.#view, this.#plan).refuseOthers();
            return this.#changes.setPolicy(this.#keyOf(key), policy.getPolicy(), origin);
        });
    }

    // Private rows

    in(collection: string): RowState {
        checkCollection(this.#plan, collection);
        if (collection !== this.#plan.collection?.name) refuseFurther(this.#plan);
        const states = (this.#inOthers ??= new Map<string, RowState>());
        const state = states.get(collection) ?? new RowState(this.#view, this.#plan.in(collection), this.#stub);
        states.set(collection, state);
        return state;
    }

    hash(key: unknown): Promise<Buffer | undefined> {
        return this.#read('hash', () => hashOf(this.#view, this.#plan, this.#keyOf(key)));
    }

    matches(row: object): Promise<boolean> {
        return this.#read('matches', () => matchesHash(this.#view, this.#plan, row));
    }

    purge(key: unknown): Promise<undefined> {
        return this.#change('purge', (origin) => {
            collectionOf(this.#plan, 'purge');
            return this.#changes.purge(this.#keyOf(key), origin);
        });
    }

    // The form of rows

    upgrade(options: UpgradeOptions = {}): Promise<UpgradeProgress> {
        return this.#change('upgrade', (origin) => new Upgrade(this.#view, this.#plan, origin).batch(options));
    }

    #keyOf(key: unknown): string {
        const { keys } = this.#plan;
        return keys.keyOf(keys.valuesOf(key));
    }

    #rowOf(bytes: Buffer, key: string): object | undefined {
        return bytes.length === 0 ? undefined : this.#plan.rows.read(bytes, key);
    }

    #look<T>(key: string, use: (row: object | undefined) => T): T | Promise<T> {
        const seen = this.#changes.at(key);
        return this.#view.order.look(() =>
            whenKnown([this.#view.current(seen)], ([bytes]) => use(bytes && this.#rowOf(bytes, key))),
        );
    }

    #read<T>(verb: keyof RowState, run: () => T | Promise<T>): Promise<T> {
        return startCall(
            this.#view,
            { name: `${verb} of ${this.#plan.name}`, kind: 'read', method: methodOf(verb) },
            run,
        );
    }

    #change<T>(verb: keyof RowState, prepare: (origin: WriteOrigin) => PreparedChange<T>): Promise<T> {
        const name = `${verb} of ${this.#plan.name}`;
        return startChange(this.#view, { name, method: methodOf(verb) }, ({ calledFrom }) =>
            prepare(this.#origin(name, calledFrom)),
        );
    }

    #origin(name: string, calledFrom: WriteOrigin['calledFrom']): WriteOrigin {
        return { name, calledFrom, what: this.#describe };
    }
}

/** The stub takes the empty name for the public state, where private rows must not be. */
function checkCollection({ name }: EntityPlan, collection: unknown): void {
    if (typeof collection === 'string' && collection !== '') return;
    throw misuse(`in of ${name} takes the name of a collection, and it is ${quote(collection)}`);
}

function policyOf(bytes: Buffer | undefined): KeyEndorsementPolicy | undefined {
    return bytes === undefined || bytes.length === 0 ? undefined : new KeyEndorsementPolicy(bytes);
}

/** What authors call by this name. */
function methodOf(verb: keyof RowState): unknown {
    return Reflect.get(RowState.prototype, verb);
}
