import { ChurningMap } from '@heddle/protocol/internal';
import type { Transaction } from '../transaction/transaction';

type Ids = Pick<Transaction, 'channelId' | 'txId'>;

/**
 * The transactions of a session by channel and id: one id can run on several channels at the same time. A map for each
 * channel, since two look-ups take less than to make one key of two texts, which happens for every message.
 */
export class TransactionsUnderWay implements Iterable<Transaction> {
    readonly #byChannel = new Map<string, ChurningMap<string, Transaction>>();
    #size = 0;

    get size(): number {
        return this.#size;
    }

    of({ channelId, txId }: Ids): Transaction | undefined {
        return this.#byChannel.get(channelId)?.get(txId);
    }

    /** Adds one whose ids no other has. */
    add(transaction: Transaction): void {
        const { channelId, txId } = transaction;
        let onChannel = this.#byChannel.get(channelId);
        if (onChannel === undefined)
            this.#byChannel.set(channelId, (onChannel = new ChurningMap<string, Transaction>()));
        onChannel.set(txId, transaction);
        this.#size++;
    }

    delete({ channelId, txId }: Ids): void {
        if (this.#byChannel.get(channelId)?.delete(txId) === true) this.#size--;
    }

    clear(): void {
        this.#byChannel.clear();
        this.#size = 0;
    }

    *[Symbol.iterator](): Iterator<Transaction> {
        for (const onChannel of this.#byChannel.values()) yield* onChannel.values();
    }
}
