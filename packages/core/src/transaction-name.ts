/** What a transaction is called where contracts are served. Names that clients made up are left out. */
export interface TransactionName {
    readonly contract: string;
    /** The function's; undefined where the contract has no such function. */
    readonly name?: string | undefined;
}

/**
 * The stub's method that takes the name. Symbol.for, as the contract layer may have another copy of this package; no
 * text, as the stub's other methods are Fabric's.
 */
export const NAME_TRANSACTION = Symbol.for('heddle.ChaincodeStub.nameTransaction');

/** Tells a transaction what it is called, for logs and metrics. Stubs that do not take a name are left alone. */
export function nameTransaction(stub: object, name: TransactionName): void {
    (stub as { [NAME_TRANSACTION]?(name: TransactionName): void })[NAME_TRANSACTION]?.(name);
}

/** The stub's method by which the contract layer has a second event refused; a symbol for the same reasons. */
export const REFUSE_SECOND_EVENT = Symbol.for('heddle.ChaincodeStub.refuseSecondEvent');

/** Has a second `setEvent` of the transaction refused. Stubs that do not know of that are left alone. */
export function refuseSecondEvent(stub: object): void {
    (stub as { [REFUSE_SECOND_EVENT]?(): void })[REFUSE_SECOND_EVENT]?.();
}

/** The stub's method by which the contract layer hears of writes; a symbol for the same reasons. */
export const WATCH_WRITES = Symbol.for('heddle.ChaincodeStub.watchWrites');

/**
 * Has a function told of each write before it is made, by the name of the stub's method; it may throw to refuse it. For
 * stubs that stay what they are, where `asReadOnly` makes another one. Stubs that do not know of that are left alone.
 */
export function watchWrites(stub: object, beforeWrite: (operation: string) => void): void {
    (stub as { [WATCH_WRITES]?(beforeWrite: (operation: string) => void): void })[WATCH_WRITES]?.(beforeWrite);
}
