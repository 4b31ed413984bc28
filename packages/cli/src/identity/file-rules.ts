import { join } from 'node:path';
import { ConfigurationError } from '../reporting/command-error';

/** One entry of `files` in a package.json. */
export interface FileRule {
    /** Whether what fits is taken, or left out. */
    readonly isTaken: boolean;
    readonly fits: (path: string) => boolean;
}

/** By how a regular expression says it. */
const WILDCARDS: Readonly<Record<string, string>> = { '**/': '(?:.*/)?', '**': '.*', '*': '[^/]*', '?': '[^/]' };

/**
 * Reads `files` of a package.json as npm does: a name, with all that is below it, or a pattern of `*`, `**` and `?`; one
 * that begins with `!` leaves out. A pattern without a slash fits at any depth.
 *
 * @throws ConfigurationError where an entry is no text, or has braces or brackets, which npm's own versions read differently
 */
export function rulesOf(files: readonly unknown[], folder: string): FileRule[] {
    return files.map((entry) => {
        if (typeof entry !== 'string' || /[{}[\]()]/.test(entry)) {
            const where = `"files" in ${join(folder, 'package.json')}`;
            const remedy = 'write names, and patterns of *, ** and ? only';
            throw new ConfigurationError(`${where} has ${JSON.stringify(entry)}, which is not understood: ${remedy}`);
        }
        return ruleOf(entry);
    });
}

function ruleOf(entry: string): FileRule {
    const isTaken = !entry.startsWith('!');
    const pattern = entry.replace(/^!?(?:\.?\/)*/, '').replace(/\/+$/, '');
    // The folder itself.
    if (pattern === '' || pattern === '.') return { isTaken, fits: () => true };
    const text = pattern.replaceAll(/\*\*\/|\*\*|\*|\?|[.\\+^$|]/g, (part) => WILDCARDS[part] ?? `\\${part}`);
    const isAnywhere = /[*?]/.test(pattern) && !pattern.includes('/');
    const expression = new RegExp(`^${isAnywhere ? '(?:.*/)?' : ''}${text}(?:/|$)`, 's');
    return { isTaken, fits: (path) => expression.test(path) };
}
