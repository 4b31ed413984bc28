import { ChaincodeServer, createLogger } from '@heddle/core';
import { scenarioChaincode } from '../scenarios/scenario-chaincode';

// The program of ChaincodeProcess: serves the scenarios' chaincode until a signal ends it.
async function serve(packageId: string, address: string): Promise<void> {
    const server = new ChaincodeServer(scenarioChaincode, { packageId, address, logger: createLogger('error') });
    process.once('SIGTERM', () => {
        // Whatever is under way finishes; then nothing keeps the process.
        void server.close().then(() => {
            process.disconnect();
        });
    });
    await server.start();
    process.send?.('listening');
}

const [packageId = '', address = ''] = process.argv.slice(2);
if (process.send !== undefined) void serve(packageId, address); // where it fails, the process ends, which its parent sees
