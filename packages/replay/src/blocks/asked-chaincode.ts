import type { Chaincode, ChaincodeResponse, ChaincodeStub } from '@heddle/core';

/** Is told of what a transaction asks for that no block has. */
export type OnAsked = (txId: string, what: string) => void;

/** What of a proposal no block has, by the method that gives it. */
const UNKNOWN = {
    getTransient: 'transient data',
    getSignedProposal: "the proposal's signature",
} as const satisfies Partial<Record<keyof ChaincodeStub, string>>;

/** A chaincode that tells when its transactions ask for what no block has. */
export class AskedChaincode implements Chaincode {
    readonly #chaincode: Chaincode;
    readonly #onAsked: OnAsked;

    constructor(chaincode: Chaincode, onAsked: OnAsked) {
        this.#chaincode = chaincode;
        this.#onAsked = onAsked;
    }

    async Init(stub: ChaincodeStub): Promise<ChaincodeResponse> {
        this.#watch(stub);
        return await this.#chaincode.Init(stub);
    }

    async Invoke(stub: ChaincodeStub): Promise<ChaincodeResponse> {
        this.#watch(stub);
        return await this.#chaincode.Invoke(stub);
    }

    #watch(stub: ChaincodeStub): void {
        for (const [method, what] of Object.entries(UNKNOWN)) {
            const original = Reflect.get(stub, method) as (...args: unknown[]) => unknown; // one of those above
            const value = (...args: unknown[]): unknown => {
                this.#onAsked(stub.getTxID(), what);
                return original.apply(stub, args);
            };
            Object.defineProperty(stub, method, { value, configurable: true, writable: true });
        }
        const asReadOnly = stub.asReadOnly.bind(stub);
        const value = (...args: Parameters<typeof asReadOnly>): ChaincodeStub => {
            const readOnly = asReadOnly(...args);
            this.#watch(readOnly);
            return readOnly;
        };
        Object.defineProperty(stub, 'asReadOnly', { value, configurable: true, writable: true });
    }
}
