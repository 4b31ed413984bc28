import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** As many lines as a console remembers. */
export const HISTORY_LINES = 1000;

/** The lines that were typed before, the newest first, as node:readline has them. Empty where there are none. */
export function readHistory(file: string): string[] {
    try {
        return readFileSync(file, 'utf8')
            .split('\n')
            .filter((line) => line !== '')
            .reverse();
    } catch {
        return [];
    }
}

/** Keeps the lines for the next console; whoever cannot write them goes without. */
export function writeHistory(file: string, newestFirst: readonly string[]): void {
    try {
        mkdirSync(dirname(file), { recursive: true });
        // Arguments may be secrets of the developer's.
        writeFileSync(file, `${newestFirst.slice(0, HISTORY_LINES).reverse().join('\n')}\n`, { mode: 0o600 });
    } catch {
        // The console has done what it was asked to.
    }
}
