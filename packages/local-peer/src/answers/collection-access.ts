import { type Collection, isMemberOf } from '../definition/collection';
import type { AnswerServices } from './answer';
import type { TransactionContext } from './transaction-context';

/** Whether a transaction may use a collection at all, in the words of fabric, core/chaincode/handler.go. */

export function checkCollectionRead(collection: string, context: TransactionContext, services: AnswerServices): void {
    const found = findCollection(collection, context, services);
    if (found.memberOnlyRead && !isMemberOf(found, context.call.creator)) throw noAccess('read', collection, context);
}

export function checkCollectionWrite(collection: string, context: TransactionContext, services: AnswerServices): void {
    const found = findCollection(collection, context, services);
    if (found.memberOnlyWrite && !isMemberOf(found, context.call.creator)) throw noAccess('write', collection, context);
}

export function refusePrivateDataInInit({ isInit }: TransactionContext): void {
    if (isInit) throw new Error('private data APIs are not allowed in chaincode Init()');
}

function findCollection(name: string, context: TransactionContext, services: AnswerServices): Collection {
    refusePrivateDataInInit(context);
    const { channelId, simulator } = context.call;
    simulator.readCollections(context.namespace);
    const collection = services.channel(channelId)?.collections.find(context.namespace, name);
    if (collection !== undefined) return collection;
    throw new Error(`collection ${channelId}/${context.namespace}/${name} could not be found`);
}

function noAccess(access: string, collection: string, { namespace }: TransactionContext): Error {
    const where = `on privatedata in chaincodeName:${namespace} collectionName: ${collection}`;
    return new Error(`tx creator does not have ${access} access permission ${where}`);
}
