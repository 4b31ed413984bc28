import type { Chaincode } from '@heddle/core';

// Symbol.for, as the test kit may have another copy of this package.
export const RENEWED = Symbol.for('heddle.ContractChaincode.renewed');

/**
 * The same chaincode as it is right after its start: with new instances of those contracts that were given as classes.
 * Nothing is compiled anew. A chaincode that is not made of contracts is answered as it is.
 */
export function renewedChaincode(chaincode: Chaincode): Chaincode {
    const renewed = (chaincode as { [RENEWED]?(): Chaincode })[RENEWED];
    return renewed === undefined ? chaincode : renewed.call(chaincode);
}
