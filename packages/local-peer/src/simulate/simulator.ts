import { EMPTY, type KeyModification, type StateMetadata } from '@heddle/protocol';
import type { KnownCollections } from '../definition/channel-collections';
import { type DefinitionReads, LIFECYCLE_NAMESPACE } from '../definition/definition-state';
import type { Release } from '../ledger/commit-lock';
import type { Scan, StateEntry, StateReader } from '../ledger/ledger-store';
import type { ReadWriteSet } from '../records/read-write-set';
import { toStateMetadata } from '../records/state-metadata';
import type { VersionedValue } from '../records/version';
import type { RichQueries } from '../rich-query/rich-queries';
import { PrivateState } from './private-state';
import { notedText, QueryNotes } from './query-notes';
import { RangeScan } from './range-scan';
import { ReadWriteSetBuilder } from './read-write-set-builder';
import type { SimulationResult } from './simulation-result';
import { readValue, type StateDatabase } from './state-database';
import { TransactionRules } from './transaction-rules';

export interface SimulatorOptions {
    readonly txId: string;
    readonly store: StateReader;
    /** The organization of the peer that simulates. */
    readonly mspId: string;
    readonly stateDatabase: StateDatabase;
    readonly richQueries: RichQueries;
    readonly definitions: DefinitionReads;
    readonly collections: KnownCollections;
}

/** A page of a rich query. */
export interface QueryPage {
    readonly pageSize: number;
    readonly bookmark: string;
}

/** The rows of a rich query. */
export interface QueryRows extends Scan<StateEntry> {
    /** Where the next page begins. */
    bookmark(): Promise<string>;
}

/**
 * Runs one transaction on one channel's committed state and collects what it reads and writes. Its own writes are not
 * seen by its reads (fabric, core/ledger/kvledger/txmgmt/txmgr/tx_simulator.go and query_executor.go).
 */
export class Simulator {
    /** The organization of the peer that simulates. */
    readonly mspId: string;
    /** The collections that there are for this simulation. */
    readonly collections: KnownCollections;
    /** The private data of the same simulation. */
    readonly privateState: PrivateState;
    readonly #store: StateReader;
    readonly #stateDatabase: StateDatabase;
    readonly #richQueries: RichQueries;
    readonly #release: Release;
    readonly #rules: TransactionRules;
    readonly #set = new ReadWriteSetBuilder();
    readonly #scans: RangeScan[] = [];
    readonly #queries = new QueryNotes();
    readonly #definitions: DefinitionReads;
    /** Chaincodes whose collections were looked up. */
    readonly #withCollections = new Set<string>();

    /** @param release gives back the share of the channel's commit lock under which this simulation runs */
    constructor(options: SimulatorOptions, release: Release) {
        this.mspId = options.mspId;
        this.collections = options.collections;
        this.#store = options.store;
        this.#stateDatabase = options.stateDatabase;
        this.#richQueries = options.richQueries;
        this.#release = release;
        this.#rules = new TransactionRules(options.txId, options.stateDatabase);
        this.#definitions = options.definitions;
        const readCollections = (namespace: string): void => {
            this.readCollections(namespace);
        };
        this.privateState = new PrivateState({
            ...options,
            set: this.#set,
            queries: this.#queries,
            rules: this.#rules,
            readCollections,
        });
    }

    /** Looks up a chaincode's definition, as each call of it does (fabric, core/chaincode/lifecycle/endorsement_info.go). */
    readDefinition(chaincode: string): void {
        const { key, version } = this.#definitions.callRead(chaincode);
        this.#set.addRead(LIFECYCLE_NAMESPACE, key, version);
        // A chaincode of Fabric 1 might have the name.
        if (version === undefined) this.#set.addRead('lscc', chaincode, undefined);
    }

