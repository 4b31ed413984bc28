import { ContractChaincode, type ContractChaincodeOptions } from '@heddle/contract';
import type { ChaincodeResponse, ChaincodeStub, Compat } from '@heddle/core';
import { Shim, type ShimResponse } from './shim';

/** A contract that is served, as fabric-shim lists it. */
interface ContractImplementation {
    readonly name: string;
    readonly contractInstance: object;
}

/**
 * Makes a chaincode of contracts. Frameworks call it with stubs of their own, and extend it.
 */
export class ChaincodeFromContract {
    readonly serializers: unknown;
    readonly title: string | undefined;
    readonly version: string | undefined;
    readonly metadata: object;
    readonly contractImplementations: Readonly<Record<string, ContractImplementation>>;
    readonly defaultContractName: string | undefined;
    /** How its transactions are treated where it is served. */
    readonly compat: Compat | undefined;
    // No private field: it works behind a Proxy, and as the prototype of another object.
    /** @internal */ readonly chaincode: ContractChaincode;

    /** @throws Error in fabric-shim's words for what is missing, ContractDefinitionError for what cannot be served */
    constructor(
        contractClasses: readonly unknown[],
        serializers: unknown,
        metadata: object = {},
        title?: string,
        version?: string,
    ) {
        if (!isGiven(contractClasses)) throw new Error('Missing argument: array of contract classes');
        if (!isGiven(serializers)) throw new Error('Missing argument: serialization implement information');
        const info = { title: title ?? '', version: version ?? '' };
        const given = Object.keys(metadata).length === 0 ? undefined : metadata;
        const options = { contracts: contractClasses, serializers, info, metadata: given };
        this.chaincode = new ContractChaincode(options as ContractChaincodeOptions); // which checks what it is given
        this.compat = this.chaincode.compat;
        this.serializers = serializers;
        this.title = title;
        this.version = version;
        this.metadata = this.chaincode.metadata;
        const contracts = this.chaincode.contracts.map(({ name, contract }) => [
            name,
            { name, contractInstance: contract },
        ]);
        this.contractImplementations = Object.fromEntries(contracts) as Record<string, ContractImplementation>;
        this.defaultContractName = this.chaincode.contracts.find(({ isDefault }) => isDefault)?.name;
    }

    async Init(stub: object): Promise<ShimResponse> {
        return this.invokeFunctionality(stub);
    }

    async Invoke(stub: object): Promise<ShimResponse> {
        return this.invokeFunctionality(stub);
    }

    /** Runs the transaction that the first argument names. */
    async invokeFunctionality(stub: object): Promise<ShimResponse> {
        // Whose stub it is is for nobody to ask: its methods are called.
        return shimResponse(await this.chaincode.Invoke(stub as ChaincodeStub));
    }
}

/** The two forms that responses have there. */
function shimResponse({ status, message, payload }: ChaincodeResponse): ShimResponse {
    if (status !== 200) return { status, message };
    return Shim.success(typeof payload === 'string' ? Buffer.from(payload) : payload);
}

function isGiven(value: unknown): boolean {
    return value !== undefined && value !== null;
}
