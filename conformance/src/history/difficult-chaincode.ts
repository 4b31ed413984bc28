import { type Chaincode, type ChaincodeStub, success } from '@heddle/core';
import { scenarioChaincode } from '../scenarios/scenario-chaincode';

/**
 * The chaincode of the scenarios, in two versions that write something else, and with a function that nobody can run
 * again: what a replay has to see.
 */
function difficultChaincode(version: '1.0' | '2.0'): Chaincode {
    const own: Readonly<Record<string, (stub: ChaincodeStub, key: string) => Promise<void>>> = {
        random: (stub, key) => stub.putState(key, String(Math.random())),
        label: (stub, key) => stub.putState(key, `${key}, labelled by ${version}`),
    };
    return {
        Init: (stub) => scenarioChaincode.Init(stub),
        async Invoke(stub) {
            const { fcn, params } = stub.getFunctionAndParameters();
            const run = own[fcn];
            if (run === undefined) return scenarioChaincode.Invoke(stub);
            await run(stub, params[0] ?? '');
            return success(version);
        },
    };
}

export const difficultOne = difficultChaincode('1.0');
export const difficultTwo = difficultChaincode('2.0');