    /** Looks up a chaincode's collections, as the use of one does (fabric, lifecycle/deployedcc_infoprovider.go). */
    readCollections(chaincode: string): void {
        if (this.#withCollections.has(chaincode)) return;
        this.#withCollections.add(chaincode);
        for (const { key, version } of this.#definitions.collectionReads(chaincode))
            this.#set.addRead(LIFECYCLE_NAMESPACE, key, version);
    }

    /** Empty where the key does not exist. */
    async state(namespace: string, key: string): Promise<Buffer> {
        const read = await this.#read(namespace, key);
        return read === undefined ? EMPTY : readValue(this.#stateDatabase, read.value);
    }

    async states(namespace: string, keys: readonly string[]): Promise<Buffer[]> {
        const values: Buffer[] = [];
        for (const key of keys) values.push(await this.state(namespace, key));
        return values;
    }

    /** Reading metadata reads the key: its version is in the read set. */
    async metadata(namespace: string, key: string): Promise<StateMetadata[]> {
        return toStateMetadata(await this.#read(namespace, key));
    }

    /** An empty value deletes the key. */
    setState(namespace: string, key: string, value: Buffer): void {
        this.#rules.checkWrite(key, value);
        if (this.#stateDatabase === 'couchdb') this.#richQueries.noteValue(namespace, value);
        this.#set.addWrite(namespace, key, value);
    }

    deleteState(namespace: string, key: string): void {
        this.setState(namespace, key, EMPTY);
    }

    /** Replaces all metadata of the key by this one entry (fabric, handler.go, putStateMetadata). */
    setMetadata(namespace: string, key: string, { metakey, value }: StateMetadata): void {
        this.#rules.checkWrite(key, EMPTY);
        this.#set.addMetadataWrite(namespace, { key, entries: [{ name: metakey, value }] });
    }

    range(namespace: string, startKey: string, endKey: string): RangeScan {
        this.#rules.checkDone();
        return this.#openScan({ namespace, startKey, endKey, pageSize: 0 });
    }

    /** Pages may be read in transactions that write nothing only; a page size of 0 is no limit. */
    rangePage(namespace: string, startKey: string, endKey: string, pageSize: number): RangeScan {
        this.#rules.checkBeforePage();
        return this.#openScan({ namespace, startKey, endKey, pageSize });
    }

    /**
     * A rich query. The keys that it gives are in the read set; what it would give besides at commit, is not looked for.
     */
    async query(namespace: string, text: string, page?: QueryPage): Promise<QueryRows> {
        if (page !== undefined) this.#rules.checkBeforePage();
        this.#rules.checkDone();
        this.#rules.checkRichQuery(page !== undefined);
        const found = await this.#richQueries.find(() => this.#store.scan(namespace, '', ''), {
            namespace,
            collection: '',
            text,
            bookmark: page?.bookmark === '' ? undefined : page?.bookmark,
            limit: page?.pageSize,
            onRow: (row) => {
                this.#set.addRead(namespace, row.key, row.version);
            },
        });
        const shown = page && { size: page.pageSize, bookmark: page.bookmark };
        const asked = { namespace, collection: '', ...notedText(text), index: found.index, page: shown };
        const rows = this.#queries.watch({ kind: 'rich', ...asked }, found);
        return { ...rows, bookmark: () => found.bookmark() };
    }

    /** Histories are not validated at commit: they leave nothing in the read set. */
    history(namespace: string, key: string): Scan<KeyModification> {
        const rows = this.#store.history(namespace, key);
        return this.#queries.watch({ kind: 'history', namespace, collection: '', key }, rows);
    }

    /** What it has written until now. */
    get written(): ReadWriteSet {
        return this.#set.build().readWriteSet;
    }

    /** Ends the simulation and says what it read and wrote. */
    async finish(): Promise<SimulationResult> {
        this.#rules.checkDone();
        for (const scan of this.#scans) this.#set.addRange(scan.namespace, scan.recorded());
        await this.close();
        return {
            ...this.#set.build(),
            privateReads: this.privateState.reads,
            queries: this.#queries.toQueries(),
        };
    }

    /** Ends the simulation. Idempotent. */
    async close(): Promise<void> {
        this.#rules.end();
        for (const scan of this.#scans) await scan.close();
        this.#release();
    }

    async #read(namespace: string, key: string): Promise<VersionedValue | undefined> {
        this.#rules.checkDone();
        const read = await this.#store.state(namespace, key);
        this.#set.addRead(namespace, key, read?.version);
        return read;
    }

    #openScan(query: { namespace: string; startKey: string; endKey: string; pageSize: number }): RangeScan {
        const rows: Scan<StateEntry> = this.#store.scan(query.namespace, query.startKey, query.endKey);
        const scan = new RangeScan(rows, query, this.#stateDatabase);
        this.#scans.push(scan);
        return scan;
    }
}
