/**
 * What a change means for those who use the chaincode: it breaks them; or it needs a step of its own, such as a call of
 * `upgrade`; or it is fine.
 */
export type ChangeLevel = 'breaking' | 'step' | 'fine';

/** One difference of two documents. */
export interface Change {
    readonly level: ChangeLevel;
    /** Contract, transaction and parameter, or entity and field, such as `Supply.sell(buyer)`. */
    readonly where: string;
    /** A sentence that begins with `where`. */
    readonly what: string;
    /** What to do about it. */
    readonly remedy?: string | undefined;
}

export function breaking(where: string, what: string, remedy?: string): Change {
    return { level: 'breaking', where, what, remedy };
}

export function step(where: string, what: string, remedy: string): Change {
    return { level: 'step', where, what, remedy };
}

export function fine(where: string, what: string, remedy?: string): Change {
    return { level: 'fine', where, what, remedy };
}
