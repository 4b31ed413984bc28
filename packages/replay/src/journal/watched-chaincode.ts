import type { Chaincode, ChaincodeStub } from '@heddle/core';

/** By what a contract comes to the transient data of its transaction. */
const WAYS_TO_TRANSIENT = ['getTransient', 'getSignedProposal'] as const;

/** The same chaincode; `onTransient` is told when a transaction asks for its transient data. */
export function watchTransient(chaincode: Chaincode, onTransient: (txId: string) => void): Chaincode {
    const watched = (stub: ChaincodeStub): ChaincodeStub => {
        for (const name of WAYS_TO_TRANSIENT) {
            const ask = stub[name].bind(stub) as () => unknown;
            const value = (): unknown => {
                onTransient(stub.getTxID());
                return ask();
            };
            Object.defineProperty(stub, name, { value, configurable: true });
        }
        return stub;
    };
    const { compat, warnings } = chaincode;
    return {
        compat,
        warnings,
        Init: (stub) => chaincode.Init(watched(stub)),
        Invoke: (stub) => chaincode.Invoke(watched(stub)),
    };
}
