import type { Chaincode } from '@heddle/core';

/** The part of a chaincode of contracts that tells which object has which functions. */
interface Contracts {
    readonly contracts: readonly { readonly name?: unknown; readonly contract: object }[];
}

/**
 * Finds the method that a transaction calls: of the contract that its name names, else of the first that has one of that
 * name. A chaincode without contracts has one method for all.
 */
export function calledFunction(chaincode: Chaincode, functionName: string): object {
    const invoke = Reflect.get(chaincode, 'Invoke') as object; // a method, looked at and not called
    if (!hasContracts(chaincode)) return invoke;
    const colon = functionName.lastIndexOf(':');
    const method = functionName.slice(colon + 1);
    const named = functionName.slice(0, Math.max(colon, 0));
    const objects = chaincode.contracts.filter(({ name }) => named === '' || name === named);
    const found = objects.map(({ contract }) => Reflect.get(contract, method) as unknown);
    return found.find((one) => typeof one === 'function') ?? invoke;
}

function hasContracts(chaincode: object): chaincode is Contracts {
    const contracts: unknown = Reflect.get(chaincode, 'contracts');
    return Array.isArray(contracts) && contracts.every((one: unknown) => typeof one === 'object' && one !== null);
}
