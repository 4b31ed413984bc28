import { resolve } from 'node:path';
import { journalFolderOf } from '../dev/connection/connection-file';

/** Where the journal is that is meant: what was given, else what `heddle dev` records of a package. */
export function journalOf(given: string | undefined, packageFolder: string): string {
    return given === undefined ? journalFolderOf(packageFolder) : resolve(given);
}
