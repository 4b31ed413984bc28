import { type Chaincode, type ChaincodeResponse, type ChaincodeStub, success } from '@heddle/core';

type TransactionFunction = (stub: ChaincodeStub, args: readonly string[]) => Promise<Uint8Array | string>;

/** The workloads' functions on the stub, as one writes them without the contract layer. */
const functions = new Map<string, TransactionFunction>([
    ['noop', () => Promise.resolve('ok')],
    ['dto', (_stub, [json = '']) => Promise.resolve((JSON.parse(json) as { id: string }).id)],
    ['getput', getput],
    ['rw10', rw10],
    ['puts', puts],
    ['range', range],
    ['pages', pages],
    ['copy', copy],
    ['gets100', gets100],
    ['compute', compute],
]);

export class RawChaincode implements Chaincode {
    Init(): Promise<ChaincodeResponse> {
        return Promise.resolve(success());
    }

    async Invoke(stub: ChaincodeStub): Promise<ChaincodeResponse> {
        const { fcn, params } = stub.getFunctionAndParameters();
        const transaction = functions.get(fcn);
        if (transaction === undefined) throw new Error(`there is no function ${fcn}`);
        return success(await transaction(stub, params));
    }
}

async function getput(stub: ChaincodeStub, [key = '', value = '']: readonly string[]): Promise<string> {
    const before = await stub.getState(key);
    await stub.putState(key, Buffer.from(value));
    return String(before.length);
}

async function rw10(stub: ChaincodeStub, [key = '', value = '']: readonly string[]): Promise<string> {
    let bytes = 0;
    for (let index = 0; index < 10; index++) bytes += (await stub.getState(`${key}-${index}`)).length;
    for (let index = 0; index < 10; index++) await stub.putState(`${key}-${index}`, Buffer.from(value));
    return String(bytes);
}

/** As many writes as the count says, each awaited before the next. */
async function puts(stub: ChaincodeStub, [key = '', value = '', count]: readonly string[]): Promise<string> {
    for (let index = 0; index < Number(count); index++) await stub.putState(`${key}-${index}`, Buffer.from(value));
    return String(Number(count));
}

async function range(stub: ChaincodeStub, [start = '', end = '']: readonly string[]): Promise<string> {
    let bytes = 0;
    for await (const { value } of stub.getStateByRange(start, end)) bytes += value.length;
    return String(bytes);
}

async function pages(stub: ChaincodeStub, [start = '', end = '']: readonly string[]): Promise<string> {
    let bytes = 0;
    for await (const rows of stub.getStateByRange(start, end).pages())
        for (const { value } of rows) bytes += value.length;
    return String(bytes);
}

async function copy(stub: ChaincodeStub, [from = '', to = '']: readonly string[]): Promise<string> {
    const value = await stub.getState(from);
    await stub.putState(to, value);
    return String(value.length);
}

async function gets100(stub: ChaincodeStub, [prefix = '']: readonly string[]): Promise<string> {
    const keys = Array.from({ length: 100 }, (_, index) => `${prefix}${index}`);
    const values = await Promise.all(keys.map((key) => stub.getState(key)));
    return String(values.reduce((bytes, value) => bytes + value.length, 0));
}

/** Keeps its thread busy for this many microseconds. */
function compute(_stub: ChaincodeStub, [microseconds]: readonly string[]): Promise<string> {
    const end = performance.now() + Number(microseconds) / 1000;
    while (performance.now() < end);
    return Promise.resolve('ok');
}
