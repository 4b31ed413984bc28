import { keyValueSet } from '../records/key-value-set-codec';
import { blockAndPrivateData } from '../records/private-block-codec';
import type { PrivateWriteSet } from '../records/read-write-set';
import type { FetchedBlock } from './checked-blocks';

/**
 * Reads a peer.BlockAndPrivateData, as Deliver gives it and as folders of blocks keep it.
 * @throws ProtocolError
 */
export function decodeFetchedBlock(encoded: Uint8Array): FetchedBlock {
    const { block, privateData } = blockAndPrivateData.decode(encoded);
    const byTransaction = Array.from(privateData, ([txNumber, { namespaces }]) => {
        const sets = namespaces.flatMap(({ namespace, collections }) =>
            collections.map((one) => toWriteSet(namespace, one.collection, one.keyValueSet)),
        );
        return [txNumber, sets] as const;
    });
    return { block, privateWrites: new Map(byTransaction) };
}

/** Makes a peer.BlockAndPrivateData of a block without private data. */
export function encodeFetchedBlock(block: Uint8Array): Buffer {
    return blockAndPrivateData.encode({ block });
}

function toWriteSet(namespace: string, collection: string, encoded: Buffer): PrivateWriteSet {
    const { writes, metadataWrites } = keyValueSet.decode(encoded);
    return { namespace, collection, writes, metadataKeys: metadataWrites.map(({ key }) => key) };
}
