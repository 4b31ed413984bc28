import type { Chaincode } from '@heddle/core';
import { type JournalReplayOptions, type ReplayedTransaction, replayJournalOf } from '@heddle/replay';
import { SILENT } from './recorded-network';

/** How the transactions of a journal come out. */
export async function replayed(
    folder: string,
    chaincode: Chaincode,
    options: Partial<JournalReplayOptions> & { readonly digest?: string } = {},
): Promise<ReplayedTransaction[]> {
    const transactions: ReplayedTransaction[] = [];
    const { digest, ...rest } = options;
    const replay = replayJournalOf(folder, { code: [{ chaincode, digest }], logger: SILENT, ...rest });
    for await (const transaction of replay) transactions.push(transaction);
    return transactions;
}

/** How many came out each way. */
export function countsOf(transactions: readonly ReplayedTransaction[]): Record<string, number> {
    const counts: Record<string, number> = {};
    for (const { verdict } of transactions) counts[verdict.kind] = (counts[verdict.kind] ?? 0) + 1;
    return counts;
}

/** What is not the same, each once, with its function. */
export function whatDiffers(transactions: readonly ReplayedTransaction[]): string[] {
    const found = transactions.flatMap(({ functionName, verdict }) =>
        verdict.kind === 'differs' ? verdict.differences.map(({ what }) => `${functionName}: ${what}`) : [],
    );
    return [...new Set(found)];
}
