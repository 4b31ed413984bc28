import { type BlockEffects, collectionWritesIn, isConflict } from '../commit/block-effects';
import { hashKey, hashOf } from '../records/private-namespaces';
import type { CollectionHashes, PrivateWriteSet } from '../records/read-write-set';
import { ValidationCode } from '../records/validation-code';
import type { RecordedTransaction } from './recorded-block';

/** Where peers keep a channel's configuration (fabric, core/peer/configtx_processor.go). */
export const CONFIGURATION = { namespace: '', key: 'CHANNEL_CONFIG_ENV_BYTES' };

/**
 * Adds a recorded transaction to what its block does: by the committer's own rules, and by the verdict of the peer that the
 * block is of. Of private values those alone count that its hashes are of.
 */
export async function addEffects(
    { version, validationCode, configuration, channelHeader, call, privateWrites }: RecordedTransaction,
    effects: BlockEffects,
): Promise<void> {
    const isValid = validationCode === ValidationCode.VALID;
    if (isValid && configuration !== undefined) {
        const writes = [{ key: CONFIGURATION.key, isDelete: false, value: configuration }];
        await effects.changes.apply({ namespace: CONFIGURATION.namespace, writes, metadataWrites: [] }, version);
    }
    if (call === undefined || channelHeader === undefined) return;
    const { txId, timestamp } = channelHeader;
    const { readWriteSet } = call;
    const collectionWrites = collectionWritesIn(readWriteSet, (...place) => valuesOfHashes(privateWrites, ...place));
    const done = { version, txId, timestamp, readWriteSet, collectionWrites };
    if (isValid) await effects.apply(done);
    else if (isConflict(validationCode)) effects.keep(done);
}

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
