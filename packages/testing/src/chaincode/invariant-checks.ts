import { ContractChaincode } from '@heddle/contract';
import { type BrokenInvariant, checkInvariants, invariantsOf } from '@heddle/contract/internal';
import type { Chaincode, ChaincodeResponse, ChaincodeStub, Compat } from '@heddle/core';
import type { CostRecorder } from '../cost/cost-recorder';

/** The function by which the test kit asks for invariants. No contract can have it. */
export const INVARIANTS = 'heddle.invariants';

/** A chaincode whose invariants can be asked for, besides what clients may call. */
export class CheckedChaincode implements Chaincode {
    readonly compat: Compat | undefined;
    readonly invariants: readonly string[];
    readonly #chaincode: Chaincode;
    readonly #costs: CostRecorder | undefined;
    readonly #byTxId = new Map<string, readonly BrokenInvariant[]>();

    /** @param costs is told of each run */
    constructor(chaincode: Chaincode, costs?: CostRecorder) {
        this.#costs = costs;
        this.#chaincode = chaincode;
        this.compat = chaincode.compat;
        this.invariants = chaincode instanceof ContractChaincode ? invariantsOf(chaincode) : [];
    }

    /** What was broken in the evaluation with this id, which is forgotten then. */
    take(txId: string): readonly BrokenInvariant[] {
        const broken = this.#byTxId.get(txId) ?? [];
        this.#byTxId.delete(txId);
        return broken;
    }

    Init(stub: ChaincodeStub): Promise<ChaincodeResponse> {
        return this.#chaincode.Init(stub);
    }

    async Invoke(stub: ChaincodeStub): Promise<ChaincodeResponse> {
        this.#costs?.watch(stub);
        const isAsked = this.invariants.length > 0 && stub.getBufferArgs()[0]?.toString() === INVARIANTS;
        if (!isAsked || !(this.#chaincode instanceof ContractChaincode)) return await this.#chaincode.Invoke(stub);
        this.#byTxId.set(stub.getTxID(), await checkInvariants(this.#chaincode, stub));
        return { status: 200 };
    }
}
