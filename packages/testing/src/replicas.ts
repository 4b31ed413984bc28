import type { Chaincode, ChaincodeResponse, ChaincodeStub, Compat } from '@heddle/core';

/**
 * Which run of a transaction is under way. The second runs are given to a replica of the chaincode, as if on another
 * peer: it has not seen what the first one has, and what that keeps in memory it does not have.
 */
export class Reruns {
    readonly #txIds = new Set<string>();

    has(txId: string): boolean {
        return this.#txIds.has(txId);
    }

    /** Runs a transaction for the second time. */
    async run<T>(txId: string, work: () => Promise<T>): Promise<T> {
        this.#txIds.add(txId);
        try {
            return await work();
        } finally {
            this.#txIds.delete(txId);
        }
    }
}

/** Gives each transaction to one of two replicas. */
export class ReplicatedChaincode implements Chaincode {
    readonly compat: Compat | undefined;
    readonly #first: Chaincode;
    readonly #second: Chaincode;
    readonly #reruns: Reruns;

    constructor(first: Chaincode, second: Chaincode, reruns: Reruns) {
        this.#first = first;
        this.#second = second;
        this.#reruns = reruns;
        this.compat = first.compat;
    }

    Init(stub: ChaincodeStub): Promise<ChaincodeResponse> {
        return this.#replica(stub).Init(stub);
    }

    Invoke(stub: ChaincodeStub): Promise<ChaincodeResponse> {
        return this.#replica(stub).Invoke(stub);
    }

    #replica(stub: ChaincodeStub): Chaincode {
        return this.#reruns.has(stub.getTxID()) ? this.#second : this.#first;
    }
}
