import { firstOfEachId } from '../commit/committer';
import { expire } from '../commit/expiry-plan';
import { PrivateWriteChanges } from '../commit/private-write-changes';
import { type ChaincodeDefinition, encodeDefinition } from '../definition/chaincode-definition';
import { ChannelCollections } from '../definition/channel-collections';
import { LIFECYCLE_NAMESPACE } from '../definition/definition-state';
import { LocalPeerError } from '../errors';
import type { LedgerDatabase } from '../ledger/ledger-database';
import type { BlockUpdate, LedgerStore } from '../ledger/ledger-store';
import { LevelLedgerStore } from '../ledger/level-ledger-store';
import { decodeBlock, hashOfBlock } from '../records/block';
import { ValidationCode } from '../records/validation-code';
import { decodeJoinedConfiguration, type JoinedConfiguration } from '../snapshot/joined-configuration';
import { readDefinitions } from '../snapshot/lifecycle-definitions';
import { BlockEffects, collectionWritesOf, CONFIGURATION } from './block-effects';
import type { RecordedBlock, RecordedTransaction } from './recorded-block';

/** Private writes are kept of those transactions, too: whether they conflict is found later. */
const CONFLICTS: ReadonlySet<number> = new Set([
    ValidationCode.MVCC_READ_CONFLICT,
    ValidationCode.PHANTOM_READ_CONFLICT,
]);

/**
 * Puts the blocks of a real channel into a store of this peer, each with all that follows from it, as that channel's peer
 * has found it.
 *
 * I1 A block that the store has already is compared by its hash, and not put there again.
 */
export class BlockImport {
    readonly store: LedgerStore;
    readonly #channelId: string;
    #definitions = new Map<string, ChaincodeDefinition>();
    #configuration: JoinedConfiguration | undefined;

    private constructor(channelId: string, store: LedgerStore) {
        this.#channelId = channelId;
        this.store = store;
    }

    static async open(database: LedgerDatabase, channelId: string, sync: boolean): Promise<BlockImport> {
        const store = await LevelLedgerStore.open(database, channelId, { sync });
        const one = new BlockImport(channelId, store);
        await one.#readDefinitions();
        return one;
    }

    /** Undefined where no block had one. */
    get configuration(): JoinedConfiguration | undefined {
        return this.#configuration;
    }

    /** The chaincodes as they are defined by what was put in. */
    get definitions(): readonly ChaincodeDefinition[] {
        return [...this.#definitions.values()];
    }

    /** @throws LocalPeerError STORE_UNUSABLE where the store has another block of this number */
    async add(block: RecordedBlock): Promise<void> {
        if (block.number < (await this.store.height())) {
            await this.#compare(block);
            return;
        }
        await this.store.append(await this.#updateOf(block));
        if (block.transactions.some(changesDefinitions)) await this.#readDefinitions();
    }

    /** Has the store know the definitions as its own, unless it has had them before. */
    async finish(): Promise<void> {
        const known = await this.store.definitions();
        for (const definition of this.#definitions.values())
            if (!known.has(definition.name)) await this.store.define(definition.name, encodeDefinition(definition));
    }

    async #compare({ number, hash }: RecordedBlock): Promise<void> {
        const stored = await this.store.block(number);
        if (stored !== undefined && hashOfBlock(decodeBlock(stored).header).equals(hash)) return;
        throw new LocalPeerError(
            'STORE_UNUSABLE',
            `the ledger of channel '${this.#channelId}' has another block ${number} than the one that is given: it began with fewer blocks, or with those of another ledger; give the blocks that it began with, or another folder`,
        );
    }

    async #updateOf(block: RecordedBlock): Promise<BlockUpdate> {
        const { number, hash, encoded } = block;
        const mspIds = this.#configuration?.organizations.map(({ mspId }) => mspId) ?? [];
        const collections = new ChannelCollections(this.#definitions, mspIds);
        const effects = new BlockEffects(number, { state: this.store, collections });
        const privateWrites = new PrivateWriteChanges(this.store);
        for (const transaction of block.transactions) await apply(transaction, effects, privateWrites);
        const expired = await this.store.expiring(number);
        await expire(expired, this.store, effects.changes);
        await privateWrites.expire(expired);
        return {
            number,
            block: encoded,
            hash,
            transactions: firstOfEachId(block.transactions.map(locationOf)),
            state: effects.changes.toUpdates(),
            history: effects.history,
            privateWrites: privateWrites.toUpdates(),
            expiries: effects.plan.toExpiries(),
            expired,
        };
    }

    async #readDefinitions(): Promise<void> {
        const encoded = await this.store.state(CONFIGURATION.namespace, CONFIGURATION.key);
        this.#configuration = encoded && decodeJoinedConfiguration(encoded.value);
        const found = await readDefinitions(this.store, (path) => this.#configuration?.policy(path));
        this.#definitions = new Map(found.map((one) => [one.name, one]));
    }
}

async function apply(
    transaction: RecordedTransaction,
    effects: BlockEffects,
    kept: PrivateWriteChanges,
): Promise<void> {
    const { version, validationCode } = transaction;
    const isValid = validationCode === ValidationCode.VALID;
    if (!isValid && !CONFLICTS.has(validationCode)) return;
    const collectionWrites = collectionWritesOf(transaction);
    if (isValid) await effects.apply(transaction, collectionWrites);
    for (const { namespace, hashes, values } of collectionWrites) {
        if (values !== undefined) kept.add(version, values);
        if (isValid) await kept.purge(namespace, hashes);
        else if (values !== undefined) effects.plan.add(namespace, hashes, values);
    }
}

function changesDefinitions({ validationCode, configuration, call }: RecordedTransaction): boolean {
    if (validationCode !== ValidationCode.VALID) return false;
    const writes = call?.readWriteSet.some((set) => set.namespace === LIFECYCLE_NAMESPACE && set.writes.length > 0);
    return configuration !== undefined || writes === true;
}

function locationOf({
    version,
    validationCode,
    channelHeader,
}: RecordedTransaction): BlockUpdate['transactions'][number] {
    return { ...version, validationCode, txId: channelHeader?.txId ?? '' };
}
