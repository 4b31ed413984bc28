import { EMPTY, type StateMetadata } from '@heddle/protocol';
import type { KnownCollections } from '../definition/channel-collections';
import type { Scan, StateEntry, StateReader } from '../ledger/ledger-store';
import { isHeldBy } from '../records/private-holders';
import { hashesOf, hashKey, hashOf, valuesOf } from '../records/private-namespaces';
import { toStateMetadata } from '../records/state-metadata';
import { sameVersion, type Version, type VersionedValue } from '../records/version';
import type { RichQueries } from '../rich-query/rich-queries';
import { notedText, type QueryNotes } from './query-notes';
import type { ReadWriteSetBuilder } from './read-write-set-builder';
import type { PrivateRead } from './simulation-result';
import { readEntry, readValue, type StateDatabase } from './state-database';
import type { TransactionRules } from './transaction-rules';

/** What private data is read and written with, at one organization's peer. */
export interface PrivateStateOptions {
    readonly store: StateReader;
    readonly set: ReadWriteSetBuilder;
    readonly queries: QueryNotes;
    readonly rules: TransactionRules;
    readonly stateDatabase: StateDatabase;
    readonly richQueries: RichQueries;
    /** The organization of the peer, which has the values of its own collections only. */
    readonly mspId: string;
    /** Notes that a chaincode's collections were looked up. */
    readCollections(namespace: string): void;
    readonly collections: Pick<KnownCollections, 'onChannel'>;
}

/** The private data that a simulation reads and writes (fabric, query_executor.go and tx_simulator.go). */
export class PrivateState {
    /** Collections whose values were read: only their members' peers can give the same. */
    readonly #read = new Map<string, PrivateRead>();
    readonly #options: PrivateStateOptions;

    constructor(options: PrivateStateOptions) {
        this.#options = options;
    }

