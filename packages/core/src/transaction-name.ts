/** What a transaction is called where contracts are served. Names that clients made up are none. */
export interface TransactionName {
    readonly contract: string;
    /** The function's; undefined where the contract has no such function. */
    readonly name?: string | undefined;
}

/**
 * The stub's method by which the contract layer tells the name. Symbol.for, as it may have another copy of this package;
 * no text, as the stub's other methods are Fabric's.
 */
export const NAME_TRANSACTION = Symbol.for('heddle.ChaincodeStub.nameTransaction');
