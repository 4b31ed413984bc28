import { join, resolve } from 'node:path';
import { DEV_FOLDER } from '../dev/connection/connection-file';

/** Where the journal is that is meant: what was given, else what `heddle dev` records of a package. */
export function journalOf(given: string | undefined, packageFolder: string): string {
    return given === undefined ? join(packageFolder, DEV_FOLDER, 'journal') : resolve(given);
}
