/** What a transaction is called where contracts are served. Names that clients made up are left out. */
export interface TransactionName {
    readonly contract: string;
    /** The function's; undefined where the contract has no such function. */
    readonly name?: string | undefined;
}

/** What a function is called, by the first argument of its calls; undefined where no contract has it. */
export type NameOf = (functionName: string) => TransactionName | undefined;

/** A function's name as metadata has it, `Contract:function`; undefined where there is no such function. */
export function fullNameOf(name: TransactionName | undefined): string | undefined {
    return name?.name === undefined ? undefined : `${name.contract}:${name.name}`;
}

/**
 * The chaincode's method that tells what a function is called before it runs. Symbol.for, as the contract layer may have
 * another copy of this package.
 */
export const NAME_OF = Symbol.for('heddle.Chaincode.nameOf');

/** How a chaincode calls its functions. One without contracts has no names. */
export function namesOfCalls(chaincode: object): NameOf {
    return (functionName) => (chaincode as { [NAME_OF]?: NameOf })[NAME_OF]?.(functionName);
}
