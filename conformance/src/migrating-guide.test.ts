import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { WARNINGS } from '@heddle/core';
import { describe, expect, it } from '@jest/globals';
import { KEPT_DIFFERENCES } from './drop-in/kept-differences';
import { ROOT } from './repository/source-files';

const GUIDE = readFileSync(join(ROOT, 'docs', 'guide', 'migrating.md'), 'utf8');

/** The cells of the rows whose first one matches. */
function rowsOf(first: RegExp): string[][] {
    return GUIDE.split('\n')
        .map((line) =>
            line
                .split('|')
                .slice(1, -1)
                .map((cell) => cell.trim()),
        )
        .filter(([cell = '']) => first.test(cell));
}

describe('the guide to migrating', () => {
    it('has a row for each warning, with what it was and is, and what makes an error of it', () => {
        const rows = rowsOf(/^`[A-Z_0-9]+`$/).filter(([, , , setting]) => setting !== undefined);
        const codes = rows.map(([code = '']) => code.replaceAll('`', ''));
        expect(codes).toEqual(Object.keys(WARNINGS));
        expect(rows.map(([, , , setting = '']) => setting.replaceAll('`', ''))).toEqual(
            Object.values(WARNINGS).map((kind) => ('setting' in kind ? kind.setting : '')),
        );
        expect(rows.flatMap(([, before, after]) => [before, after])).not.toContain('');
    });

    it('has the reason of each difference that is kept', () => {
        const reasons = new Set(KEPT_DIFFERENCES.map(({ reason }) => reason));
        expect([...reasons].filter((reason) => !GUIDE.includes(reason))).toEqual([]);
    });
});
