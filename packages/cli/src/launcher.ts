import { join } from 'node:path';

/** The file of the `heddle` command, to start it in a process of its own. */
export const LAUNCHER = join(__dirname, '..', 'bin', 'heddle.js');
