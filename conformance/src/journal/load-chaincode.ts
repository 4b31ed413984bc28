import { type Chaincode, success } from '@heddle/core';

/** Writes, reads and answers, in a worker thread as well as here; one function never comes back. */
export const loadChaincode: Chaincode = {
    Init: () => Promise.resolve(success()),
    async Invoke(stub) {
        const [name = '', key = '', value = ''] = stub.getStringArgs();
        if (name === 'never') {
            await stub.getState(key);
            await new Promise(() => undefined);
        }
        const [first, second] = await Promise.all([stub.getState(key), stub.getState(`${key}-`)]);
        await Promise.all([
            stub.putState(key, value),
            stub.putState(`${key}-`, `${String(first)}${String(second)}0`.slice(0, 20)),
        ]);
        if (name === 'round') return success(String(Math.round(Number(value) / 10)));
        return success(value);
    },
};
