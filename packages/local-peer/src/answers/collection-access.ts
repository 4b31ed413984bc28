import { type Collection, isMemberOf } from '../definition/collection';
import { RefusedRequest } from '../errors';
import type { TransactionContext } from './transaction-context';

/** Whether a transaction may use a collection at all, in the words of fabric, core/chaincode/handler.go. */

export function checkCollectionRead(collection: string, context: TransactionContext): void {
    const found = findCollection(collection, context);
    if (found.memberOnlyRead && !isMemberOf(found, context.call.creator)) throw noAccess('read', collection, context);
}

export function checkCollectionWrite(collection: string, context: TransactionContext): void {
    const found = findCollection(collection, context);
    if (found.memberOnlyWrite && !isMemberOf(found, context.call.creator)) throw noAccess('write', collection, context);
}

export function refusePrivateDataInInit({ isInit }: TransactionContext): void {
    if (isInit) throw new Error('private data APIs are not allowed in chaincode Init()');
}

function findCollection(name: string, context: TransactionContext): Collection {
    refusePrivateDataInInit(context);
    const { channelId, simulator } = context.call;
    simulator.readCollections(context.namespace);
    const collection = simulator.collections.find(context.namespace, name);
    if (collection !== undefined) return collection;
    throw new RefusedRequest(
        `collection ${channelId}/${context.namespace}/${name} could not be found`,
        knownCollections(context.namespace, simulator.collections.namesOf(context.namespace)),
    );
}

function knownCollections(namespace: string, names: readonly string[]): string {
    if (names.length > 0) return `the collections in the definition of ${namespace} are ${names.join(', ')}`;
    return `the definition of ${namespace} has no collections: give it some (as --collections-config, which "heddle collections" writes for what contracts declare), or use _implicit_org_ and an MSP id`;
}

function noAccess(access: string, collection: string, { namespace }: TransactionContext): Error {
    const where = `on privatedata in chaincodeName:${namespace} collectionName: ${collection}`;
    return new Error(`tx creator does not have ${access} access permission ${where}`);
}
