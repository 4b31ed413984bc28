import type { Channel } from '../channel/channel';
import { isMemberOf, isReached } from '../definition/collection';
import type { PrivateWrites } from '../ledger/ledger-store';
import { encodePrivateWriteSet } from '../records/hashed-set-codec';
import type { TransactionWrites } from '../records/private-block-codec';
import type { Signer } from '../records/signer';

/** Who asks whom. */
export interface PrivateDataReader {
    /** The organization of the peer: it has the data of its own collections only. */
    readonly peer: string;
    readonly client: Signer;
}

/**
 * A block's private writes by the number of their transaction, as far as the peer has and the client may have them: of
 * all of the peer's collections but those that only members may read (fabric, core/peer/deliverevents.go, getPrivateData).
 * @throws Error in the peer's words where a collection is no longer defined
 */
export async function privateDataOfBlock(
    { store, collections }: Pick<Channel, 'store' | 'collections'>,
    number: bigint,
    { peer, client }: PrivateDataReader,
): Promise<Map<bigint, TransactionWrites>> {
    const found = new Map<bigint, PrivateWrites[]>();
    for (const writes of await store.privateWrites(number)) {
        const { namespace, collection: name, at } = writes;
        const collection = collections.onChannel(namespace, name);
        if (collection === undefined)
            throw new Error(`no collection config was found for collection ${name} for chaincode ${namespace}`);
        const isEligible = !collection.memberOnlyRead || isMemberOf(collection, client);
        if (!isReached(collection, peer) || !isEligible) continue;
        found.set(at.txNumber, [...(found.get(at.txNumber) ?? []), writes]);
    }
    return new Map(Array.from(found, ([txNumber, writes]) => [txNumber, toTransactionWrites(writes)]));
}

function toTransactionWrites(all: readonly PrivateWrites[]): TransactionWrites {
    const names = [...new Set(all.map(({ namespace }) => namespace))];
    const namespaces = names.map((namespace) => ({
        namespace,
        collections: all
            .filter((writes) => writes.namespace === namespace)
            .map((writes) => ({ collection: writes.collection, keyValueSet: encodePrivateWriteSet(writes) })),
    }));
    return { dataModel: 0, namespaces };
}
