import { ChaincodeError } from '../errors';

/**
 * The order of writes and queries that a peer allows within a transaction, checked before the round trip so that the
 * message can say what to do. The peer's rules: fabric, core/ledger/kvledger/txmgmt/txmgr/tx_simulator.go.
 */
export class WriteGuard {
    #written: string | undefined;
    #queried: string | undefined;
    /** Writes and queries of which peers allow only one kind, without those that the peer refused. */
    #writes = 0;
    #queries = 0;

    /** @throws ChaincodeError WRITE_AFTER_QUERY */
    beforeWrite(operation: string): void {
        if (this.#queries > 0) {
            throw new ChaincodeError(
                'WRITE_AFTER_QUERY',
                `${operation} after ${this.#queried ?? 'a query'}: peers refuse writes in a transaction that has made a ` +
                    'paginated or private-data query. Query in an evaluated transaction of its own, and pass the keys to this one',
            );
        }
        this.#written = operation;
        this.#writes++;
    }

    /** Forgets writes that the peer refused: behind them it allows queries, as if nothing had been written. */
    writesFailed(count: number): void {
        this.#writes -= count;
    }

    /**
     * Notes a query after which nothing may be written: a paginated one, or one over private data.
     * @throws ChaincodeError QUERY_AFTER_WRITE
     */
    beforeReadOnlyQuery(operation: string): void {
        if (this.#writes > 0) {
            throw new ChaincodeError(
                'QUERY_AFTER_WRITE',
                `${operation} after ${this.#written ?? 'a write'}: peers refuse paginated and private-data queries in a transaction ` +
                    'that has written. Query in an evaluated transaction of its own',
            );
        }
        this.#queried = operation;
        this.#queries++;
    }

    /**
     * Forgets a query that the peer refused: without read access to a collection a transaction can still write. Where
     * the peer is of another mind, its own error says so.
     */
    queryFailed(): void {
        this.#queries--;
    }
}
