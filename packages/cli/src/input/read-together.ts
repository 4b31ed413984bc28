import { isDeepStrictEqual } from 'node:util';

/** Files that still change then are not exchanged as a whole: what is wrong with them is told by who uses them. */
const MOST_ROUNDS = 5;

/**
 * Reads files that belong together as they are at one time: Kubernetes exchanges all files of a secret at once, and that may be
 * between the reads of two. So they are read until two rounds agree, or five times.
 *
 * @param read reads all of them
 */
export function readTogether<T>(read: () => T): T {
    let contents = read();
    for (let round = 1; round < MOST_ROUNDS; round++) {
        const again = read();
        if (isDeepStrictEqual(again, contents)) break;
        contents = again;
    }
    return contents;
}
