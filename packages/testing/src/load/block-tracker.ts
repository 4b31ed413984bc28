import type { ReadBlock, ReadTransaction, ReadWriteSet } from '@heddle/local-peer';
import { readBlock } from '@heddle/local-peer/internal';
import { ConflictTracker, type HotKey } from './conflict-tracker';

/** Finds out from a channel's blocks at which keys transactions were lost, by the versions that they have read. */
export class BlockTracker {
    readonly #tracker = new ConflictTracker();
    readonly #own: ReadonlyMap<string, string>;
    readonly #seen = new Set<string>();
    /** How many valid transactions there were with the one of a version. */
    readonly #positions = new Map<string, number>();

    /** @param own the transactions that count, by id; others may have written all the same */
    constructor(own: ReadonlyMap<string, string>) {
        this.#own = own;
    }

    get hotKeys(): readonly HotKey[] {
        return this.#tracker.hotKeys;
    }

    hasSeen(txId: string): boolean {
        return this.#seen.has(txId);
    }

    /** Takes the next block, encoded as peers deliver it. */
    take(encoded: Uint8Array): void {
        const { number, transactions }: ReadBlock = readBlock(Buffer.from(encoded));
        for (const [index, transaction] of transactions.entries()) {
            this.#takeOne(transaction);
            if (transaction.status === 'VALID') this.#positions.set(`${number} ${index}`, this.#tracker.now);
            this.#seen.add(transaction.txId);
        }
    }

    #takeOne({ txId, status, readWriteSet, chaincode, args: [called] }: ReadTransaction): void {
        const name = this.#own.get(txId);
        if (name !== undefined)
            this.#tracker.committed({ name, readWriteSet, endorsedAt: this.#endorsedAt(readWriteSet) }, status);
        else if (status === 'VALID')
            this.#tracker.written({ name: `${chaincode}.${called?.toString() ?? ''}`, readWriteSet });
    }

    /** It saw at least the newest version that it read; had it seen a later write of its keys, it had read that version. */
    #endorsedAt(readWriteSet: ReadWriteSet): number {
        const reads = readWriteSet.flatMap((set) => [
            ...set.reads,
            ...set.ranges.flatMap(({ rawReads }) => rawReads?.reads ?? []),
        ]);
        const positions = reads.map(({ version }) =>
            version === undefined ? 0 : (this.#positions.get(`${version.blockNumber} ${version.txNumber}`) ?? 0),
        );
        return Math.max(0, ...positions);
    }
}
