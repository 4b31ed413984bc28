import type { ResourceLimits } from 'node:worker_threads';
import { ChaincodeError } from '../errors';

/** Threads that run transactions besides the one that serves peers. */
export interface WorkerOptions {
    /** How many threads, 1 to 64. More than the machine has cores to spare gain nothing. */
    readonly count: number;
    /** The module that each thread runs; it calls `runWorker` with the same chaincode that the server has. */
    readonly filename: string | URL;
    /** What that module finds as `workerData` of node:worker_threads. Default: undefined. */
    readonly workerData?: unknown;
    /**
     * Tells by the first argument of a transaction whether a thread is to run it; the others run where peers are served.
     * Default: all are for threads.
     */
    readonly runs?: ((functionName: string) => boolean) | undefined;
    /** How much memory a thread may take before it is ended. Default: Node's. */
    readonly resourceLimits?: ResourceLimits | undefined;
}

/** @throws ChaincodeError INVALID_OPTIONS, with one sentence that names the option and the remedy */
export function checkedWorkerOptions(options: WorkerOptions): WorkerOptions {
    const { count, filename } = options;
    if (!Number.isInteger(count) || count < 1 || count > 64) {
        throw invalid(`workers.count is ${String(count)}: set it to a whole number from 1 to 64`);
    }
    if ((typeof filename === 'string' && filename !== '') || filename instanceof URL) return options;
    throw invalid('workers.filename is missing: set it to the file of a module that calls runWorker');
}

function invalid(message: string): ChaincodeError {
    return new ChaincodeError('INVALID_OPTIONS', message);
}
