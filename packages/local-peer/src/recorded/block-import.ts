import { BlockEffects } from '../commit/block-effects';
import { firstOfEachId } from '../commit/first-of-each-id';
import { type ChaincodeDefinition, encodeDefinition } from '../definition/chaincode-definition';
import { DEFAULT_POLICY } from '../definition/definition-codec';
import { LIFECYCLE_NAMESPACE, sequenceKey } from '../definition/definition-state';
import type { SignaturePolicy } from '../definition/signature-policy';
import { errorText, LocalPeerError } from '../errors';
import type { LedgerDatabase } from '../ledger/ledger-database';
import type { BlockUpdate, LedgerStore } from '../ledger/ledger-store';
import { LevelLedgerStore } from '../ledger/level-ledger-store';
import { decodeBlock, hashOfBlock } from '../records/block';
import { ValidationCode } from '../records/validation-code';
import { decodeJoinedConfiguration, type JoinedConfiguration } from '../snapshot/joined-configuration';
import { definedChaincodes, readDefinition } from '../snapshot/lifecycle-definitions';
import { CollectionLifetimes } from './collection-lifetimes';
import { ImportedRange } from './imported-range';
import type { RecordedBlock, RecordedTransaction } from './recorded-block';
import { addEffects, CONFIGURATION } from './recorded-effects';
import { unusableBlocks } from './unusable-blocks';

/** What a channel is after the blocks that were put in. */
export interface ImportedChannel {
    readonly configuration: JoinedConfiguration;
    /** Who has to endorse where a definition says nothing else. */
    readonly endorsementPolicy: SignaturePolicy | undefined;
    readonly definitions: readonly ChaincodeDefinition[];
}

/**
 * Puts the blocks of a real channel into a store of this peer, each with all that follows from it, as that channel's peer
 * has found it.
 *
 * I1 A block that the store has already is compared by its hash, and not put there again.
 * I2 Once all blocks are in, the store takes these and no others; an import that was interrupted goes on.
 * I3 Definitions and the configuration are read when all blocks are in: those before may be such as nobody can read here.
 */
export class BlockImport {
    readonly store: LedgerStore;
    readonly #channelId: string;
    readonly #range: ImportedRange;
    #lifetimes: CollectionLifetimes;

    private constructor(
        channelId: string,
        { store, range }: { readonly store: LedgerStore; readonly range: ImportedRange },
        lifetimes: CollectionLifetimes,
    ) {
        this.#channelId = channelId;
        this.store = store;
        this.#range = range;
        this.#lifetimes = lifetimes;
    }

    static async open(database: LedgerDatabase, channelId: string, sync: boolean): Promise<BlockImport> {
        const store = await LevelLedgerStore.open(database, channelId, { sync });
        const range = await ImportedRange.open(database, channelId);
        return new BlockImport(channelId, { store, range }, await CollectionLifetimes.read(store));
    }

    /**
     * @throws LocalPeerError STORE_UNUSABLE where the store has another block of this number, or began with fewer blocks;
     * BLOCKS_UNUSABLE where a definition in it cannot be read
     */
    async add(block: RecordedBlock): Promise<void> {
        this.#range.checkBlock(block.number);
        if (block.number < (await this.store.height())) {
            await this.#compare(block);
            return;
        }
        await this.store.append(await this.#updateOf(block));
        if (block.transactions.some(changesDefinitions)) await this.#readLifetimes(block.number);
    }

    /**
     * Has the store know the definitions as its own, and take no other blocks from now on.
     * @param last the number of the last block
     * @throws LocalPeerError STORE_UNUSABLE where the store began with more blocks; BLOCKS_UNUSABLE where there is no
     * configuration, or it or a definition is such as the local peer cannot read
     */
    async finish(last: bigint): Promise<ImportedChannel> {
        this.#range.checkLast(last, await this.store.height());
        const channel = await this.#readChannel();
        if (this.#range.isFinished) return channel;
        for (const definition of channel.definitions)
            await this.store.define(definition.name, encodeDefinition(definition));
        await this.#range.finish(last);
        return channel;
    }

    async #compare({ number, hash }: RecordedBlock): Promise<void> {
        const stored = await this.store.block(number);
        if (stored !== undefined && hashOfBlock(decodeBlock(stored).header).equals(hash)) return;
        throw new LocalPeerError(
            'STORE_UNUSABLE',
            `the ledger of channel '${this.#channelId}' has another block ${number} than the one that is given: it began with those of another ledger; give the blocks that it began with, or another folder`,
        );
    }

    async #updateOf(block: RecordedBlock): Promise<BlockUpdate> {
        const { number, hash, encoded } = block;
        const { store } = this;
        const effects = new BlockEffects(number, { state: store, lifetimes: this.#lifetimes, privateWrites: store });
        for (const transaction of block.transactions) await addEffects(transaction, effects);
        const expired = await store.expiring(number);
        await effects.expire(expired);
        return {
            number,
            block: encoded,
            hash,
            transactions: firstOfEachId(block.transactions.map(locationOf)),
            ...effects.toUpdate(),
            expired,
        };
    }

    async #readLifetimes(number: bigint): Promise<void> {
        try {
            this.#lifetimes = await CollectionLifetimes.read(this.store);
        } catch (error) {
            throw unreadable(number, 'a definition of a chaincode', error);
        }
    }

    async #readChannel(): Promise<ImportedChannel> {
        const { configuration, endorsementPolicy } = await this.#readConfiguration();
        const definitions: ChaincodeDefinition[] = [];
        for (const name of await definedChaincodes(this.store))
            definitions.push(...(await this.#readDefinition(name, configuration)));
        return { configuration, endorsementPolicy, definitions };
    }

    async #readConfiguration(): Promise<Omit<ImportedChannel, 'definitions'>> {
        const found = await this.store.state(CONFIGURATION.namespace, CONFIGURATION.key);
        if (found === undefined) throw unusableBlocks('none of them has the configuration of the channel');
        try {
            const configuration = decodeJoinedConfiguration(found.value);
            return { configuration, endorsementPolicy: configuration.policy(DEFAULT_POLICY) };
        } catch (error) {
            throw unreadable(found.version.blockNumber, 'the configuration of the channel', error);
        }
    }

    async #readDefinition(name: string, configuration: JoinedConfiguration): Promise<ChaincodeDefinition[]> {
        try {
            return await readDefinition(this.store, name, (path) => configuration.policy(path));
        } catch (error) {
            const row = await this.store.state(LIFECYCLE_NAMESPACE, sequenceKey(name));
            throw unreadable(row?.version.blockNumber ?? 0n, `the definition of chaincode '${name}'`, error);
        }
    }
}

function unreadable(number: bigint, what: string, error: unknown): LocalPeerError {
    return unusableBlocks(
        `block ${number}: ${what} cannot be understood (${errorText(error)}): give --at a block before it, or one after it was changed again`,
        error,
    );
}

function changesDefinitions({ validationCode, call }: RecordedTransaction): boolean {
    if (validationCode !== ValidationCode.VALID) return false;
    return call?.readWriteSet.some((set) => set.namespace === LIFECYCLE_NAMESPACE && set.writes.length > 0) === true;
}

function locationOf({
    version,
    validationCode,
    channelHeader,
}: RecordedTransaction): BlockUpdate['transactions'][number] {
    return { ...version, validationCode, txId: channelHeader?.txId ?? '' };
}
