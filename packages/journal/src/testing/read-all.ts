import { readJournal } from '../reading/read-journal';
import type { RecordedTransaction } from '../reading/recorded-transaction';

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
