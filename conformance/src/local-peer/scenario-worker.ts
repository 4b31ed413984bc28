import { createLogger, runWorker } from '@heddle/core';
import { scenarioChaincode } from '../scenarios/scenario-chaincode';

// The module of a worker thread that runs the scenarios.
runWorker(scenarioChaincode, { logger: createLogger('error', () => undefined) });
