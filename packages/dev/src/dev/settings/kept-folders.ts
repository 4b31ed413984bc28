import { join, resolve } from 'node:path';
import { DEV_FOLDER } from '../connection/connection-file';
import type { SettingSources } from './setting-sources';

/** Of a ledger's hash, in the name of a folder. */
const FORK_DIGITS = 8;

/** Where the network keeps what outlives it. Paths are absolute. */
export interface KeptFolders {
    /** Undefined: the ledger is kept in memory. */
    readonly storeFolder: string | undefined;
    /** Of the organizations and their users. */
    readonly cryptoFolder: string;
}

/** Users must stay valid for a ledger that is kept: without a folder of their own they are kept with it. */
export function keptFoldersOf({ options, folder, config, fork }: SettingSources): KeptFolders {
    // A fork's identities are of other authorities: they are kept apart from those of the network without it.
    const own = fork === undefined ? config : undefined;
    const name = fork === undefined ? '' : `fork-${fork.channel}-${fork.id.slice(0, FORK_DIGITS)}`;
    const storeFolder = options.store === undefined ? own?.store : resolve(options.store);
    const given = options.cryptoDir === undefined ? own?.cryptoDir : resolve(options.cryptoDir);
    return { storeFolder, cryptoFolder: given ?? join(storeFolder ?? join(folder, DEV_FOLDER, name), 'crypto') };
}
