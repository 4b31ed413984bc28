import type { EventPlans } from '../events/event-plan';
import type { AnyFailure } from '../failures/typed-failure';

/** What a contract declares: all that it keeps, emits and fails with. */
export interface Declared {
    /** The name of the contract's class, for errors. */
    readonly contract: string;
    readonly events: EventPlans;
    /** By their codes. */
    readonly failures: ReadonlyMap<string, AnyFailure>;
}
