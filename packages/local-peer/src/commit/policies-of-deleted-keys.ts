import { LocalPeerError } from '../errors';
import type { NamespaceReadWriteSet, ReadWriteSet } from '../records/read-write-set';
import type { BlockChanges } from './block-changes';
import { changedMetadata, changedValues, type WrittenKey } from './written-keys';

/**
 * Refuses the one valid transaction that a peer of Fabric cannot commit: it sets the policy of a key, and no value, where a
 * transaction before it in its block has deleted the key, whether the key was there or not. The peer takes the deletion for
 * the value to keep and panics, as does every other peer of the channel, and each of them again when it is started (2.5 and
 * 3.1; fabric, validation/tx_ops.go, prepareTxOps, and statedb/statedb.go, PutValAndMetadata).
 * @throws LocalPeerError PEER_PANICKED
 */
export async function refusePanic(
    { txId, readWriteSet }: { readonly txId: string; readonly readWriteSet: ReadWriteSet },
    changes: BlockChanges,
): Promise<void> {
    for (const key of readWriteSet.flatMap(policiesAlone))
        if (await isDeleted(changes, key)) throw new LocalPeerError('PEER_PANICKED', panicOf(txId, key));
}

/** Keys of which a transaction writes the metadata, and no value. */
function policiesAlone(set: NamespaceReadWriteSet): WrittenKey[] {
    const written = new Set(changedValues(set).map(nameOf));
    return changedMetadata(set).filter((key) => !written.has(nameOf(key)));
}

async function isDeleted(changes: BlockChanges, { stateNamespace, key }: WrittenKey): Promise<boolean> {
    return changes.has(stateNamespace, key) && (await changes.state(stateNamespace, key)) === undefined;
}

function nameOf({ stateNamespace, key }: WrittenKey): string {
    return `${stateNamespace}\0${key}`;
}

function panicOf(txId: string, { collection, name }: WrittenKey): string {
    const key = collection === '' ? JSON.stringify(name) : `with the hash ${name} in the collection ${collection}`;
    return (
        `all peers of a real channel would panic at this block, for good: transaction ${txId} sets the endorsement policy ` +
        `of the key ${key}, which a transaction before it in the same block deletes. ` +
        'Have the transaction read the key before it sets the policy: then it conflicts instead'
    );
}
