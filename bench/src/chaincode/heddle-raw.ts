import { readFileSync } from 'node:fs';
import { ChaincodeServer, createLogger, type ServerTlsOptions } from '@heddle/core';
import { RawChaincode } from './raw-chaincode';

/** Serves the workloads without the contract layer and without the command, as fabric-shim's raw server does. */
const { CORE_CHAINCODE_ID: packageId = '', CORE_CHAINCODE_ADDRESS: address = '' } = process.env;
const server = new ChaincodeServer(new RawChaincode(), {
    packageId,
    address,
    tls: tls(),
    logger: createLogger('warn'),
});

// Where it cannot listen, the process ends with the reason.
void server.start();

function tls(): ServerTlsOptions | undefined {
    const { CORE_CHAINCODE_TLS_KEY_FILE: keyFile, CORE_CHAINCODE_TLS_CERT_FILE: certificateFile } = process.env;
    if (keyFile === undefined || certificateFile === undefined) return undefined;
    return { key: readFileSync(keyFile), cert: readFileSync(certificateFile) };
}
