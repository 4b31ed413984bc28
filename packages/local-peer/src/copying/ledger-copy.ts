import { toTimestamp } from '@heddle/protocol';
import { MemoryLevel } from 'memory-level';
import { BlockEffects, collectionWritesIn, type TransactionEffects } from '../commit/block-effects';
import { firstOfEachId } from '../commit/first-of-each-id';
import { type Collection, implicitCollection } from '../definition/collection';
import type { BlockUpdate, LedgerStore, LocatedTransaction } from '../ledger/ledger-store';
import { LevelLedgerStore } from '../ledger/level-ledger-store';
import { LedgerReader, type ReadBlock, readBlock, type ReadTransaction } from '../ledger-reader';
import type { PrivateWriteSet, ReadWriteSet } from '../records/read-write-set';
import { ValidationCode } from '../records/validation-code';
import type { Version } from '../records/version';
import type { DeliveredBlock } from './delivered-block';
import { KeptBlocks } from './kept-blocks';

/** Where blocks come from that are not kept. */
export interface LedgerCopySource {
    /** The organization whose peer delivers: private data is what that one has. */
    readonly mspId: string;
    /** Undefined where there is no such block, or it cannot be had. */
    block(number: bigint): Promise<Buffer | undefined>;
    /** The block whose header has a hash. */
    blockWithHash(hash: Uint8Array): Promise<Buffer | undefined>;
    /** The block that has a transaction. */
    blockOf(txId: string): Promise<Buffer | undefined>;
    /** Of a collection, as far as its definition is known; 0 is for ever. */
    blockToLive(namespace: string, collection: string): number;
}

/**
 * What the blocks of another peer have written, from the first one that is given on, in memory. The peer has validated
 * them: what it says of a transaction counts. Keys that were last written before the first block are not here.
 *
 * Blocks are appended in order, one at a time.
 */
export class LedgerCopy {
    readonly #store: LedgerStore;
    readonly #source: LedgerCopySource;
    readonly #blocks = new KeptBlocks();
    readonly #collections = new Map<string, Set<string>>();
    #height = 0n;
    #writes = 0;
    #isStopped = false;
    /** Reads what is here; blocks and transactions that are not come from the peer. */
    readonly reader: LedgerReader;

