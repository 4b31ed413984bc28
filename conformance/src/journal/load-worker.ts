import { createLogger, runWorker } from '@heddle/core';
import { loadChaincode } from './load-chaincode';

// The worker threads of a server run it.
runWorker(loadChaincode, { logger: createLogger('error', () => undefined) });
