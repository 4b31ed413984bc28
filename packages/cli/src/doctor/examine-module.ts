import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Logger } from '@heddle/core';
import type { LoadedChaincode } from '../loading/load-chaincode';
import { attempt, type Diagnosis } from './diagnosis';

const CHECK = 'contracts';

/**
 * Loads the contracts as a server would, and compiles them.
 *
 * @param isNamed whether somebody said where they are; otherwise they need not be here
 */
export async function examineModule(folder: string, isNamed: boolean, logger: Logger): Promise<Diagnosis> {
    if (!isNamed && !existsSync(join(folder, 'package.json'))) {
        const detail = 'there is no package.json here: --module-path says where the contracts are';
        return { check: CHECK, detail, skipped: true, findings: [] };
    }
    const { loadChaincode } = await import('../loading/load-chaincode.js');
    const { value, finding } = await attempt(CHECK, () => loadChaincode(folder, logger));
    if (value === undefined) return { check: CHECK, detail: folder, findings: finding === undefined ? [] : [finding] };
    return { check: CHECK, detail: describe(value), findings: [] };
}

function describe({ file, metadata }: LoadedChaincode): string {
    if (metadata === undefined) return `${file} exports a chaincode`;
    return `${file} exports ${Object.keys(metadata.contracts).join(', ')}`;
}
