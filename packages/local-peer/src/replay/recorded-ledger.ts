import { BlockChanges } from '../commit/block-changes';
import { historyOfTransaction, privateSetsOf } from '../commit/committer';
import { expire, ExpiryPlan } from '../commit/expiry-plan';
import { hashedWrites, privateValueWrites } from '../commit/private-changes';
import type { ChaincodeDefinition } from '../definition/chaincode-definition';
import { ChannelCollections, type KnownCollections } from '../definition/channel-collections';
import { definitionInState } from '../definition/definition-in-state';
import { collectionKeys, type DefinitionReads, LIFECYCLE_NAMESPACE, sequenceKey } from '../definition/definition-state';
import type { Expiry, HistoryEntry, StateReader } from '../ledger/ledger-store';
import { hashKey, hashOf } from '../records/private-namespaces';
import type { CollectionHashes, KeyRead, PrivateWriteSet } from '../records/read-write-set';
import type { Version } from '../records/version';
import { decodeJoinedConfiguration } from '../snapshot/joined-configuration';
import type { RecordedBlock, RecordedTransaction } from './recorded-block';
import { StateAtHeight } from './state-at-height';
import { VersionedState } from './versioned-state';

/** Where peers keep a channel's configuration (fabric, core/peer/configtx_processor.go). */
const CONFIGURATION = { namespace: '', key: 'CHANNEL_CONFIG_ENV_BYTES' };

/** The definitions of a channel after a block. */
export interface DefinitionsAt extends DefinitionReads {
    readonly collections: KnownCollections;
    /** Undefined where no chaincode of this name was defined. */
    definition(name: string): ChaincodeDefinition | undefined;
}

/**
 * What a channel's blocks have left behind, after each of them: the committer's own rules, and the verdicts of the peer
 * that the blocks are of.
 */
export class RecordedLedger {
    readonly state = new VersionedState();
    readonly #expiries = new Map<bigint, Expiry[]>();
    /** By the block with which they came. */
    readonly #members: { readonly from: bigint; readonly mspIds: readonly string[] }[] = [];
    /** By the version of what counts their definitions, since a definition changes together. */
    readonly #definitions = new Map<string, ChaincodeDefinition>();

    async append(block: RecordedBlock): Promise<void> {
        const before = new StateAtHeight(this.state, block.number - 1n);
        const changes = new BlockChanges(before, NO_DEFINITIONS);
        const { collections } = this.definitionsAt(block.number - 1n);
        const plan = new ExpiryPlan(block.number, collections);
        const history: HistoryEntry[] = [];
        for (const transaction of block.transactions) {
            if (transaction.validation !== 'VALID') continue;
            history.push(...(await this.#apply(transaction, changes, plan)));
        }
        const expired = this.#expiries.get(block.number) ?? [];
        await expire(expired, before, changes);
        this.#expiries.delete(block.number);
        for (const expiry of plan.toExpiries())
            this.#expiries.set(expiry.at, [...(this.#expiries.get(expiry.at) ?? []), expiry]);
        this.state.append({ number: block.number, state: changes.toUpdates(), history });
    }

    /** The state as it was after a block. */
    at(block: bigint): StateReader {
        return new StateAtHeight(this.state, block);
    }

    definitionsAt(block: bigint): DefinitionsAt {
        const definitions = { get: (name: string) => this.#definitionAt(name, block) };
        const mspIds = this.#members.findLast(({ from }) => from <= block)?.mspIds ?? [];
        const read = (key: string): KeyRead => ({
            key,
            version: this.state.entry(LIFECYCLE_NAMESPACE, key, block)?.value?.version,
        });
        return {
            collections: new ChannelCollections(definitions, mspIds),
            definition: (name) => this.#definitionAt(name, block),
            callRead: (name) => read(sequenceKey(name)),
            collectionReads: (name) => collectionKeys(name).map(read),
        };
    }

    #definitionAt(name: string, block: bigint): ChaincodeDefinition | undefined {
        const version = this.state.entry(LIFECYCLE_NAMESPACE, sequenceKey(name), block)?.value?.version;
        if (version === undefined) return undefined;
        const id = `${name} ${version.blockNumber} ${version.txNumber}`;
        const known = this.#definitions.get(id);
        if (known !== undefined) return known;
        const found = definitionInState(
            name,
            (key) => this.state.entry(LIFECYCLE_NAMESPACE, key, block)?.value?.value,
            // Who has to endorse is the commit's concern.
            () => undefined,
        );
        if (found !== undefined) this.#definitions.set(id, found);
        return found;
    }

    async #apply(
        { version, call, configuration, channelHeader, privateWrites }: RecordedTransaction,
        changes: BlockChanges,
        plan: ExpiryPlan,
    ): Promise<HistoryEntry[]> {
        if (configuration !== undefined) await this.#configure(configuration, version, changes);
        if (call === undefined || channelHeader === undefined) return [];
        for (const set of call.readWriteSet) await changes.apply(set, version);
        for (const { namespace, hashes } of privateSetsOf(call.readWriteSet)) {
            await changes.apply(hashedWrites(namespace, hashes), version);
            const values = valuesOfHashes(privateWrites, namespace, hashes);
            if (values !== undefined) await changes.apply(privateValueWrites(values), version);
            plan.add(namespace, hashes, values);
        }
        return historyOfTransaction({ channelHeader }, call.readWriteSet, version);
    }

    async #configure(configuration: Buffer, version: Version, changes: BlockChanges): Promise<void> {
        const { organizations } = decodeJoinedConfiguration(configuration);
        this.#members.push({ from: version.blockNumber, mspIds: organizations.map(({ mspId }) => mspId) });
        const { namespace, key } = CONFIGURATION;
        const writes = [{ key, isDelete: false, value: configuration }];
        await changes.apply({ namespace, writes, metadataWrites: [] }, version);
    }
}

/** Validity is the peer's word here: nothing is compared with definitions. */
const NO_DEFINITIONS = { version: () => undefined };

/** What was given for a collection: only what its hashes are of can be believed, and what was purged is not in it. */
function valuesOfHashes(
    given: readonly PrivateWriteSet[],
    namespace: string,
    { name, writes, metadataWrites }: CollectionHashes,
): PrivateWriteSet | undefined {
    const found = given.find((set) => set.namespace === namespace && set.collection === name);
    if (found === undefined) return undefined;
    const hashes = new Map(writes.map((write) => [hashKey(write.keyHash), write]));
    const withMetadata = new Set(metadataWrites.map(({ keyHash }) => hashKey(keyHash)));
    return {
        ...found,
        writes: found.writes.filter((write) => {
            const hash = hashes.get(hashKey(hashOf(write.key)));
            return hash !== undefined && (hash.isDelete || hash.valueHash.equals(hashOf(write.value)));
        }),
        metadataKeys: found.metadataKeys.filter((key) => withMetadata.has(hashKey(hashOf(key)))),
    };
}
