import { lstatSync } from 'node:fs';
import { join, posix } from 'node:path';

/** In the order in which `require` tries them on a name without one. */
export const ENDINGS = ['', '.js', '.json', '.node'];

/**
 * Finds files that Node.js would load in the place of others: for `./sums` a file `sums` comes before `sums.js`, and that before
 * `sums/index.js`; what a package.json in a folder names comes before its index.js.
 *
 * @param folder absolute
 * @param paths of the others, with slashes
 * @returns those that are there, as paths
 */
export function foundInsteadOf(folder: string, paths: readonly string[]): string[] {
    const candidates = new Set(paths.flatMap(insteadOf));
    return Array.from(candidates).filter((path) => isThere(join(folder, path)));
}

/** All folders that have one of the files in or below them, but not the top; with slashes. */
export function foldersOf(paths: readonly string[]): string[] {
    const folders = new Set<string>();
    for (const path of paths) {
        for (let folder = posix.dirname(path); folder !== '.'; folder = posix.dirname(folder)) folders.add(folder);
    }
    return [...folders];
}

function insteadOf(path: string): string[] {
    const { dir, name, ext } = posix.parse(path);
    const earlier = ENDINGS.slice(0, Math.max(ENDINGS.indexOf(ext), 0));
    const beside = earlier.map((ending) => posix.join(dir, `${name}${ending}`));
    if (name !== 'index' || dir === '') return beside;
    return [...beside, ...ENDINGS.map((ending) => `${dir}${ending}`), posix.join(dir, 'package.json')];
}

/** Links count: what they lead to would be loaded. */
function isThere(file: string): boolean {
    return lstatSync(file, { throwIfNoEntry: false })?.isDirectory() === false;
}
