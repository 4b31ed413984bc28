import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DEV_FOLDER } from './connection-file';

/** Where `heddle dev` tells the commands that call the chaincode why it does not answer. */
function blockedFileOf(packageFolder: string): string {
    return join(packageFolder, DEV_FOLDER, 'blocked.txt');
}

/** Notes why the chaincode of this package does not answer; undefined when it does again. */
export function writeBlocked(packageFolder: string, why: string | undefined): void {
    const file = blockedFileOf(packageFolder);
    try {
        if (why === undefined) rmSync(file, { force: true });
        else writeFileSync(file, why);
    } catch {
        // The terminal has told it; a client that cannot read it waits as before.
    }
}

/** Why the chaincode that `heddle dev` runs for this package does not answer, if that is known. */
export function readBlocked(packageFolder: string): string | undefined {
    try {
        return readFileSync(blockedFileOf(packageFolder), 'utf8');
    } catch {
        return undefined;
    }
}
