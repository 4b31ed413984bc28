import type { StatePlan } from '../entity/entity-plan';
import type { EventPlans } from '../events/event-plan';
import type { Class } from '../evidence/class';
import type { ClassShape } from '../value-types/value-type';

/** What a contract declares: all that it keeps, emits and fails with. */
export interface Declared {
    /** The name of the contract's class, for errors. */
    readonly contract: string;
    /** Entities and counters, by their classes. */
    readonly entities: ReadonlyMap<Class<object>, StatePlan>;
    readonly events: EventPlans;
    /** By their codes. */
    readonly failures: ReadonlyMap<string, DeclaredFailure>;
}

/** A kind of failure. */
export interface DeclaredFailure {
    readonly code: string;
    readonly status: number;
    /** Undefined where their class is not told. */
    readonly details: ClassShape | undefined;
}
