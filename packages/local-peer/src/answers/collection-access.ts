import type { TransactionContext } from '../transaction-context';

/**
 * Refuses private data: no chaincode has collections here yet, so each name is one that the peer does not find
 * (fabric, core/common/privdata/store.go, NoSuchCollectionError).
 */
export function refuseCollection(collection: string, context: TransactionContext): never {
    refuseInInit(context);
    throw new Error(`collection ${context.call.channelId}/${context.namespace}/${collection} could not be found`);
}

/** Hashes may be read without being a member, so the peer looks for the name only (fabric, collection_val.go). */
export function refuseHashedCollection(collection: string, context: TransactionContext): never {
    refuseInInit(context);
    throw new Error(
        `collection [${collection}] not defined in the collection config for chaincode [${context.namespace}]`,
    );
}

function refuseInInit({ isInit }: TransactionContext): void {
    if (isInit) throw new Error('private data APIs are not allowed in chaincode Init()');
}
