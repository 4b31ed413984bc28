import { accessSync, constants, mkdirSync, statSync } from 'node:fs';
import { JournalError } from '../format/journal-error';

const ONLY_OWNER = 0o700;
const OF_OTHERS = 0o077;

/**
 * Makes the folder of a journal, for its owner alone.
 * @throws JournalError where it is not to be written to, or others can read it: a journal has what the ledger has, and
 * certificates of clients, and whoever reads the machine's disk need not be a member of the channel
 */
export function prepareFolder(folder: string): void {
    try {
        mkdirSync(folder, { recursive: true, mode: ONLY_OWNER });
        accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK);
    } catch (error) {
        const reason = (error as NodeJS.ErrnoException).code ?? String(error);
        throw new JournalError(`the journal's folder ${folder} cannot be written to (${reason}): name another one`, {
            cause: error,
        });
    }
    // Windows has other rights, and no such bits.
    if (process.platform === 'win32' || (statSync(folder).mode & OF_OTHERS) === 0) return;
    throw new JournalError(
        `others can read the journal's folder ${folder}: chmod 700 it, or name one that is not there yet`,
    );
}
