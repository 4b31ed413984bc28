import { hashesOf, hashKey } from '../records/private-namespaces';
import type { NamespaceReadWriteSet } from '../records/read-write-set';
import { toStateMetadata } from '../records/state-metadata';
import type { VersionedValue } from '../records/version';

/** The metadata that holds a key's own policy (fabric-protos, peer/policy.proto, MetaDataKeys). */
const VALIDATION_PARAMETER = 'VALIDATION_PARAMETER';

/** A key that is written: in public, or in a collection by its hash. */
export interface WrittenKey {
    readonly collection: string;
    readonly stateNamespace: string;
    readonly key: string;
    /** As a reader knows it. */
    readonly name: string;
}

/** Keys whose values are written, or deleted. */
export function changedValues({ namespace, writes, collections }: NamespaceReadWriteSet): WrittenKey[] {
    return [
        ...writes.map(({ key }) => ({ collection: '', stateNamespace: namespace, key, name: key })),
        ...collections.flatMap((one) => hashedKeys(namespace, one.name, one.writes)),
    ];
}

/** Keys whose metadata is written. */
export function changedMetadata({ namespace, metadataWrites, collections }: NamespaceReadWriteSet): WrittenKey[] {
    return [
        ...metadataWrites.map(({ key }) => ({ collection: '', stateNamespace: namespace, key, name: key })),
        ...collections.flatMap((one) => hashedKeys(namespace, one.name, one.metadataWrites)),
    ];
}

/** The encoded policy of a stored key; empty if it was cleared, undefined if the key never had one. */
export function ownPolicyOf(stored: VersionedValue | undefined): Buffer | undefined {
    return toStateMetadata(stored).find(({ metakey }) => metakey === VALIDATION_PARAMETER)?.value;
}

function hashedKeys(
    namespace: string,
    collection: string,
    hashed: readonly { readonly keyHash: Uint8Array }[],
): WrittenKey[] {
    const stateNamespace = hashesOf(namespace, collection);
    return hashed.map(({ keyHash }) => ({
        collection,
        stateNamespace,
        key: hashKey(keyHash),
        name: Buffer.from(keyHash).toString('hex'),
    }));
}
