import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { WARNINGS } from '@heddle/core';
import { describe, expect, it } from '@jest/globals';
import { ROOT } from './repository/source-files';

/** The cells of the page's table, row by row, the heading left out. */
function rows(): string[][] {
    const lines = readFileSync(join(ROOT, 'docs/reference/warnings.md'), 'utf8').split('\n');
    return lines
        .filter((line) => line.startsWith('| `'))
        .map((line) =>
            line
                .split(/(?<!\\)\|/)
                .slice(1, -1)
                .map((cell) => cell.trim()),
        );
}

const sentence = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;

describe('docs/reference/warnings.md', () => {
    it('has every warning, with its text, its remedy and its setting, and no other', () => {
        expect(rows()).toEqual(
            Object.entries(WARNINGS).map(([code, { text, remedy, setting }]) => [
                `\`${code}\``,
                sentence(text),
                sentence(remedy),
                setting === undefined ? 'nowhere' : `\`${setting}\``,
            ]),
        );
    });
});
