import type { CallStep } from './steps';

/** What was found to be wrong: a rule of the author's, or one that holds for each contract. */
export interface Broken {
    readonly kind: 'invariant' | 'code' | 'slow' | 'ledger' | 'accepted';
    /** The invariant's words, or the code. */
    readonly rule: string;
    readonly error: unknown;
    /** The call that it was found in; undefined for a block. */
    readonly call?: CallStep | undefined;
}

/** Whether two failures are of one cause, as far as that can be told: what shrinking must not change. */
export function isSame(one: Broken, other: Broken | undefined): boolean {
    if (one.kind !== other?.kind || one.rule !== other.rule) return false;
    return one.kind === 'invariant' || one.call?.transaction === other.call?.transaction;
}
