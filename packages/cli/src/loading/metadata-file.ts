import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigurationError } from '../reporting/command-error';
import { reasonOf } from '../reporting/reason-of';

/** Where authors put what they have to say about their contracts, in the order in which fabric-chaincode-node looks. */
const PLACES = [join('META-INF', 'metadata.json'), join('contract-metadata', 'metadata.json')];

/**
 * Reads what an author says about the contracts of a package, besides what the contracts say of themselves. Returns
 * undefined if there is no such file.
 *
 * @throws ConfigurationError if it is no JSON; what it says is for the contract layer to check
 */
export function readMetadataFile(folder: string): unknown {
    const path = PLACES.map((place) => join(folder, place)).find((place) => existsSync(place));
    if (path === undefined) return undefined;
    try {
        return JSON.parse(readFileSync(path, 'utf8'));
    } catch (error) {
        throw new ConfigurationError(`${path} cannot be read (${reasonOf(error)}): correct it, or take it away`);
    }
}
