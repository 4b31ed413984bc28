import { relative } from 'node:path';
import type { DevSettings } from './settings/dev-settings';

/**
 * What runs a transaction of a chaincode again, where its id is put behind it, as it is given in this folder. Undefined where
 * nothing is recorded.
 */
export function debugCommandOf(
    asked: string,
    { chaincodes, hasJournal }: Pick<DevSettings, 'chaincodes' | 'hasJournal'>,
    folder: string,
): string | undefined {
    const chaincode = chaincodes.find(({ name }) => name === asked);
    if (!hasJournal || chaincode === undefined) return undefined;
    const where = relative(folder, chaincode.folder);
    return where === '' ? 'heddle debug' : `heddle debug --module-path ${where}`;
}
