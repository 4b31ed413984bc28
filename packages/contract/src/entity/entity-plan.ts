import { type UnknownMembers, type ValueReader, ValueReaders } from '../arguments/value-reader';
import type { Class } from '../evidence/class';
import type { ValueCheckers } from '../results/value-checker';
import type { Compilation } from '../value-types/compilation';
import type { ClassShape } from '../value-types/value-type';
import type { CheckedEntity } from './checked-entity';
import type { CollectionSpec } from './entity';
import { EntityCheck } from './entity-check';
import { EntityIndex } from './index-entries';
import { compositeLayout, KeyFormat } from './key-format';
import { RowCodec } from './row-codec';
import { type KeyNeighbours, TakenKeys } from './taken-keys';

/** An entity as it is compiled at start-up, once for each class: all that runs for rows goes by it. */
export interface EntityPlan {
    readonly kind: 'entity';
    readonly name: string;
    /** What codes are made of, such as `LOT` in LOT_NOT_FOUND. */
    readonly code: string;
    readonly shape: ClassShape;
    readonly keys: KeyFormat;
    readonly rows: RowCodec;
    readonly indexes: ReadonlyMap<string, EntityIndex>;
    /** Where the rows are private data. */
    readonly collection: CollectionSpec | undefined;
    readonly version: number;
    readonly tag: Readonly<Record<string, string | number | boolean>>;
    readonly couch: Readonly<Record<string, readonly string[]>>;
    readonly keyPolicies: boolean;
    /** Its rows have composite keys of its own object type, under which nothing else of the chaincode stands. */
    readonly hasOwnKeys: boolean;
    /** The entities with which it shares keys. */
    readonly neighbours: KeyNeighbours;
    /** The same entity in another collection. */
    readonly in: (collection: string) => EntityPlan;
}

/** A counter as it is compiled at start-up: its deltas have the key of `keys`, then a time and a transaction's id. */
export interface CounterPlan {
    readonly kind: 'counter';
    readonly name: string;
    readonly code: string;
    readonly shape: ClassShape;
    readonly keys: KeyFormat;
}

export type StatePlan = EntityPlan | CounterPlan;

/** Compiles each entity and counter when it is first met, and keeps it; mistakes go to the compilation. */
export class EntityPlans {
    readonly #compilation: Compilation;
    readonly #checkers: ValueCheckers;
    readonly #unknownMembers: UnknownMembers = new WeakMap();
    readonly #readers = new ValueReaders(this.#unknownMembers);
    readonly #plans = new Map<Class<object>, StatePlan | undefined>();
    readonly #taken = new TakenKeys();

    constructor(compilation: Compilation, checkers: ValueCheckers) {
        this.#compilation = compilation;
        this.#checkers = checkers;
    }

    /** The plan of a class; undefined where mistakes were reported. */
    of(target: Class<object>): StatePlan | undefined {
        if (this.#plans.has(target)) return this.#plans.get(target);
        const plan = this.#compile(target);
        this.#plans.set(target, plan);
        return plan;
    }

    #compile(target: Class<object>): StatePlan | undefined {
        const check = new EntityCheck(target, this.#compilation, this.#taken);
        const found = check.run();
        if (found === undefined) return undefined;
        if (found.kind === 'entity') return this.#entityPlan(found.entity, found.entity.collection);
        const { name, shape, keyFields } = found.counter;
        const keys = new KeyFormat(name, keyFields, { layout: compositeLayout(name), secret: false });
        return Object.freeze({ kind: 'counter', name, code: codeOf(name), shape, keys });
    }

    #entityPlan(entity: CheckedEntity, collection: CollectionSpec | undefined): EntityPlan {
        const { name, shape, layout, options, neighbours } = entity;
        const { version = 1, tag = {}, couch = {}, keyPolicies = false } = options;
        const keys = new KeyFormat(name, entity.keyFields, { layout, secret: collection !== undefined });
        const indexes = new Map(
            entity.indexes.map(({ name: index, fields, ...rest }) => [
                index,
                new EntityIndex(index, fields, { ...rest, rows: keys }),
            ]),
        );
        const plan: EntityPlan = {
            kind: 'entity',
            name,
            code: codeOf(name),
            shape,
            keys,
            rows: this.#codecOf(entity, keys),
            indexes,
            collection,
            version,
            tag,
            couch,
            keyPolicies,
            hasOwnKeys: options.keys === undefined,
            neighbours,
            in: (other) => this.#entityPlan(entity, { name: other }),
        };
        return Object.freeze(plan);
    }

    #codecOf(entity: CheckedEntity, keys: KeyFormat): RowCodec {
        const { name, shape, options, neighbours } = entity;
        const { version = 1, tag = {}, upgrade = {} } = options;
        const type = { kind: 'class', shape } as const;
        return new RowCodec({
            name,
            shape,
            keys,
            read: this.#readers.of(type),
            check: this.#checkers.of(type),
            unknownMembers: this.#unknownMembers,
            tag,
            version,
            upgrades: upgrade,
            indexed: this.#readersOfIndexed(entity),
            neighbours: neighbours.told,
        });
    }

    /** By the names of the fields. */
    #readersOfIndexed({ shape, indexes }: CheckedEntity): Map<string, ValueReader> {
        const indexed = new Set(indexes.flatMap(({ fields }) => fields.map(({ field }) => field)));
        const fields = shape.fields.filter(({ name }) => indexed.has(name));
        return new Map(fields.map(({ name, type }) => [name, this.#readers.of(type)]));
    }
}

/** `lotPrice` is LOT_PRICE. */
function codeOf(name: string): string {
    return name
        .replace(/([a-z\d])([A-Z])/g, '$1_$2')
        .replace(/[^A-Za-z\d]+/g, '_')
        .toUpperCase();
}
