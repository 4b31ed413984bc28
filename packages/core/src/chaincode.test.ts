import { describe, expect, it } from '@jest/globals';
import { type Chaincode, checkedChaincode } from './chaincode';
import { createTestChaincode } from './testing/test-chaincode';

describe('checkedChaincode', () => {
    it.each([
        [undefined, 'Init'],
        [null, 'Init'],
        [{ Init: () => undefined }, 'Invoke'],
        [{ Invoke: () => undefined }, 'Init'],
    ])('refuses %p', (chaincode, method) => {
        const given = chaincode as unknown as Chaincode; // what a caller without types may hand in
        expect(() => checkedChaincode(given)).toThrow(
            `the chaincode has no method ${method}(stub): give an object that has Init and Invoke`,
        );
    });

    it('takes what has both methods', () => {
        const chaincode = createTestChaincode();
        expect(checkedChaincode(chaincode)).toBe(chaincode);
    });
});
