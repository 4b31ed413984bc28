import type { BatchOptions } from '../commit/batch-options';
import { Committer } from '../commit/committer';
import { type OrderedBatch, Orderer } from '../commit/orderer';
import { TransientStore } from '../commit/transient-store';
import { UndoneHeights } from '../commit/undone-heights';
import { type ChaincodeDefinition, decodeDefinition, encodeDefinition } from '../definition/chaincode-definition';
import { ChannelCollections } from '../definition/channel-collections';
import { ChannelPolicies } from '../definition/channel-policies';
import { DefinitionState } from '../definition/definition-state';
import { majorityOf, type SignaturePolicy } from '../definition/signature-policy';
import type { Membership } from '../identity/membership';
import { BlockFeed } from '../ledger/block-feed';
import type { ChannelMark } from '../ledger/channel-mark';
import { CommitLock } from '../ledger/commit-lock';
import { checkLedger } from '../ledger/ledger-check';
import type { LedgerStore } from '../ledger/ledger-store';
import { createBlockHeader, createGenesisEnvelope, encodeBlock, hashOfBlock } from '../records/block';
import { ValidationCode } from '../records/validation-code';
import { readIndexFiles } from '../rich-query/index-definition';
import { type QueryWarning, RichQueries } from '../rich-query/rich-queries';
import { Simulator } from '../simulate/simulator';
import type { StateDatabase } from '../simulate/state-database';
import { defineChaincode, type InstallOptions, isSameDefinition } from './install-options';

export interface ChannelOptions {
    readonly id: string;
    readonly store: LedgerStore;
    readonly membership: Membership;
    readonly batch: BatchOptions;
    readonly clock: () => Date;
    /** What the first block of a new channel says: bytes of a ConfigEnvelope. Default: nothing. */
    readonly configuration?: Uint8Array;
    readonly stateDatabase: StateDatabase;
    /** The organizations that have a peer. */
    readonly endorsers: readonly string[];
    /** Who has to endorse where a definition says nothing else. Default: most of the organizations that have a peer. */
    readonly endorsementPolicy?: SignaturePolicy | undefined;
    /** Is told of queries that CouchDB answers otherwise than one expects. Default: nobody is told. */
    readonly onQueryWarning?: (warning: QueryWarning) => void;
    /** Called after each block is committed, before those who wait for it are told. Default: nothing is called. */
    readonly onBlock?: (batch: OrderedBatch) => void;
}

/** One channel: its ledger, its chaincodes, and the way from endorsed transactions to committed blocks. */
export class Channel {
    readonly id: string;
    readonly store: LedgerStore;
    readonly orderer: Orderer;
    readonly feed = new BlockFeed();
    readonly chaincodes = new Map<string, ChaincodeDefinition>();
    readonly collections: ChannelCollections;
    /** The organizations of the channel. */
    readonly mspIds: readonly string[];
    readonly policies: ChannelPolicies;
    /** The organizations that have a peer. */
    readonly peers: readonly string[];
    /** Private writes of endorsed transactions that are not committed yet. */
    readonly transient = new TransientStore();
    readonly #committer: Committer;
    readonly #clock: () => Date;
    readonly #lock = new CommitLock();
    readonly #undone = new UndoneHeights();
    /** Definitions that the store had, and nobody has installed since. */
    readonly #kept = new Set<string>();
    #storing: Promise<void> = Promise.resolve();
    readonly #stateDatabase: StateDatabase;
    readonly #definitions = new DefinitionState(this.chaincodes);
    readonly #richQueries: RichQueries;

