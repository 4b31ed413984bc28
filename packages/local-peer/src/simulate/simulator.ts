import { EMPTY, type KeyModification, type StateMetadata } from '@heddle/protocol';
import type { Release } from '../ledger/commit-lock';
import type { LedgerStore, Scan, StateEntry } from '../ledger/ledger-store';
import type { VersionedValue } from '../ledger/version';
import { RangeScan } from './range-scan';
import { metadataWrite, type ReadWriteSet } from './read-write-set';
import { ReadWriteSetBuilder } from './read-write-set-builder';

/**
 * Runs one transaction on one channel's committed state and collects what it reads and writes. Its own writes are not
 * seen by its reads. The rules on which calls may follow which, and their texts, are those of
 * fabric, core/ledger/kvledger/txmgmt/txmgr/tx_simulator.go and query_executor.go.
 */
export class Simulator {
    readonly #txId: string;
    readonly #store: LedgerStore;
    readonly #release: Release;
    readonly #set = new ReadWriteSetBuilder();
    readonly #scans: RangeScan[] = [];
    #wrote = false;
    #queriedPages = false;
    #done = false;

    /** @param release gives back the share of the channel's commit lock under which this simulation runs */
    constructor(txId: string, store: LedgerStore, release: Release) {
        this.#txId = txId;
        this.#store = store;
        this.#release = release;
    }

    /** Empty where the key does not exist. */
    async state(namespace: string, key: string): Promise<Buffer> {
        return (await this.#read(namespace, key))?.value ?? EMPTY;
    }

    async states(namespace: string, keys: readonly string[]): Promise<Buffer[]> {
        const values: Buffer[] = [];
        for (const key of keys) values.push(await this.state(namespace, key));
        return values;
    }

    /** Reading metadata reads the key: its version is in the read set. */
    async metadata(namespace: string, key: string): Promise<StateMetadata[]> {
        const read = await this.#read(namespace, key);
        if (read === undefined || read.metadata.length === 0) return [];
        return metadataWrite.decode(read.metadata).entries.map(({ name, value }) => ({ metakey: name, value }));
    }

    /** An empty value deletes the key. */
    setState(namespace: string, key: string, value: Buffer): void {
        this.#checkWrite();
        this.#set.addWrite(namespace, key, value);
    }

    deleteState(namespace: string, key: string): void {
        this.setState(namespace, key, EMPTY);
    }

    /** Replaces all metadata of the key by this one entry (fabric, handler.go, putStateMetadata). */
    setMetadata(namespace: string, key: string, { metakey, value }: StateMetadata): void {
        this.#checkWrite();
        this.#set.addMetadataWrite(namespace, { key, entries: [{ name: metakey, value }] });
    }

    range(namespace: string, startKey: string, endKey: string): RangeScan {
        this.#checkDone();
        return this.#openScan({ namespace, startKey, endKey, pageSize: 0 });
    }

    /** Pages may be read in transactions that write nothing only; a page size of 0 is no limit. */
    rangePage(namespace: string, startKey: string, endKey: string, pageSize: number): RangeScan {
        this.#checkBeforePage();
        return this.#openScan({ namespace, startKey, endKey, pageSize });
    }

    /** Rich queries need a store of documents; a LevelDB peer refuses them, in these words. */
    query(paginated: boolean): never {
        if (paginated) this.#checkBeforePage();
        this.#checkDone();
        throw new Error(`${paginated ? 'ExecuteQueryWithMetadata' : 'ExecuteQuery'} not supported for leveldb`);
    }

    /** Histories are not validated at commit: they leave nothing in the read set. */
    history(namespace: string, key: string): Scan<KeyModification> {
        return this.#store.history(namespace, key);
    }

    /** Ends the simulation and says what it read and wrote. */
    async finish(): Promise<ReadWriteSet> {
        this.#checkDone();
        for (const scan of this.#scans) this.#set.addRange(scan.namespace, scan.recorded());
        await this.close();
        return this.#set.build();
    }

    /** Ends the simulation. Idempotent. */
    async close(): Promise<void> {
        this.#done = true;
        for (const scan of this.#scans) await scan.close();
        this.#release();
    }

    async #read(namespace: string, key: string): Promise<VersionedValue | undefined> {
        this.#checkDone();
        const read = await this.#store.state(namespace, key);
        this.#set.addRead(namespace, key, read?.version);
        return read;
    }

    #openScan(query: { namespace: string; startKey: string; endKey: string; pageSize: number }): RangeScan {
        const rows: Scan<StateEntry> = this.#store.scan(query.namespace, query.startKey, query.endKey);
        const scan = new RangeScan(rows, query);
        this.#scans.push(scan);
        return scan;
    }

    #checkDone(): void {
        if (this.#done) throw new Error('this instance should not be used after calling Done()');
    }

    #checkWrite(): void {
        this.#checkDone();
        if (this.#queriedPages) {
            throw this.#unsupported('Transaction has already performed a paginated query. Writes are not allowed');
        }
        this.#wrote = true;
    }

    #checkBeforePage(): void {
        if (this.#wrote) throw this.#unsupported('Paginated queries are supported only in a read-only transaction');
        this.#queriedPages = true;
    }

    /** The misspelling is the peer's. */
    #unsupported(rule: string): Error {
        return new Error(`txid [${this.#txId}]: unsuppored transaction. ${rule}`);
    }
}
