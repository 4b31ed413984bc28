import { resolve } from 'node:path';
import type { Environment, Setting } from './environment';

/** Where the package with the contracts is; every command that loads them takes it. */
export const MODULE_PATH: Setting = {
    flags: '-p, --module-path <folder>',
    variables: ['CORE_MODULE_PATH'],
    description: 'folder of the package whose contracts are meant',
    fallback: 'the current folder',
};

/** Returns an absolute path, which need not exist. */
export function resolveModulePath(environment: Environment): string {
    return resolve(environment.find(MODULE_PATH)?.value ?? '.');
}
