import { join } from 'node:path';

/** Where the ledger is, in the folder that `--store` names. */
export function ledgerFolder(storeFolder: string): string {
    return join(storeFolder, 'ledger');
}
