import type { BlockFeed } from './block-feed';
import { BlockWait } from './block-wait';
import { checkAvailable } from './ledger-origin';
import type { LedgerStore } from './ledger-store';

/** The blocks of a ledger from one number on, those to come included, one after the other. */
export class BlockCursor {
    readonly #store: LedgerStore;
    readonly #wait: BlockWait;
    #number: bigint;

    constructor(store: LedgerStore, feed: BlockFeed, start: bigint) {
        this.#store = store;
        this.#wait = new BlockWait(feed);
        this.#number = start;
    }

    /**
     * The bytes of the next block, once it is there; undefined after close. To be called once at a time.
     * @throws LocalPeerError LEDGER_REVERTED where blocks were undone since it was opened; BLOCK_UNAVAILABLE for blocks
     * before the ledger's origin
     */
    async next(): Promise<Buffer | undefined> {
        while (!this.#wait.isClosed) {
            checkAvailable(this.#store.origin, this.#number);
            const encoded = await this.#store.block(this.#number);
            this.#wait.checkReverted();
            if (encoded === undefined) await this.#wait.forBlock();
            else {
                this.#number++;
                return encoded;
            }
        }
        return undefined;
    }

    /** Ends waiting, too. Idempotent. */
    close(): void {
        this.#wait.close();
    }
}
