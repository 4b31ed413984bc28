import {
    type Chaincode,
    type ChaincodeResponse,
    type ChaincodeStub,
    ClientIdentity,
    error,
    KeyEndorsementPolicy,
    success,
} from '@heddle/core';

/** The name under which it is committed. */
export const FORK_CHAINCODE = 'assets';
/** Of both organizations. */
export const SHARED_COLLECTION = 'shared';
/** Of Org1 alone. */
export const OWN_COLLECTION = 'own';

type Run = (stub: ChaincodeStub, args: readonly string[]) => Promise<ChaincodeResponse>;

/** What a ledger that is forked has been written by: assets with owners, plain keys, private keys. */
const FUNCTIONS: Readonly<Record<string, Run>> = {
    /** Puts keys from a number on, `key00000` and so on. */
    putMany: async (stub, [first = '0', count = '0']) => {
        for (let at = Number(first); at < Number(first) + Number(count); at++)
            await stub.putState(keyOf(at), `value of ${at}`);
        return success();
    },
    put: async (stub, [key = '', value = '']) => {
        await stub.putState(key, value);
        return success();
    },
    delete: async (stub, [key = '']) => {
        await stub.deleteState(key);
        return success();
    },
    get: async (stub, [key = '']) => success(await stub.getState(key)),
    range: async (stub, [start = '', end = '']) => success(JSON.stringify(await rowsOf(stub, start, end))),
    history: async (stub, [key = '']) => {
        const values: string[] = [];
        for await (const { txId } of stub.getHistoryForKey(key)) values.push(txId);
        return success(JSON.stringify(values));
    },
    createAsset: async (stub, [id = '']) => {
        await stub.putState(assetKey(stub, id), JSON.stringify({ id, owner: new ClientIdentity(stub).getID() }));
        return success();
    },
    getAsset: async (stub, [id = '']) => success(await stub.getState(assetKey(stub, id))),
    /** For the owner alone. */
    transferAsset: async (stub, [id = '', to = '']) => {
        const { owner } = JSON.parse((await stub.getState(assetKey(stub, id))).toString()) as { owner: string };
        const client = new ClientIdentity(stub).getID();
        if (client !== owner) return error(`${client} is not the owner of ${id}, who is ${owner}`);
        await stub.putState(assetKey(stub, id), JSON.stringify({ id, owner: to }));
        return success();
    },
    /** The value comes as transient data. */
    putPrivate: async (stub, [collection = '', key = '']) => {
        await stub.putPrivateData(collection, key, stub.getTransient().get('value') ?? '');
        return success();
    },
    getPrivate: async (stub, [collection = '', key = '']) => success(await stub.getPrivateData(collection, key)),
    getPrivateHash: async (stub, [collection = '', key = '']) =>
        success(await stub.getPrivateDataHash(collection, key)),
    /** From then on both organizations have to endorse changes of the key. */
    bindToBoth: async (stub, [key = '']) => {
        const policy = new KeyEndorsementPolicy();
        policy.addOrgs('PEER', 'Org1MSP', 'Org2MSP');
        await stub.setStateValidationParameter(key, policy.getPolicy());
        return success();
    },
    getPolicy: async (stub, [key = '']) => success(await stub.getStateValidationParameter(key)),
};

export const forkChaincode: Chaincode = {
    Init: () => Promise.resolve(success()),
    Invoke: (stub) => {
        const { fcn, params } = stub.getFunctionAndParameters();
        const run = FUNCTIONS[fcn];
        return run === undefined ? Promise.resolve(error(`there is no function '${fcn}'`)) : run(stub, params);
    },
};

/** The name of a plain key. */
export function keyOf(number: number): string {
    return `key${String(number).padStart(5, '0')}`;
}

function assetKey(stub: ChaincodeStub, id: string): string {
    return stub.createCompositeKey('asset', [id]);
}

async function rowsOf(stub: ChaincodeStub, start: string, end: string): Promise<[string, string][]> {
    const rows: [string, string][] = [];
    for await (const { key, value } of stub.getStateByRange(start, end)) rows.push([key, value.toString()]);
    return rows;
}
