import { join } from 'node:path';

/** The file of the `heddle` command, for whoever starts it in a process of its own. */
export const LAUNCHER = join(__dirname, '..', 'bin', 'heddle.js');
