import { readFileSync } from 'node:fs';
import { ConfigurationError } from '../reporting/command-error';
import { reasonOf } from '../reporting/reason-of';
import type { Given } from './environment';

/**
 * Reads the file that an option or a variable names.
 *
 * @throws ConfigurationError if it cannot be read
 */
export function readGivenFile({ value, source }: Given, remedy = 'name one that can'): Buffer {
    try {
        return readFileSync(value);
    } catch (cause) {
        const reason = `cannot be read (${reasonOf(cause)})`;
        throw new ConfigurationError(`the file ${value} of ${source} ${reason}: ${remedy}`, { cause });
    }
}
