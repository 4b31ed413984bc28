import { readFileSync, statSync } from 'node:fs';
import { MAX_ARCHIVE_BYTES } from '../archive/archive-error';
import { ConfigurationError } from '../reporting/command-error';
import { reasonOf } from '../reporting/reason-of';

/** @throws ConfigurationError if the file cannot be read, or is larger than any package that peers take */
export function readPackageFile(file: string): Buffer {
    try {
        if (statSync(file).size <= MAX_ARCHIVE_BYTES) return readFileSync(file);
    } catch (cause) {
        throw new ConfigurationError(`the package ${file} cannot be read (${reasonOf(cause)}): name one that can`, {
            cause,
        });
    }
    throw new ConfigurationError(`the package ${file} is larger than ${MAX_ARCHIVE_BYTES} bytes: no peer takes it`);
}