    get reads(): PrivateRead[] {
        return [...this.#read.values()];
    }

    /** @throws Error where this peer has not the value that the hash is of */
    async value(namespace: string, collection: string, key: string): Promise<Buffer> {
        const { isMember } = this.#check(namespace, collection);
        const { rules, set } = this.#options;
        rules.checkDone();
        const held = await this.#value(namespace, collection, key, isMember);
        const hash = await this.#hash(namespace, collection, key);
        if (!sameVersion(hash?.version, held?.version)) {
            const versions = `Public hash version = ${heightText(hash?.version)}, Private data version = ${heightText(held?.version)}`;
            throw new Error(`private data matching public hash version is not available. ${versions}`);
        }
        set.addPrivateRead(namespace, collection, { key, version: held?.version });
        this.#read.set(JSON.stringify([namespace, collection]), { namespace, collection });
        return this.#toRead(held);
    }

    /** Unlike `value` it does not look at the hashes: what this peer has not, is empty. */
    async values(namespace: string, collection: string, keys: readonly string[]): Promise<Buffer[]> {
        const { isMember } = this.#check(namespace, collection);
        const { rules, set } = this.#options;
        rules.checkDone();
        this.#read.set(JSON.stringify([namespace, collection]), { namespace, collection });
        const values: Buffer[] = [];
        for (const key of keys) {
            const held = await this.#value(namespace, collection, key, isMember);
            set.addPrivateRead(namespace, collection, { key, version: held?.version });
            values.push(this.#toRead(held));
        }
        return values;
    }

    /** The hash of a value, which peers of all organizations have. */
    async hash(namespace: string, collection: string, key: string): Promise<Buffer> {
        return (await this.#readHash(namespace, collection, key))?.value ?? EMPTY;
    }

    async metadata(namespace: string, collection: string, key: string): Promise<StateMetadata[]> {
        return toStateMetadata(await this.#readHash(namespace, collection, key));
    }

    /** Leaves nothing in the read set; what this peer has not, is left out. */
    range(namespace: string, collection: string, startKey: string, endKey: string): Scan<StateEntry> {
        this.#options.rules.checkBeforePrivateQuery();
        const { isMember } = this.#check(namespace, collection);
        this.#options.rules.checkDone();
        const rows = isMember ? this.#readEntries(valuesOf(namespace, collection), startKey, endKey) : nothing;
        return this.#options.queries.watch({ kind: 'private range', namespace, collection, startKey, endKey }, rows);
    }

    /** Leaves nothing in the read set. */
    async query(namespace: string, collection: string, text: string): Promise<Scan<StateEntry>> {
        const { rules, richQueries, queries } = this.#options;
        rules.checkBeforePrivateQuery();
        const { isMember } = this.#check(namespace, collection);
        rules.checkDone();
        rules.checkRichQuery(false);
        const states = (): Scan<StateEntry> =>
            isMember ? this.#scan(valuesOf(namespace, collection), '', '') : nothing;
        const found = await richQueries.find(states, { namespace, collection, text });
        const asked = { namespace, collection, ...notedText(text), index: found.index, page: undefined };
        return queries.watch({ kind: 'rich', ...asked }, found);
    }

    /** An empty value deletes the key. */
    set(namespace: string, collection: string, key: string, value: Buffer): void {
        const { rules, set, stateDatabase, richQueries } = this.#options;
        this.#check(namespace, collection);
        rules.checkWrite(key, value);
        if (stateDatabase === 'couchdb') richQueries.noteValue(namespace, value);
        set.addPrivateWrite(namespace, collection, { key, value, isPurge: false });
    }

    purge(namespace: string, collection: string, key: string): void {
        this.#check(namespace, collection);
        this.#options.rules.checkWrite(key, EMPTY);
        this.#options.set.addPrivateWrite(namespace, collection, { key, value: EMPTY, isPurge: true });
    }

    setMetadata(namespace: string, collection: string, key: string, { metakey, value }: StateMetadata): void {
        this.#check(namespace, collection);
        this.#options.rules.checkWrite(key, EMPTY);
        this.#options.set.addPrivateMetadataWrite(namespace, collection, { key, entries: [{ name: metakey, value }] });
    }

    /** fabric, collection_val.go; handlers have looked for the collection before, with another text. */
    #check(namespace: string, name: string): { readonly isMember: boolean } {
        this.#options.readCollections(namespace);
        const collection = this.#options.collections.onChannel(namespace, name);
        if (collection === undefined) {
            throw new Error(`collection [${name}] not defined in the collection config for chaincode [${namespace}]`);
        }
        return { isMember: collection.members.includes(this.#options.mspId) };
    }

    #toRead(held: VersionedValue | undefined): Buffer {
        return held === undefined ? EMPTY : readValue(this.#options.stateDatabase, held.value);
    }

    async #value(
        namespace: string,
        collection: string,
        key: string,
        isMember: boolean,
    ): Promise<VersionedValue | undefined> {
        const { store, mspId } = this.#options;
        const held = isMember ? await store.state(valuesOf(namespace, collection), key) : undefined;
        return isHeldBy(held, mspId) ? held : undefined;
    }

    /** As they come back from the state database. */
    #readEntries(values: string, startKey: string, endKey: string): Scan<StateEntry> {
        const scan = this.#scan(values, startKey, endKey);
        return {
            next: async () => {
                const row = await scan.next();
                return row && readEntry(this.#options.stateDatabase, row);
            },
            close: () => scan.close(),
        };
    }

    /** The rows that this peer has. */
    #scan(values: string, startKey: string, endKey: string): Scan<StateEntry> {
        const { store, mspId } = this.#options;
        const rows = store.scan(values, startKey, endKey);
        return {
            async next() {
                let row = await rows.next();
                while (row !== undefined && !isHeldBy(row, mspId)) row = await rows.next();
                return row;
            },
            close: () => rows.close(),
        };
    }

    #hash(namespace: string, collection: string, key: string): Promise<VersionedValue | undefined> {
        return this.#options.store.state(hashesOf(namespace, collection), hashKey(hashOf(key)));
    }

    async #readHash(namespace: string, collection: string, key: string): Promise<VersionedValue | undefined> {
        // A collection without a name passes for one that is there and has nothing (fabric, collection_val.go).
        if (collection !== '') this.#check(namespace, collection);
        this.#options.rules.checkDone();
        const hash = await this.#hash(namespace, collection, key);
        this.#options.set.addPrivateRead(namespace, collection, { key, version: hash?.version });
        return hash;
    }
}

const nothing: Scan<StateEntry> = { next: () => Promise.resolve(undefined), close: () => Promise.resolve() };

/** As Go prints a height (fabric, internal/version/version.go). */
function heightText(version: Version | undefined): string {
    return version === undefined ? '<nil>' : `{BlockNum: ${version.blockNumber}, TxNum: ${version.txNumber}}`;
}
