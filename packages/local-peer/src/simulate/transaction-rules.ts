/**
 * Which calls may follow which in a simulation, in the words of fabric, txmgr/tx_simulator.go: what can only be read
 * without a check at commit may not be together with writes. The misspelling is the peer's.
 */
export class TransactionRules {
    readonly #txId: string;
    #wrote = false;
    #queriedPages = false;
    #queriedPrivateData = false;
    #done = false;

    constructor(txId: string) {
        this.#txId = txId;
    }

    /** Nothing is allowed any more. */
    end(): void {
        this.#done = true;
    }

    checkDone(): void {
        if (this.#done) throw new Error('this instance should not be used after calling Done()');
    }

    checkWrite(): void {
        this.checkDone();
        if (this.#queriedPrivateData) {
            throw this.#unsupported('Transaction has already performed queries on pvt data. Writes are not allowed');
        }
        if (this.#queriedPages) {
            throw this.#unsupported('Transaction has already performed a paginated query. Writes are not allowed');
        }
        this.#wrote = true;
    }

    checkBeforePage(): void {
        if (this.#wrote) throw this.#unsupported('Paginated queries are supported only in a read-only transaction');
        this.#queriedPages = true;
    }

    checkBeforePrivateQuery(): void {
        if (this.#wrote) throw this.#unsupported('Queries on pvt data is supported only in a read-only transaction');
        this.#queriedPrivateData = true;
    }

    #unsupported(rule: string): Error {
        return new Error(`txid [${this.#txId}]: unsuppored transaction. ${rule}`);
    }
}
