import { type Chaincode, type ChaincodeResponse, success } from '../chaincode';
import type { ChaincodeStub } from '../stub/chaincode-stub';

/** A chaincode of functions by name, which is what most tests need. Its Init answers `initialised`. */
export function createTestChaincode(
    functions: Readonly<Record<string, (stub: ChaincodeStub, ...params: (string | undefined)[]) => unknown>> = {},
): Chaincode {
    return {
        Init: () => Promise.resolve(success('initialised')),
        async Invoke(stub): Promise<ChaincodeResponse> {
            const { fcn, params } = stub.getFunctionAndParameters();
            const result = await functions[fcn]?.(stub, ...params);
            return success(Buffer.isBuffer(result) ? result : String(result));
        },
    };
}
