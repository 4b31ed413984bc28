import { readdirSync, readFileSync } from 'node:fs';
import { readJournal } from '../reading/read-journal';
import type { RecordedTransaction } from '../reading/recorded-transaction';
import type { JournalOptions } from '../writing/journal-options';
import { JournalWriter } from '../writing/journal-writer';

/** A journal that is written, and what it has warned of. */
export interface OpenJournal {
    readonly writer: JournalWriter;
    readonly warnings: string[];
}

/** Begins a journal in a folder. */
export function openJournal(folder: string, options: Partial<JournalOptions> = {}): OpenJournal {
    const warnings: string[] = [];
    const warn = (text: string): void => {
        warnings.push(text);
    };
    return { writer: new JournalWriter({ folder, heddle: '0.0.0', warn, ...options }), warnings };
}

/** All bytes of a journal's files. */
export function bytesIn(folder: string): string {
    return readdirSync(folder)
        .map((name) => readFileSync(`${folder}/${name}`, 'latin1'))
        .join('');
}

/** All transactions of a journal. */
export async function readAll(path: string): Promise<RecordedTransaction[]> {
    const transactions: RecordedTransaction[] = [];
    for await (const transaction of readJournal(path)) transactions.push(transaction);
    return transactions;
}

/** The ends of all transactions, by id. */
export function endsOf(transactions: readonly RecordedTransaction[]): [txId: string, end: string][] {
    return transactions.map(({ txId, end }) => [txId, end]);
}
