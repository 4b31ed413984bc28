import type { TemporaryFolder } from './temporary-folder';

/**
 * Keeps a process from finding a package of this repository, as on a machine where it is not installed.
 *
 * @param place a part of the package's path: `packages/dev`, `node_modules/yaml`
 * @returns options of Node
 */
export function withoutPackage(folder: TemporaryFolder, place: string): string[] {
    const hide = `
        const Module = require('node:module');
        const resolve = Module._resolveFilename;
        Module._resolveFilename = function (request, ...rest) {
            const file = resolve.call(this, request, ...rest);
            if (!file.replaceAll('\\\\', '/').includes(${JSON.stringify(`/${place}/`)})) return file;
            throw Object.assign(new Error("Cannot find module '" + request + "'"), { code: 'MODULE_NOT_FOUND' });
        };`;
    return ['--require', folder.write('without-package.js', hide)];
}
