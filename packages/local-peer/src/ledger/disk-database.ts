import { createRequire } from 'node:module';
import type * as classicLevel from 'classic-level';
import { errorText, LocalPeerError } from '../errors';
import type { LedgerDatabase } from './ledger-database';

/**
 * Opens a ledger on disk; makes the folder if it is not there.
 * @throws LocalPeerError STORE_UNUSABLE where it is in use, or cannot be opened
 */
export async function openDisk(path: string): Promise<LedgerDatabase> {
    // Native, and not needed for a ledger in memory: loaded only here.
    const { ClassicLevel } = createRequire(__filename)('classic-level') as typeof classicLevel;
    const database = new ClassicLevel<string, string>(path);
    try {
        await database.open();
        return database;
    } catch (error) {
        const { cause = error } = error as { readonly cause?: unknown };
        const reason = isLocked(cause)
            ? 'is in use by another peer; close that one, or give this one a folder of its own'
            : `cannot be opened: ${errorText(cause)}`;
        throw new LocalPeerError('STORE_UNUSABLE', `the ledger in '${path}' ${reason}`, { cause: error });
    }
}

function isLocked(error: unknown): boolean {
    return typeof error === 'object' && error !== null && 'code' in error && error.code === 'LEVEL_LOCKED';
}
