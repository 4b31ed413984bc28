import type { Class } from '../evidence/class';
import { refusal } from '../failures/contract-error';
import { Failures } from '../failures/failures';
import { canonicalJson } from '../json/canonical-json';
import { setOwn } from '../json/set-own';
import type { ValueChecker, ValueCheckers } from '../results/value-checker';
import type { ClassShape } from '../value-types/value-type';
import type { EventSpec } from './event';

/** All that is known about a class of events before one is emitted. */
export class EventPlan {
    readonly name: string;
    readonly alone: boolean;
    readonly shape: ClassShape;
    readonly #check: ValueChecker;

    constructor({ name, alone }: EventSpec, shape: ClassShape, checkers: ValueCheckers) {
        this.name = name;
        this.alone = alone;
        this.shape = shape;
        this.#check = checkers.of({ kind: 'class', shape });
    }

    /**
     * The canonical JSON of an event, its class's defaults included.
     * @throws ContractError INVALID_EVENT with all that is wrong with it
     */
    write(value: unknown): string {
        const failures = new Failures();
        const complete = this.#withDefaults(value);
        this.#check(complete, undefined, this.name, failures);
        const json = failures.count > 0 ? '' : canonicalJson(complete, failures, { parent: undefined, key: this.name });
        if (failures.count > 0) throw refusal('INVALID_EVENT', failures, 500);
        return json;
    }

    /** A plain object has those of a new instance; anything else is for the check to refuse. */
    #withDefaults(value: unknown): unknown {
        const { target } = this.shape;
        const isPlain = typeof value === 'object' && value !== null && !(value instanceof target);
        if (!isPlain || !isBare(value)) return value;
        const complete = Reflect.construct(target, []) as object;
        for (const [name, given] of Object.entries(value)) setOwn(complete, name, given);
        return complete;
    }
}

function isBare(value: object): boolean {
    const prototype: unknown = Object.getPrototypeOf(value);
    return prototype === null || prototype === Object.prototype;
}

/** The events that a contract declares, by their classes. */
export type EventPlans = ReadonlyMap<Class<object>, EventPlan>;
