import { mkdirSync } from 'node:fs';
import { ConfigurationError } from './command-error';
import { reasonOf } from './reason-of';

/**
 * Makes the folder that an option names, where it is not there yet.
 * @throws ConfigurationError if it cannot be made
 */
export function makeNamedFolder(option: string, folder: string): void {
    try {
        mkdirSync(folder, { recursive: true });
    } catch (cause) {
        throw new ConfigurationError(`${folder} cannot be made (${reasonOf(cause)}): give ${option} another folder`, {
            cause,
        });
    }
}
