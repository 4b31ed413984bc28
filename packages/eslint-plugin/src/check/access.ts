import { accessOf, type TransactionAccess } from '../rules/access-of';
import type { CheckedProject } from './check-project';

const HEADS = ['transaction', 'who may call', 'reads', 'writes'] as const;

/** Writes who may call what: one line for each transaction. */
export function writeAccess({ scope, files }: CheckedProject): string {
    const rows = files
        .flatMap((file) => scope.transactionsIn(file))
        .map((transaction) => rowOf(accessOf(transaction, scope)));
    const table = [[...HEADS], ...rows];
    const widths = HEADS.map((_, column) => Math.max(...table.map((row) => (row[column] ?? '').length)));
    return table
        .map((row) =>
            row
                .map((cell, column) => cell.padEnd(widths[column] ?? 0))
                .join('  ')
                .trimEnd(),
        )
        .join('\n');
}

function rowOf({ contract, name, kind, who, reads, writes }: TransactionAccess): string[] {
    const evaluated = kind === 'evaluate' ? ' (evaluated)' : '';
    return [`${contract}:${name}${evaluated}`, who, String(reads), String(writes)];
}
