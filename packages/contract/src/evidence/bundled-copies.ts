import { readFileSync, statSync } from 'node:fs';

/** What class-transformer's storage says of itself, minified or not. Its own file is larger than this. */
const STORAGE_CODE = /\b_typeMetadatas\s*=\s*(?:\/\*[^*]*\*\/\s*)?new Map\b/g;
const SMALLEST_BUNDLE = 8_192;

/** By file. What a process has loaded stays what it is, and a process of tests compiles contracts again and again. */
const counted = new Map<string, number>();

/**
 * Counts the copies of class-transformer that a bundler put into a file. Each has records of its own, which nothing
 * outside of the file can read.
 */
export function bundledTransformers(file: string): number {
    const known = counted.get(file) ?? count(file);
    counted.set(file, known);
    return known;
}

function count(file: string): number {
    const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
    if (size < SMALLEST_BUNDLE) return 0;
    return readFileSync(file, 'latin1').match(STORAGE_CODE)?.length ?? 0;
}

/** What to do about a copy in a bundle. */
export const KEEP_EXTERNAL =
    'Keep @heddle/contract, class-transformer, class-validator and reflect-metadata external when you bundle (docs/guide/bundling.md)';
