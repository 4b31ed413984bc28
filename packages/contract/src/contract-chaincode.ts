import { type Chaincode, type ChaincodeResponse, type ChaincodeStub, createLogger } from '@heddle/core';
import { showNameOnly } from '@heddle/core/internal';
import type { ServedContract } from './calls/served-contract';
import { compileContracts } from './compile/compile-contracts';
import type { ContractChaincodeOptions } from './contract-chaincode-options';
import type { MetadataDocument } from './metadata/metadata-document';
import { ServedPlans } from './served-plans';

// A symbol and not private fields: methods work where the chaincode is behind a Proxy, or the prototype of another object.
const SERVED = Symbol('heddle.ContractChaincode.served');

/**
 * Serves contracts as one chaincode. Everything is compiled when it is made; a call only looks its plan up.
 * @throws ContractDefinitionError with all mistakes of all contracts
 */
export class ContractChaincode implements Chaincode {
    /** What GetMetadata of the system contract answers. */
    readonly metadata: MetadataDocument;
    /** @internal */
    private readonly [SERVED]: ServedPlans;

    static {
        showNameOnly(ContractChaincode);
    }

    constructor(options: ContractChaincodeOptions) {
        const { logger = createLogger() } = options;
        const { plans, metadata, warnings } = compileContracts(options);
        for (const warning of warnings) logger.warn({}, warning);
        this.metadata = metadata;
        this[SERVED] = new ServedPlans(plans, logger, options);
    }

    /** What is served, the system contract last. */
    get contracts(): readonly ServedContract[] {
        return this[SERVED].plans;
    }

    /**
     * Tells whether a transaction, by the first argument of its call, runs in a worker thread: each one does, or only
     * those marked with @InWorker if there are any. Calls of functions that no contract has never do.
     */
    runsInWorker(name: string): boolean {
        return this[SERVED].runsInWorker(name);
    }

    /** As Invoke; without any argument it succeeds and does nothing, as in fabric-contract-api. */
    async Init(stub: ChaincodeStub): Promise<ChaincodeResponse> {
        return stub.getBufferArgs().length === 0 ? { status: 200 } : await this.Invoke(stub);
    }

    /** Runs the transaction that the first argument names, `function` or `contract:function`. Never rejects. */
    Invoke(stub: ChaincodeStub): Promise<ChaincodeResponse> {
        return this[SERVED].invoke(stub);
    }
}
