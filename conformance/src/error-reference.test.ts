import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { ROOT } from './repository/source-files';

/** The sections of docs/reference/errors.md, and the types that have their codes. */
const SECTIONS: readonly (readonly [section: string, path: string, type: string])[] = [
    ['Of contracts', 'packages/contract/src/failures/contract-error.ts', 'ContractErrorCode'],
    ["Of the chaincode's side", 'packages/core/src/errors.ts', 'ChaincodeErrorCode'],
    ['Of the wire', 'packages/protocol/src/errors.ts', 'ProtocolErrorCode'],
    ['Mistakes at start-up', 'packages/contract/src/failures/definition-error.ts', 'MistakeCode'],
];

function textOf(path: string): string {
    return readFileSync(join(ROOT, path), 'utf8');
}

/** The members of a union of strings, as its source declares them. */
function unionOf(path: string, name: string): string[] {
    const [, declared = ''] = textOf(path).split(`export type ${name} =`);
    const [members = ''] = declared.split(';');
    return Array.from(members.matchAll(/'([A-Z_]+)'/g), ([, code = '']) => code);
}

/** The cells of a section's table, row by row, the heading left out. */
function rowsOf(section: string): string[][] {
    const [, text = ''] = textOf('docs/reference/errors.md').split(`## ${section}\n`);
    const [body = ''] = text.split('\n## ');
    const rows = body.split('\n').filter((line) => line.startsWith('| `'));
    return rows.map((line) =>
        line
            .split('|')
            .slice(1, -1)
            .map((cell) => cell.trim()),
    );
}

describe('docs/reference/errors.md', () => {
    it.each(SECTIONS)('%s: has every code of %s, and no other', (section, path, name) => {
        const codes = unionOf(path, name);
        expect(codes.length).toBeGreaterThan(1);
        expect(rowsOf(section).map(([code = '']) => code.replaceAll('`', ''))).toEqual(codes);
    });

    it.each(SECTIONS.map(([section]) => section))('%s says something in each of its cells', (section) => {
        const empty = rowsOf(section).filter((cells) => cells.length < 2 || cells.includes(''));
        expect(empty).toEqual([]);
    });
});
