import { join } from 'node:path';

/** The file of the `heddle` command, to start it in a process of its own. */
export const LAUNCHER = join(__dirname, '..', 'bin', 'heddle.js');

/**
 * What every `heddle server` loads before the package that it serves, in its order. A process that is started ahead may
 * load them while that package is still being built.
 */
export const LOADED_BEFORE_PACKAGE: readonly string[] = [
    join(__dirname, 'program.js'),
    join(__dirname, 'commands', 'server.js'),
    join(__dirname, 'reporting', 'log.js'),
    join(__dirname, 'chaincodes', 'served-chaincodes.js'),
];
