/**
 * What a change means for those who use the chaincode: it breaks them; it needs a step of its own, such as a call of
 * `upgrade`; it is something new; or it is fine.
 */
export type ChangeLevel = 'breaking' | 'step' | 'new' | 'fine';

/** Whom a change is of concern to: those who call and listen, or the rows that are on the ledger. */
export type Concern = 'clients' | 'state';

/** One difference of two contracts, before it is said whom it concerns. */
export interface Difference {
    readonly level: ChangeLevel;
    /** Contract, transaction and parameter, or entity and field, such as `Supply.sell(buyer)`. */
    readonly where: string;
    /** A sentence that begins with `where`. */
    readonly what: string;
    /** What to do about it. */
    readonly remedy?: string | undefined;
}

/** One difference of two documents. */
export interface Change extends Difference {
    readonly concern: Concern;
}

export function breaking(where: string, what: string, remedy?: string): Difference {
    return { level: 'breaking', where, what, remedy };
}

export function step(where: string, what: string, remedy: string): Difference {
    return { level: 'step', where, what, remedy };
}

export function added(where: string, what = 'is new'): Difference {
    return { level: 'new', where, what };
}

export function fine(where: string, what: string, remedy?: string): Difference {
    return { level: 'fine', where, what, remedy };
}

/** Says whom differences concern. */
export function concerning(concern: Concern, differences: readonly Difference[]): Change[] {
    return differences.map((difference) => ({ concern, ...difference }));
}
