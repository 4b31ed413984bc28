import shim from '@heddle/core';
import { SimpleChaincode } from './simple-chaincode';

const server = shim.server(new SimpleChaincode(), {
    ccid: process.env['CORE_CHAINCODE_ID'] ?? '',
    address: process.env['CORE_CHAINCODE_ADDRESS'] ?? '',
});

server.start().catch((error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
});
