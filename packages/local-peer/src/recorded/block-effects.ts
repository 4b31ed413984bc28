import { BlockChanges } from '../commit/block-changes';
import { historyOfTransaction, privateSetsOf } from '../commit/committer';
import { ExpiryPlan, type Lifetimes } from '../commit/expiry-plan';
import { applyPrivateValues, hashedWrites } from '../commit/private-changes';
import type { HistoryEntry, StateReader } from '../ledger/ledger-store';
import { hashKey, hashOf } from '../records/private-namespaces';
import type { CollectionHashes, PrivateWriteSet } from '../records/read-write-set';
import type { RecordedTransaction } from './recorded-block';

/** Where peers keep a channel's configuration (fabric, core/peer/configtx_processor.go). */
export const CONFIGURATION = { namespace: '', key: 'CHANNEL_CONFIG_ENV_BYTES' };

/** What a transaction has written to a collection: hashes, and the values as far as they are known. */
export interface CollectionWrites {
    readonly namespace: string;
    readonly hashes: CollectionHashes;
    readonly values: PrivateWriteSet | undefined;
}

/** What a transaction has written to collections, of those values alone that its hashes are of. */
export function collectionWritesOf({ call, privateWrites }: RecordedTransaction): CollectionWrites[] {
    return privateSetsOf(call?.readWriteSet ?? []).map(({ namespace, hashes }) => ({
        namespace,
        hashes,
        values: valuesOfHashes(privateWrites, namespace, hashes),
    }));
}

/**
 * What a recorded block's valid transactions change: by the committer's own rules, and by the verdicts of the peer that the
 * block is of.
 */
export class BlockEffects {
    readonly changes: BlockChanges;
    readonly plan: ExpiryPlan;
    readonly history: HistoryEntry[] = [];

    /** @param before the ledger before the block, and the collections that there were then */
    constructor(number: bigint, before: { readonly state: StateReader; readonly collections: Lifetimes }) {
        this.changes = new BlockChanges(before.state, NO_DEFINITIONS);
        this.plan = new ExpiryPlan(number, before.collections);
    }

    /** Adds a transaction that was found valid. */
    async apply(transaction: RecordedTransaction, collectionWrites: readonly CollectionWrites[]): Promise<void> {
        const { version, call, configuration, channelHeader } = transaction;
        if (configuration !== undefined) {
            const writes = [{ key: CONFIGURATION.key, isDelete: false, value: configuration }];
            await this.changes.apply({ namespace: CONFIGURATION.namespace, writes, metadataWrites: [] }, version);
        }
        if (call === undefined || channelHeader === undefined) return;
        for (const set of call.readWriteSet) await this.changes.apply(set, version);
        for (const { namespace, hashes, values } of collectionWrites) {
            await this.changes.apply(hashedWrites(namespace, hashes), version);
            if (values !== undefined) await applyPrivateValues(this.changes, values, version);
            this.plan.add(namespace, hashes, values);
        }
        this.history.push(...historyOfTransaction({ channelHeader }, call.readWriteSet, version));
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