    private constructor(store: LedgerStore, source: LedgerCopySource) {
        this.#store = store;
        this.#source = source;
        this.reader = new LedgerReader({
            store: {
                origin: undefined,
                height: () => Promise.resolve(this.#height),
                block: (number) => this.#block(number),
                blockNumberOf: async (hash) => (await store.blockNumberOf(hash)) ?? (await this.#numberOf(hash)),
                transaction: async (txId) => (await store.transaction(txId)) ?? (await this.#locate(txId)),
                state: (namespace, key) => store.state(namespace, key),
                scan: (namespace, startKey, endKey) => store.scan(namespace, startKey, endKey),
                history: (namespace, key) => store.history(namespace, key),
                privateWrites: (number) => store.privateWrites(number),
            },
            collections: {
                find: (namespace, name) => this.#collection(namespace, name),
                namesOf: (namespace) => [...(this.#collections.get(namespace) ?? [])],
            },
            policies: undefined,
            peers: [source.mspId],
        });
    }

    static async open(source: LedgerCopySource): Promise<LedgerCopy> {
        return new LedgerCopy(await LevelLedgerStore.open(new MemoryLevel(), 'copy'), source);
    }

    /** How many writes were taken in. */
    get writes(): number {
        return this.#writes;
    }

    /** The chaincodes that have written, or were called. */
    get chaincodes(): string[] {
        return [...this.#collections.keys()];
    }

    /** Says how many blocks the peer has, where that is known before they come. */
    set height(height: bigint) {
        if (height > this.#height) this.#height = height;
    }

    /** Takes nothing in any more but the bytes of blocks: state and history stay as they are. */
    stop(): void {
        this.#isStopped = true;
    }

    /** Adds the next block. @returns what is in it @throws ProtocolError */
    async append({ block: encoded, privateWrites }: DeliveredBlock): Promise<ReadBlock> {
        const block = readBlock(encoded);
        if (!this.#isStopped) await this.#store.append(await this.#updateOf(block, privateWrites));
        this.#blocks.put(block.number, encoded);
        this.height = block.number + 1n;
        return block;
    }

    async #updateOf(block: ReadBlock, privateWrites: DeliveredBlock['privateWrites']): Promise<BlockUpdate> {
        const { number, hash, transactions } = block;
        const store = this.#store;
        const lifetimes = { find: (namespace: string, name: string) => this.#collection(namespace, name) };
        const effects = new BlockEffects(number, { state: store, lifetimes, privateWrites: store });
        for (const [index, transaction] of transactions.entries()) {
            const version = { blockNumber: number, txNumber: BigInt(index) };
            this.#note(transaction);
            if (transaction.status === 'VALID')
                await effects.apply(effectsOf(transaction, version, privateWrites.get(version.txNumber) ?? []));
        }
        const expired = await store.expiring(number);
        await effects.expire(expired);
        return {
            number,
            // Kept apart, and only the last ones.
            block: Buffer.alloc(0),
            hash,
            transactions: firstOfEachId(transactions.map((one, index) => locationOf(one, number, index))),
            ...effects.toUpdate(),
            expired,
        };
    }

    /** Which chaincodes and collections there are, whatever became of the transaction. */
    #note({ chaincode, status, readWriteSet }: ReadTransaction): void {
        if (status === 'VALID') this.#writes += countOfWrites(readWriteSet);
        if (chaincode !== '') this.#collectionsOf(chaincode);
        for (const { namespace, collections } of readWriteSet)
            for (const { name } of collections) this.#collectionsOf(namespace).add(name);
    }

    #collectionsOf(namespace: string): Set<string> {
        const known = this.#collections.get(namespace) ?? new Set<string>();
        this.#collections.set(namespace, known);
        return known;
    }

    /** What a peer has delivered, it has: its organization is the one member that is known. */
    #collection(namespace: string, name: string): Collection {
        const { mspId } = this.#source;
        return { ...implicitCollection(mspId), name, blockToLive: this.#source.blockToLive(namespace, name) };
    }

    async #block(number: bigint): Promise<Buffer | undefined> {
        if (number >= this.#height) return undefined;
        return this.#blocks.get(number) ?? (await this.#source.block(number));
    }

    async #numberOf(hash: Uint8Array): Promise<bigint | undefined> {
        const encoded = await this.#source.blockWithHash(hash);
        return encoded && readBlock(encoded).number;
    }

    async #locate(txId: string): Promise<{ blockNumber: bigint; txNumber: bigint } | undefined> {
        const encoded = await this.#source.blockOf(txId);
        if (encoded === undefined) return undefined;
        const { number, transactions } = readBlock(encoded);
        const index = transactions.findIndex((one) => one.txId === txId);
        return index < 0 ? undefined : { blockNumber: number, txNumber: BigInt(index) };
    }
}

/** Hashes come with the transaction; values only where the peer has them and the client may. */
function effectsOf(
    { txId, time, readWriteSet }: ReadTransaction,
    version: Version,
    values: readonly PrivateWriteSet[],
): TransactionEffects {
    const collectionWrites = collectionWritesIn(readWriteSet, (namespace, { name }) =>
        values.find((one) => one.namespace === namespace && one.collection === name),
    );
    return { version, txId, timestamp: toTimestamp(time), readWriteSet, collectionWrites };
}

/** Nobody asks here for more of a code than the place of its transaction. */
function locationOf({ txId, status }: ReadTransaction, blockNumber: bigint, index: number): LocatedTransaction {
    const isNamed = status === 'VALID' || status === 'DUPLICATE_TXID';
    const validationCode = ValidationCode[isNamed ? status : 'INVALID_OTHER_REASON'];
    return { txId, blockNumber, txNumber: BigInt(index), validationCode };
}

function countOfWrites(set: ReadWriteSet): number {
    return set.reduce(
        (sum, { writes, collections }) =>
            sum + writes.length + collections.reduce((hashed, one) => hashed + one.writes.length, 0),
        0,
    );
}
