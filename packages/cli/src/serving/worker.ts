import { workerData } from 'node:worker_threads';
import { runWorker } from '@heddle/core';
import { loadChaincode, type LoadedChaincode } from '../loading/load-chaincode';
import { withLoggedArguments } from '../loading/logged-arguments';
import { createLog } from '../reporting/log';
import { toError } from '../reporting/to-error';
import type { WorkerData } from './workers';

// The module of a worker thread: loads the package that the command serves once more, and runs its transactions.

const { modulePath, packed, contracts, logLevel } = workerData as WorkerData; // from workerOptions
const logger = createLog(logLevel);

// It belongs to one transaction, if to any, and ends nothing. An exception that nothing caught ends the thread.
process.on('unhandledRejection', (reason) => {
    logger.error({ err: toError(reason) }, 'nothing handled the rejection of this promise');
});

load().then(
    ({ chaincode }) => {
        runWorker(withLoggedArguments(chaincode, contracts, logger), { logger });
    },
    (error: unknown) => {
        // Out of the promise, so that it ends the thread: the process that started it says why.
        setImmediate(() => {
            throw toError(error);
        });
    },
);

/** A thread that takes the place of another one starts later: there may be other code in the folder by then. */
async function load(): Promise<LoadedChaincode> {
    if (packed !== undefined) {
        const { verifyCode } = await import('../identity/packed-code.js');
        verifyCode(packed.packageFile, packed.packageId, modulePath);
    }
    return await loadChaincode(modulePath, logger, contracts);
}
