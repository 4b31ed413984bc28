import { MemoryLevel } from 'memory-level';
import type { ChaincodeDefinition } from '../definition/chaincode-definition';
import type { SignaturePolicy } from '../definition/signature-policy';
import { LocalPeerError } from '../errors';
import type { ChannelCapability } from '../identity/channel-capability';
import type { MembershipRoot } from '../identity/organization';
import { openDisk } from '../ledger/disk-database';
import type { LedgerDatabase } from '../ledger/ledger-database';
import type { LedgerStore, Scan, StateEntry } from '../ledger/ledger-store';
import { hashesOf, hashKey, hashOf, valuesOf } from '../records/private-namespaces';
import { sameVersion, type Version } from '../records/version';
import { BlockImport, type ImportedChannel } from './block-import';
import { checkedBlocks, type FetchedBlock } from './checked-blocks';
import type { RecordedBlock } from './recorded-block';

/** How a ledger is made of blocks. */
export interface LedgerBlocksOptions {
    /** The last block that is taken. Default: the last one that there is. */
    readonly until?: bigint | undefined;
    /**
     * A folder in which the ledger is kept: where it has some of the blocks, they are not put there again. Default: in
     * memory.
     */
    readonly store?: { readonly path: string; readonly sync?: boolean } | undefined;
}

/** A collection, and how many of its values are there and how many are not. */
export interface CollectionContent {
    readonly chaincode: string;
    readonly collection: string;
    readonly known: number;
    readonly missing: number;
}

interface Imported {
    readonly last: RecordedBlock;
    readonly channel: ImportedChannel;
    readonly store: LedgerStore;
}

/**
 * The ledger of a real channel, made of its blocks, as what a local peer goes on with: its state, histories, blocks, ids of
 * transactions and chaincodes are there. Private values are, as far as they came with the blocks.
 */
export class LedgerBlocks implements AsyncDisposable {
    /** The hash of the last block, hexadecimal. */
    readonly id: string;
    readonly channelId: string;
    /** How many blocks of the real channel there are. */
    readonly height: bigint;
    /** The organizations of the channel: their ids, and the certificates of their authorities. */
    readonly organizations: readonly MembershipRoot[];
    readonly channelCapability: ChannelCapability;
    readonly applicationCapability: 'V2_0' | 'V2_5';
    /** The chaincodes of the channel. */
    readonly definitions: readonly ChaincodeDefinition[];
    /** Who has to endorse where a definition says nothing else. */
    readonly endorsementPolicy: SignaturePolicy | undefined;
    /** Where the ledger is; a peer goes on in it. @internal */
    readonly database: LedgerDatabase;
    readonly #store: LedgerStore;

    private constructor(database: LedgerDatabase, { last, channel, store }: Imported) {
        const { configuration, definitions, endorsementPolicy } = channel;
        this.id = last.hash.toString('hex');
        this.channelId = last.channelId;
        this.height = last.number + 1n;
        this.organizations = configuration.organizations;
        this.channelCapability = configuration.channelCapability;
        this.applicationCapability = configuration.applicationCapability;
        this.definitions = definitions;
        this.endorsementPolicy = endorsementPolicy;
        this.database = database;
        this.#store = store;
    }

    /**
     * Makes a ledger of a peer's blocks, which are one channel's from the first one on.
     * @throws LocalPeerError BLOCKS_UNUSABLE, with a sentence that says which block and why; STORE_UNUSABLE where the store
     * began with others, or with another range of them; and what the blocks throw
     */
    static async open(blocks: AsyncIterable<FetchedBlock>, options: LedgerBlocksOptions = {}): Promise<LedgerBlocks> {
        const { store } = options;
        const database = store === undefined ? new MemoryLevel() : await openDisk(store.path);
        try {
            return new LedgerBlocks(database, await takeIn(blocks, database, options));
        } catch (error) {
            await database.close();
            throw error;
        }
    }

    /** The collections that have private data, of which blocks have hashes, and values only as far as they were fetched. */
    async privateCollections(): Promise<CollectionContent[]> {
        const found: CollectionContent[] = [];
        const named = this.definitions.flatMap(({ name: chaincode, collections }) =>
            collections.map(({ name: collection }) => ({ chaincode, collection })),
        );
        for (const one of named) found.push({ ...one, ...(await this.#count(one.chaincode, one.collection)) });
        return found.filter(({ known, missing }) => known + missing > 0);
    }

    /** To be called when the peer that goes on with it is closed. Idempotent. */
    async close(): Promise<void> {
        await this.database.close();
    }

    [Symbol.asyncDispose](): Promise<void> {
        return this.close();
    }

    async #count(chaincode: string, collection: string): Promise<{ readonly known: number; readonly missing: number }> {
        const versions = new Map<string, Version>();
        await forEach(this.#store.scan(valuesOf(chaincode, collection), '', ''), ({ key, version }) => {
            versions.set(hashKey(hashOf(key)), version);
        });
        let [known, all] = [0, 0];
        await forEach(this.#store.scan(hashesOf(chaincode, collection), '', ''), ({ key, version }) => {
            all++;
            if (sameVersion(versions.get(key), version)) known++;
        });
        return { known, missing: all - known };
    }
}

async function takeIn(
    blocks: AsyncIterable<FetchedBlock>,
    database: LedgerDatabase,
    { until, store }: LedgerBlocksOptions,
): Promise<Imported> {
    let taken: { readonly by: BlockImport; readonly last: RecordedBlock } | undefined;
    for await (const block of checkedBlocks(blocks)) {
        const by = taken?.by ?? (await BlockImport.open(database, block.channelId, store?.sync ?? false));
        await by.add(block);
        taken = { by, last: block };
        if (block.number === until) break;
    }
    if (taken === undefined) throw unusable('there are none');
    const { by, last } = taken;
    if (until !== undefined && last.number < until)
        throw unusable(`they end with block ${last.number}: there is no block ${until}`);
    return { last, store: by.store, channel: await by.finish(last.number) };
}

async function forEach(rows: Scan<StateEntry>, use: (row: StateEntry) => void): Promise<void> {
    try {
        for (let row = await rows.next(); row !== undefined; row = await rows.next()) use(row);
    } finally {
        await rows.close();
    }
}

function unusable(text: string): LocalPeerError {
    return new LocalPeerError('BLOCKS_UNUSABLE', text);
}
