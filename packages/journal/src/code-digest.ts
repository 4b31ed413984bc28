import { createHash } from 'node:crypto';
import { type Dirent, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

const CODE = /\.(?:[cm]?js|json)$/;
/** Beyond that, to read all of it would make the start of a server slow. */
const MOST_FILES = 5_000;
const MOST_BYTES = 64 * 1024 * 1024;

/**
 * SHA-256, in hex, of the code in a folder: all files of JavaScript and JSON by path, those of node_modules and of hidden
 * folders left out. Two runs with one digest ran the same contracts. Undefined where there is too much of it, or it cannot
 * be read.
 */
export function digestOfFolder(folder: string): string | undefined {
    try {
        return digestOf(folder, [...codeIn(folder, '')]);
    } catch {
        return undefined;
    }
}

function digestOf(folder: string, paths: readonly string[]): string | undefined {
    const bytes = paths.reduce((sum, path) => sum + statSync(join(folder, path)).size, 0);
    if (paths.length === 0 || paths.length > MOST_FILES || bytes > MOST_BYTES) return undefined;
    const hash = createHash('sha256');
    for (const path of paths) {
        const content = readFileSync(join(folder, path));
        hash.update(`${path}\0${content.length}\0`).update(content);
    }
    return hash.digest('hex');
}

function* codeIn(folder: string, below: string): Generator<string> {
    const entries = readdirSync(join(folder, below), { withFileTypes: true });
    for (const entry of entries.sort(byName)) {
        const path = below === '' ? entry.name : `${below}/${entry.name}`;
        if (entry.isDirectory() && !isLeftOut(entry.name)) yield* codeIn(folder, path);
        else if (entry.isFile() && CODE.test(entry.name)) yield path;
    }
}

function isLeftOut(name: string): boolean {
    return name === 'node_modules' || name.startsWith('.');
}

function byName(left: Dirent, right: Dirent): number {
    return left.name < right.name ? -1 : 1;
}
