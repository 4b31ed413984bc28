import { requests } from '@heddle/protocol';
import { answer } from './answer';
import { refuseCollection, refuseHashedCollection } from './collection-access';
import { checkKeyLevelEndorsement } from './capability-checks';

/** Reads of single keys, and of several at once. */

export const getState = answer(requests.getState, ({ key, collection }, context) => {
    if (collection !== '') refuseCollection(collection, context);
    return context.call.simulator.state(context.namespace, key);
});

export const getStateMultiple = answer(requests.getStateMultiple, async ({ keys, collection }, context) => {
    if (collection !== '') refuseCollection(collection, context);
    return { values: await context.call.simulator.states(context.namespace, keys) };
});

export const getPrivateDataHash = answer(requests.getPrivateDataHash, ({ collection }, context) =>
    refuseHashedCollection(collection, context),
);

export const getStateMetadata = answer(
    requests.getStateMetadata,
    async ({ key, collection }, context, { applicationCapability }) => {
        checkKeyLevelEndorsement(applicationCapability);
        if (collection !== '') refuseCollection(collection, context);
        return { entries: await context.call.simulator.metadata(context.namespace, key) };
    },
);
