import { requests } from '@heddle/protocol';
import { answer } from './answer';
import { checkKeyLevelEndorsement } from './capability-checks';
import { checkCollectionRead, refusePrivateDataInInit } from './collection-access';

/** Reads of single keys, and of several at once. */

export const getState = answer(requests.getState, ({ key, collection }, context) => {
    const { namespace } = context;
    const { simulator } = context.call;
    if (collection === '') return simulator.state(namespace, key);
    checkCollectionRead(collection, context);
    return simulator.privateState.value(namespace, collection, key);
});

export const getStateMultiple = answer(requests.getStateMultiple, async ({ keys, collection }, context) => {
    const { namespace } = context;
    const { simulator } = context.call;
    if (collection === '') return { values: await simulator.states(namespace, keys) };
    checkCollectionRead(collection, context);
    return { values: await simulator.privateState.values(namespace, collection, keys) };
});

/** A client that may not read a value may still read its hash. */
export const getPrivateDataHash = answer(requests.getPrivateDataHash, ({ key, collection }, context) => {
    refusePrivateDataInInit(context);
    return context.call.simulator.privateState.hash(context.namespace, collection, key);
});

export const getStateMetadata = answer(requests.getStateMetadata, async ({ key, collection }, context, services) => {
    checkKeyLevelEndorsement(services.applicationCapability);
    const { namespace } = context;
    const { simulator } = context.call;
    if (collection === '') return { entries: await simulator.metadata(namespace, key) };
    checkCollectionRead(collection, context);
    return { entries: await simulator.privateState.metadata(namespace, collection, key) };
});
