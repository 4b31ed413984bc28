import { join } from 'node:path';
import type { Chaincode, WorkerOptions } from '@heddle/core';
import type { ContractSettings } from '../loading/load-chaincode';
import type { LogThreshold } from '../reporting/log';
import type { RunSettings } from './server-settings';

/** A package that stands for code. */
export interface PackedAs {
    readonly packageId: string;
    /** Absolute. */
    readonly packageFile: string;
}

/** What a worker thread loads, and how. */
export interface WorkerData {
    readonly modulePath: string;
    /** The package whose code it must be; undefined if nobody asks. */
    readonly packed: PackedAs | undefined;
    readonly contracts: ContractSettings;
    readonly logLevel: LogThreshold;
}

/** Threads that serve the same package; none for a count of 0. Contracts say what is for threads. */
export function workerOptions(
    { workers: count, modulePath, contracts, logLevel }: RunSettings,
    chaincode: Chaincode,
    packed?: PackedAs,
): WorkerOptions | undefined {
    if (count === 0) return undefined;
    const workerData: WorkerData = { modulePath, packed, contracts, logLevel };
    const runs = choosesWorkers(chaincode) ? (name: string): boolean => chaincode.runsInWorker(name) : undefined;
    return { count, filename: join(__dirname, 'worker.js'), workerData, runs };
}

/** By its method, as it may come from another copy of the contract layer. */
function choosesWorkers(chaincode: Chaincode): chaincode is Chaincode & { runsInWorker(name: string): boolean } {
    return 'runsInWorker' in chaincode && typeof chaincode.runsInWorker === 'function';
}
