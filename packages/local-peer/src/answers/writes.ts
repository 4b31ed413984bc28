import { MessageType, requests, type StateMetadata } from '@heddle/protocol';
import type { TransactionContext } from '../transaction-context';
import { answer, type AnswerServices } from './answer';
import { checkKeyLevelEndorsement, checkPurge } from './capability-checks';
import { refuseCollection } from './collection-access';

/** Writes, one by one and in batches: each record of a batch is written as its single request would be. */

interface Write {
    readonly type: number;
    readonly key: string;
    readonly collection: string;
    readonly value: Buffer;
    readonly metadata: StateMetadata | undefined;
}

type Writer = (write: Write, context: TransactionContext, services: AnswerServices) => void;

const NOTHING = { value: Buffer.alloc(0), metadata: undefined };

const writers: Readonly<Partial<Record<number, Writer>>> = {
    [MessageType.PUT_STATE]({ key, value, collection }, context) {
        if (collection !== '') refuseCollection(collection, context);
        context.call.simulator.setState(context.namespace, key, value);
    },
    [MessageType.DEL_STATE]({ key, collection }, context) {
        if (collection !== '') refuseCollection(collection, context);
        context.call.simulator.deleteState(context.namespace, key);
    },
    [MessageType.PUT_STATE_METADATA]({ key, collection, metadata }, context, { applicationCapability }) {
        checkKeyLevelEndorsement(applicationCapability);
        if (collection !== '') refuseCollection(collection, context);
        context.call.simulator.setMetadata(context.namespace, key, metadata ?? { metakey: '', value: NOTHING.value });
    },
    [MessageType.PURGE_PRIVATE_DATA]({ collection }, context, { applicationCapability }) {
        checkPurge(applicationCapability);
        if (collection === '') throw new Error('only applicable for private data');
        refuseCollection(collection, context);
    },
};

export const putState = answer(requests.putState, (query, context, services) => {
    write({ ...NOTHING, ...query, type: MessageType.PUT_STATE }, context, services);
});

export const deleteState = answer(requests.deleteState, (query, context, services) => {
    write({ ...NOTHING, ...query, type: MessageType.DEL_STATE }, context, services);
});

export const putStateMetadata = answer(requests.putStateMetadata, (query, context, services) => {
    write({ ...NOTHING, ...query, type: MessageType.PUT_STATE_METADATA }, context, services);
});

export const purgePrivateData = answer(requests.purgePrivateData, (query, context, services) => {
    write({ ...NOTHING, ...query, type: MessageType.PURGE_PRIVATE_DATA }, context, services);
});

/** Stops at the first record that fails; those before it stay written. */
export const writeBatchState = answer(requests.writeBatchState, ({ records }, context, services) => {
    for (const record of records) write(record, context, services);
});

function write(record: Write, context: TransactionContext, services: AnswerServices): void {
    const writer = writers[record.type];
    if (writer === undefined) throw new Error('unknown operation type');
    const { key, collection } = record;
    // Only types that have a writer come here, and those are message types.
    const type = record.type as MessageType;
    const fault = services.faults.write?.({ type, namespace: context.namespace, collection, key });
    if (fault !== undefined) throw new Error(fault);
    writer(record, context, services);
}
