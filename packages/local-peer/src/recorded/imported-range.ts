import { LocalPeerError } from '../errors';
import type { LedgerDatabase } from '../ledger/ledger-database';
import type { LedgerTable } from '../ledger/ledger-table';
import { numberKey } from '../records/number-key';

const KEY = Buffer.from('last');

/**
 * Keeps with a ledger that was made of blocks which of them was the last one: it goes on with these, and no others.
 *
 * I2 Without a number the import was never finished, and no block of a peer of this process has come behind it.
 */
export class ImportedRange {
    readonly #channelId: string;
    readonly #table: LedgerTable;
    #last: bigint | undefined;

    private constructor(channelId: string, table: LedgerTable, last: bigint | undefined) {
        this.#channelId = channelId;
        this.#table = table;
        this.#last = last;
    }

    static async open(database: LedgerDatabase, channelId: string): Promise<ImportedRange> {
        const table = database.sublevel<Buffer, Buffer>([channelId, 'imported'], {
            keyEncoding: 'buffer',
            valueEncoding: 'buffer',
        });
        return new ImportedRange(channelId, table, (await table.get(KEY))?.readBigUInt64BE());
    }

    /** Whether all blocks were taken in once. */
    get isFinished(): boolean {
        return this.#last !== undefined;
    }

    /** @throws LocalPeerError STORE_UNUSABLE for a block that comes behind those that the ledger began with */
    checkBlock(number: bigint): void {
        if (this.#last !== undefined && number > this.#last)
            throw this.#refused(this.#last, `block ${number} is given`);
    }

    /**
     * @param height how many blocks the ledger has
     * @throws LocalPeerError STORE_UNUSABLE where the ledger began with more blocks than those up to this one
     */
    checkLast(last: bigint, height: bigint): void {
        const begun = this.#last ?? height - 1n;
        if (begun !== last) throw this.#refused(begun, `those that are given end with block ${last}`);
    }

    /** Has the ledger go on with the blocks up to this one. */
    async finish(last: bigint): Promise<void> {
        await this.#table.put(KEY, numberKey(last));
        this.#last = last;
    }

    #refused(begun: bigint, given: string): LocalPeerError {
        return new LocalPeerError(
            'STORE_UNUSABLE',
            `the ledger of channel '${this.#channelId}' began with the blocks up to ${begun}, and ${given}: give --at ${begun}, or another folder`,
        );
    }
}
