import { writeFileSync } from 'node:fs';
import { ConfigurationError } from './command-error';
import { reasonOf } from './reason-of';

/**
 * Writes a file that an option names.
 * @throws ConfigurationError if it cannot be written
 */
export function writeNamedFile(option: string, file: string, content: Uint8Array | string): void {
    try {
        writeFileSync(file, content);
    } catch (cause) {
        throw new ConfigurationError(`${file} cannot be written (${reasonOf(cause)}): give ${option} another one`, {
            cause,
        });
    }
}
