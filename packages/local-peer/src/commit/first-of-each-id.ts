import type { TransactionLocation } from '../ledger/ledger-store';
import { ValidationCode } from '../records/validation-code';

/** A duplicate does not take the place of the transaction whose id it has. */
export function firstOfEachId<T extends Pick<TransactionLocation, 'validationCode'> & { readonly txId: string }>(
    transactions: readonly T[],
): T[] {
    const first = new Map<string, T>();
    for (const transaction of transactions) {
        const isDuplicate = transaction.validationCode === ValidationCode.DUPLICATE_TXID;
        if (transaction.txId !== '' && !isDuplicate && !first.has(transaction.txId))
            first.set(transaction.txId, transaction);
    }
    return [...first.values()];
}