    private constructor(options: ChannelOptions) {
        const { id, store, membership, batch, endorsers, stateDatabase, onBlock, onQueryWarning } = options;
        this.id = id;
        this.#clock = options.clock;
        this.#stateDatabase = stateDatabase;
        this.#richQueries = new RichQueries((warning) => onQueryWarning?.(warning));
        this.store = store;
        this.mspIds = membership.mspIds;
        this.collections = new ChannelCollections(this.chaincodes, this.mspIds);
        const { collections, transient } = this;
        const fallback = options.endorsementPolicy ?? majorityOf(endorsers);
        const policies = new ChannelPolicies(this.chaincodes, collections, fallback);
        const privateData = { collections, transient };
        this.policies = policies;
        this.peers = endorsers;
        this.#committer = new Committer(
            { channelId: id, store, membership },
            { lock: this.#lock, policies, definitions: this.#definitions, undone: this.#undone, privateData },
        );
        this.orderer = new Orderer(this.#committer, batch, (ordered) => {
            onBlock?.(ordered);
            this.feed.publish(ordered.transactions);
        });
    }

    /** Opens a channel; a new one gets its first block, number 0. */
    static async open(options: ChannelOptions): Promise<Channel> {
        await checkLedger(options.id, options.store);
        if ((await options.store.height()) === 0n) await appendGenesis(options);
        const channel = new Channel(options);
        channel.transient.keepsSpares = options.store.marks.length > 0;
        await channel.#takeUpDefinitions();
        return channel;
    }

    /**
     * Defines a chaincode, as the next sequence of its name; what the store has kept is taken up where it is the same.
     * @throws LocalPeerError OPTION_INVALID
     */
    define(options: InstallOptions): ChaincodeDefinition {
        const known = this.chaincodes.get(options.name);
        const isKept = known !== undefined && this.#kept.has(known.name) && isSameDefinition(known, options);
        const definition = isKept ? known : defineChaincode(options, known);
        this.#defineIndexes(options);
        return isKept ? known : this.#define(definition);
    }

    /** Checks what `define` would define. @throws LocalPeerError OPTION_INVALID */
    check(options: InstallOptions): void {
        defineChaincode(options, this.chaincodes.get(options.name));
    }

    /**
     * Has a chaincode run in another package. Where nothing else is said anew its definition goes on to hold, sequence and
     * all: which package it runs in is each organization's own business.
     * @throws LocalPeerError OPTION_INVALID
     */
    repackage(options: InstallOptions & { readonly packageId: string }): ChaincodeDefinition {
        const known = this.chaincodes.get(options.name);
        const { packageId } = options;
        if (known === undefined || !isSameDefinition({ ...known, packageId }, options)) return this.define(options);
        this.#defineIndexes(options);
        return this.#define({ ...known, packageId });
    }

    /** Indexes are the package's, and no part of the definition. */
    #defineIndexes({ name, indexes = [] }: InstallOptions): void {
        if (this.#stateDatabase !== 'couchdb') return;
        this.#richQueries.define(name, typeof indexes === 'string' ? readIndexFiles(indexes) : indexes);
    }

    /**
     * Begins a simulation at an organization's peer, when no block is being committed. It must be ended: it holds off
     * the next block.
     */
    async simulate(txId: string, mspId: string): Promise<Simulator> {
        await this.#storing;
        const { store, collections } = this;
        const [stateDatabase, richQueries, definitions] = [this.#stateDatabase, this.#richQueries, this.#definitions];
        const options = { txId, store, mspId, stateDatabase, richQueries, definitions, collections };
        const release = await this.#lock.share();
        this.#undone.ran(txId);
        return new Simulator(options, release);
    }

    /** How often the ledger has gone back since it was opened. */
    get reverts(): number {
        return this.#undone.epoch;
    }

    /** Marks what the channel's ledger has when all is committed that was ordered so far. */
    mark(name?: string): Promise<ChannelMark> {
        return this.orderer.between(async () => {
            await this.#storing;
            const mark = await this.store.mark({ name, at: this.#clock() });
            this.transient.keepsSpares = true;
            return mark;
        });
    }

    /**
     * Goes back to a mark: when all is committed that was ordered so far, and no transaction runs. Who follows the blocks
     * is told if any are undone.
     * @returns how many blocks were undone
     * @throws LocalPeerError MARK_GONE
     */
    async revert(mark: ChannelMark): Promise<bigint> {
        return await this.orderer.between(async () => {
            const release = await this.#lock.exclude();
            try {
                return await this.#revert(mark);
            } finally {
                release();
            }
        });
    }

    async #revert(mark: ChannelMark): Promise<bigint> {
        await this.#storing;
        const undone = (await this.store.height()) - mark.height;
        await this.store.revert(mark);
        await this.#takeUpDefinitions();
        if (undone === 0n) return undone;
        this.#undone.add(mark.height);
        this.transient.revert();
        this.feed.revert(mark.height);
        return undone;
    }

    /** Gives a mark up. Idempotent. */
    async forget(mark: ChannelMark): Promise<void> {
        await this.store.forget(mark);
        this.transient.keepsSpares = this.store.marks.length > 0;
    }

    /** Asks for no endorsement of the transaction with this id, which is not ordered yet. */
    trust(txId: string): void {
        this.#committer.trust(txId);
    }

    /** Commits what was ordered. Idempotent. */
    async close(): Promise<void> {
        await this.orderer.close();
        await this.#storing.catch(() => undefined);
        await this.store.close();
    }

    /** Takes what the store has. Which package a chaincode runs in is no part of what a revert takes back. */
    async #takeUpDefinitions(): Promise<void> {
        const stored = await this.store.definitions();
        for (const name of this.chaincodes.keys()) if (!stored.has(name)) this.chaincodes.delete(name);
        for (const [name, encoded] of stored) {
            const definition = decodeDefinition(encoded);
            const { packageId } = this.chaincodes.get(name) ?? definition;
            this.chaincodes.set(name, { ...definition, packageId });
            this.#kept.add(name);
        }
    }

    #define(definition: ChaincodeDefinition): ChaincodeDefinition {
        this.chaincodes.set(definition.name, definition);
        this.#kept.delete(definition.name);
        this.#storing = this.#storing.then(() => this.store.define(definition.name, encodeDefinition(definition)));
        // Simulations wait for it, and fail if it fails.
        this.#storing.catch(() => undefined);
        return definition;
    }
}

async function appendGenesis({ id, store, clock, configuration = Buffer.alloc(0) }: ChannelOptions): Promise<void> {
    const envelopes = [createGenesisEnvelope(id, clock(), configuration)];
    const header = createBlockHeader(0n, Buffer.alloc(0), envelopes);
    const block = encodeBlock({ header, envelopes, validationCodes: [ValidationCode.VALID] });
    await store.append({ number: 0n, block, hash: hashOfBlock(header), transactions: [], state: [], history: [] });
}
