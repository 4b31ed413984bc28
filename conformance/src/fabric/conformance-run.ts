import { FABRIC_LINES, type FabricBinaries, type FabricLine, findFabricBinaries } from './fabric-binaries';
import type { FabricNetworkOptions } from './fabric-network';

/** What the command tells its suites, by way of the environment. */
export const LINE_VARIABLE = 'HEDDLE_FABRIC_LINE';
export const LOGS_VARIABLE = 'HEDDLE_FABRIC_LOGS';

/** The binaries that a suite is to run on. @throws Error where the command did not start it, or they are gone */
export function binariesOfRun(): FabricBinaries {
    const line = process.env[LINE_VARIABLE];
    if (!isLine(line)) throw new Error('start this suite with: npm run conformance:fabric');
    const found = findFabricBinaries(line);
    if ('missing' in found) throw new Error(found.missing);
    return found.binaries;
}

/** What every network of a run is started with. */
export function networkOptionsOfRun(): FabricNetworkOptions {
    return { binaries: binariesOfRun(), logFolder: process.env[LOGS_VARIABLE], couchDbUrl: process.env['COUCHDB_URL'] };
}

export function isLine(text: string | undefined): text is FabricLine {
    return FABRIC_LINES.some((line) => line === text);
}
