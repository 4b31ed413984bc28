import { ValidationCode } from '../records/validation-code';
import type { BlockFeed } from './block-feed';
import type { LocatedTransaction, TransactionLocation } from './ledger-store';

/** Waits for the block that has a transaction. Commits from its beginning on are not missed. */
export class CommitWait {
    readonly #committed: Promise<TransactionLocation | undefined>;
    readonly #unsubscribe: () => void;
    #end: () => void = () => undefined;

    constructor(feed: BlockFeed, txId: string) {
        let unsubscribe = this.#end;
        this.#committed = new Promise((resolve, reject) => {
            this.#end = () => {
                resolve(undefined);
            };
            unsubscribe = feed.subscribe((reverted, transactions, lost) => {
                const found = transactions.find((one) => one.txId === txId && hasPlace(one));
                if (reverted !== undefined) reject(reverted);
                if (lost?.txId === txId) reject(lost.error);
                if (found !== undefined) resolve(found);
            });
        });
        this.#unsubscribe = unsubscribe;
        // Nobody may be waiting when the ledger goes back.
        this.#committed.catch(() => undefined);
    }

    /**
     * Where it is; undefined where the waiting was ended before.
     * @throws LocalPeerError LEDGER_REVERTED where blocks were undone since the waiting began; the error of a store that
     * has failed to take it
     */
    get committed(): Promise<TransactionLocation | undefined> {
        return this.#committed;
    }

    /** Ends the waiting. Idempotent. */
    close(): void {
        this.#unsubscribe();
        this.#end();
    }
}

/** A duplicate is in its block as well, but its id stands for the one that came first. */
function hasPlace({ validationCode }: LocatedTransaction): boolean {
    return validationCode !== ValidationCode.DUPLICATE_TXID;
}
