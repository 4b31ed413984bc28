import type { EntityPlan } from '../entity/entity-plan';
import { misuse } from './row-errors';

/** Values of some fields, by their names. */
type Values = Readonly<Record<string, unknown>>;

const known = new WeakMap<EntityPlan, WatchedFields>();

/** The fields of an entity on which keys depend: those of its key, and those of its indexes. */
export class WatchedFields {
    readonly #name: string;
    readonly #key: readonly string[];
    readonly #indexed: readonly string[];

    constructor({ name, keys, indexes }: EntityPlan) {
        this.#name = name;
        this.#key = keys.fields.map(({ field }) => field);
        const indexed = Array.from(indexes.values()).flatMap(({ fields }) => fields.map(({ field }) => field));
        this.#indexed = Array.from(new Set(indexed)).filter((field) => !this.#key.includes(field));
    }

    /** The values that a row has now: of them, its entries can be made when it is changed. */
    of(row: object): Values {
        const values: Record<string, unknown> = {};
        for (const field of this.#key) values[field] = ownValue(row, field);
        for (const field of this.#indexed) values[field] = ownValue(row, field);
        return values;
    }

    /** @throws ContractError STATE_MISUSE where a change has given a row another key */
    refuseMove(before: Values, row: object): void {
        if (!isSame(this.#key, before, row))
            throw misuse(`the change of a ${this.#name} gives it another key: delete the row, and create another`);
    }

    /** Whether a change may have moved entries. */
    hasMoved(before: Values, row: object): boolean {
        return !isSame(this.#indexed, before, row);
    }
}

/** Made once for each plan. */
export function watchedFieldsOf(plan: EntityPlan): WatchedFields {
    const fields = known.get(plan) ?? new WatchedFields(plan);
    known.set(plan, fields);
    return fields;
}

/** A Date may be changed in place. */
function ownValue(row: object, field: string): unknown {
    const value: unknown = Reflect.get(row, field);
    return value instanceof Date ? new Date(value) : value;
}

function isSame(fields: readonly string[], before: Values, row: object): boolean {
    for (const field of fields) {
        const was = before[field];
        const is: unknown = Reflect.get(row, field);
        if (was === is) continue;
        if (!(was instanceof Date && is instanceof Date && was.getTime() === is.getTime())) return false;
    }
    return true;
}
