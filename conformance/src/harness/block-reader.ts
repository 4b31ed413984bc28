import type { Network } from '@hyperledger/fabric-gateway';
import { common, ledger, type peer } from '@hyperledger/fabric-protos';
import { CHANNEL } from './channel';

/** Reads what the official client gives of blocks. */

/** So that `using` ends it. */
export function closing<T extends { close(): void }>(items: T): { readonly items: T } & Disposable {
    return {
        items,
        [Symbol.dispose]: () => {
            items.close();
        },
    };
}

/** The first block for which `isIt` is true. */
export async function findBlock<T>(items: AsyncIterable<T>, isIt: (item: T) => boolean): Promise<T> {
    for await (const item of items) if (isIt(item)) return item;
    throw new Error('it did not come');
}

/** The number of blocks. */
export async function heightOf(network: Network): Promise<bigint> {
    const info = await network.getContract('qscc').evaluate('GetChainInfo', { arguments: [CHANNEL] });
    return BigInt(common.BlockchainInfo.deserializeBinary(info).getHeight());
}

/** The ids of a block's transactions, in order. */
export function transactionsOf(block: common.Block): string[] {
    return (block.getData()?.getDataList_asU8() ?? []).map((data) => {
        const envelope = common.Envelope.deserializeBinary(data);
        const header = common.Payload.deserializeBinary(envelope.getPayload_asU8()).getHeader();
        return common.ChannelHeader.deserializeBinary(header?.getChannelHeader_asU8() ?? new Uint8Array()).getTxId();
    });
}

/** What a transaction has written, by collection; the iterator goes on behind its block. */
export async function privateDataOf(
    items: AsyncIterable<peer.BlockAndPrivateData>,
    txId: string,
): Promise<Record<string, string[]>> {
    const iterator = items[Symbol.asyncIterator]();
    for (let next = await iterator.next(); next.done !== true; next = await iterator.next()) {
        const block = next.value.getBlock();
        const place = block === undefined ? -1 : transactionsOf(block).indexOf(txId);
        if (place >= 0) return writesOf(next.value, place);
    }
    throw new Error('its block did not come');
}

function writesOf(block: peer.BlockAndPrivateData, place: number): Record<string, string[]> {
    // The types of google-protobuf's maps are not installed.
    const byTransaction = block.getPrivateDataMapMap() as ReadonlyMap<number, ledger.rwset.TxPvtReadWriteSet>;
    const written = byTransaction.get(place);
    const namespaces = written?.getNsPvtRwsetList() ?? [];
    return Object.fromEntries(
        namespaces.flatMap((namespace) =>
            namespace.getCollectionPvtRwsetList().map((collection) => {
                const set = ledger.rwset.kvrwset.KVRWSet.deserializeBinary(collection.getRwset_asU8());
                const writes = set.getWritesList().map((write) => {
                    const value = Buffer.from(write.getValue_asU8()).toString();
                    return `${write.getKey()}${write.getIsDelete() ? ' deleted' : `=${value}`}`;
                });
                return [collection.getCollectionName(), writes];
            }),
        ),
    );
}
