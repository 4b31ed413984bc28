import { decodePrivateWriteSet } from '../records/hashed-set-codec';
import { blockAndPrivateData } from '../records/private-block-codec';
import type { PrivateWriteSet } from '../records/read-write-set';

/** A block as a peer delivers it, with what the client may have of its private data. */
export interface DeliveredBlock {
    /** Encoded. */
    readonly block: Buffer;
    /** By the number of the transaction. */
    readonly privateWrites: ReadonlyMap<bigint, readonly PrivateWriteSet[]>;
}

/** Takes a peer.BlockAndPrivateData apart. @throws ProtocolError */
export function decodeDeliveredBlock(encoded: Uint8Array): DeliveredBlock {
    const { block, privateData } = blockAndPrivateData.decode(encoded);
    const sets = Array.from(privateData, ([txNumber, { namespaces }]): [bigint, PrivateWriteSet[]] => [
        txNumber,
        namespaces.flatMap(({ namespace, collections }) =>
            collections.map(({ collection, keyValueSet }) => ({
                namespace,
                collection,
                ...decodePrivateWriteSet(keyValueSet),
            })),
        ),
    ]);
    return { block, privateWrites: new Map(sets) };
}
