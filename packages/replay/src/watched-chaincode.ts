import type { Chaincode, ChaincodeStub } from '@heddle/core';

/** Methods of a stub that are watched, each with what it gives, in words. */
export type WatchedMethods = Readonly<Partial<Record<keyof ChaincodeStub, string>>>;

/** Is told that a transaction has called a watched method, before it is answered. */
export type OnAsked = (txId: string, what: string) => void;

/**
 * The same chaincode, and as lenient as it is; `onAsked` is told when a transaction calls a method that is watched, on its
 * own stub or on the one for readers that is made of it.
 */
export function watchedChaincode(chaincode: Chaincode, methods: WatchedMethods, onAsked: OnAsked): Chaincode {
    const watched = (stub: ChaincodeStub): ChaincodeStub => {
        const txId = stub.getTxID();
        for (const [method, what] of Object.entries(methods)) {
            replace(stub, method, (original, args) => {
                onAsked(txId, what);
                return original(...args);
            });
        }
        replace(stub, 'asReadOnly', (original, args) => watched(original(...args) as ChaincodeStub)); // it returns one
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

type Method = (...args: readonly unknown[]) => unknown;

/** For this stub alone. A stub of fabric-shim's form has not all of Heddle's methods. */
function replace(
    stub: ChaincodeStub,
    name: string,
    call: (original: Method, args: readonly unknown[]) => unknown,
): void {
    const method: unknown = Reflect.get(stub, name);
    if (typeof method !== 'function') return;
    const original = method.bind(stub) as Method;
    const value = (...args: readonly unknown[]): unknown => call(original, args);
    Object.defineProperty(stub, name, { value, configurable: true, writable: true });
}
