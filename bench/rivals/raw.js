'use strict';

const { readFileSync } = require('node:fs');
const shim = require('fabric-shim');

/** The workloads' functions on fabric-shim's stub; see ../src/chaincode/raw-chaincode.ts for ours. */
const functions = {
    noop: async () => 'ok',
    dto: async (_stub, [json]) => JSON.parse(json).id,
    async getput(stub, [key, value]) {
        const before = await stub.getState(key);
        await stub.putState(key, Buffer.from(value));
        return String(before.length);
    },
    async rw10(stub, [key, value]) {
        let bytes = 0;
        for (let index = 0; index < 10; index++) bytes += (await stub.getState(`${key}-${index}`)).length;
        for (let index = 0; index < 10; index++) await stub.putState(`${key}-${index}`, Buffer.from(value));
        return String(bytes);
    },
    async puts(stub, [key, value, count]) {
        for (let index = 0; index < Number(count); index++) await stub.putState(`${key}-${index}`, Buffer.from(value));
        return count;
    },
    async range(stub, [start, end]) {
        let bytes = 0;
        for await (const { value } of stub.getStateByRange(start, end)) bytes += value.length;
        return String(bytes);
    },
    async copy(stub, [from, to]) {
        const value = await stub.getState(from);
        await stub.putState(to, value);
        return String(value.length);
    },
    async gets100(stub, [prefix]) {
        const keys = Array.from({ length: 100 }, (_, index) => `${prefix}${index}`);
        const values = await Promise.all(keys.map((key) => stub.getState(key)));
        return String(values.reduce((bytes, value) => bytes + value.length, 0));
    },
};

const chaincode = {
    Init: async () => shim.success(),
    async Invoke(stub) {
        const { fcn, params } = stub.getFunctionAndParameters();
        return shim.success(Buffer.from(await functions[fcn](stub, params)));
    },
};

const { CORE_CHAINCODE_TLS_KEY_FILE: keyFile, CORE_CHAINCODE_TLS_CERT_FILE: certificateFile } = process.env;
const tlsProps = keyFile && { key: readFileSync(keyFile), cert: readFileSync(certificateFile) };

// The limits that fabric-shim's own command sets; without them a value above 4 MB ends the stream.
const server = shim.server(chaincode, {
    ccid: process.env.CORE_CHAINCODE_ID,
    address: process.env.CORE_CHAINCODE_ADDRESS,
    ...(tlsProps && { tlsProps }),
    'grpc.max_send_message_length': -1,
    'grpc.max_receive_message_length': -1,
});

void server.start();
