import { RefusedRequest } from '../errors';
import { checkDocument } from '../rich-query/document';
import type { StateDatabase } from './state-database';

const NO_RICH_QUERIES =
    'rich queries need the state in CouchDB: start with --queries couchdb (heddle dev), queries: "couchdb" (LocalPeer) or ' +
    'peer: { queries: "couchdb" } (TestNetwork), and real peers with CouchDB';

/**
 * Which calls may follow which in a simulation, in the words of fabric, txmgr/tx_simulator.go: what can only be read
 * without a check at commit may not be together with writes. The misspelling is the peer's.
 */
export class TransactionRules {
    readonly #txId: string;
    readonly #stateDatabase: StateDatabase;
    #wrote = false;
    #queriedPages = false;
    #queriedPrivateData = false;
    #done = false;

    constructor(txId: string, stateDatabase: StateDatabase) {
        this.#txId = txId;
        this.#stateDatabase = stateDatabase;
    }

    /** @throws Error in the peer's words where the state database knows no rich queries */
    checkRichQuery(isPaginated: boolean): void {
        if (this.#stateDatabase === 'couchdb') return;
        const asked = isPaginated ? 'ExecuteQueryWithMetadata' : 'ExecuteQuery';
        throw new RefusedRequest(`${asked} not supported for leveldb`, NO_RICH_QUERIES);
    }

    /** Nothing is allowed any more. */
    end(): void {
        this.#done = true;
    }

    checkDone(): void {
        if (this.#done) throw new Error('this instance should not be used after calling Done()');
    }

    /** @param value empty to delete, and for metadata */
    checkWrite(key: string, value: Buffer): void {
        this.checkDone();
        if (this.#queriedPrivateData) {
            throw this.#unsupported('Transaction has already performed queries on pvt data. Writes are not allowed');
        }
        if (this.#queriedPages) {
            throw this.#unsupported('Transaction has already performed a paginated query. Writes are not allowed');
        }
        this.#wrote = true;
        if (this.#stateDatabase === 'couchdb') checkDocument(key, value);
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
