import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../repository/source-files';

/** Where the packages of Fabric are that chaincode on Heddle is compared with. */
export const REFERENCE_FOLDER = join(ROOT, 'conformance', 'reference');

/** Installs them where that has not been done: they are no dependency of this repository, and few runs need them. */
export function installReference(): void {
    if (existsSync(join(REFERENCE_FOLDER, 'node_modules'))) return;
    execFileSync('npm', ['install', '--no-package-lock', '--no-audit', '--no-fund', '--ignore-scripts'], {
        cwd: REFERENCE_FOLDER,
        stdio: 'ignore',
    });
}
