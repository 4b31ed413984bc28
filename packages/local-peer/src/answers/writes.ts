import { MessageType, requests, type StateMetadata } from '@heddle/protocol';
import { answer, type AnswerServices } from './answer';
import { checkKeyLevelEndorsement, checkPurge } from './capability-checks';
import { checkCollectionWrite } from './collection-access';
import type { TransactionContext } from './transaction-context';

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
const NO_METADATA: StateMetadata = { metakey: '', value: NOTHING.value };

const writers: Readonly<Partial<Record<number, Writer>>> = {
    [MessageType.PUT_STATE]: put,
    [MessageType.DEL_STATE](record, context) {
        put({ ...record, value: NOTHING.value }, context);
    },
    [MessageType.PUT_STATE_METADATA]({ key, collection, metadata = NO_METADATA }, context, services) {
        checkKeyLevelEndorsement(services.applicationCapability);
        const { namespace } = context;
        const { simulator } = context.call;
        if (collection === '') {
            simulator.setMetadata(namespace, key, metadata);
            return;
        }
        checkCollectionWrite(collection, context);
        simulator.privateState.setMetadata(namespace, collection, key, metadata);
    },
    [MessageType.PURGE_PRIVATE_DATA]({ key, collection }, context, services) {
        checkPurge(services.applicationCapability);
        if (collection === '') throw new Error('only applicable for private data');
        checkCollectionWrite(collection, context);
        context.call.simulator.privateState.purge(context.namespace, collection, key);
    },
};

/** An empty value deletes. */
function put({ key, value, collection }: Write, context: TransactionContext): void {
    const { namespace } = context;
    const { simulator } = context.call;
    if (collection === '') {
        simulator.setState(namespace, key, value);
        return;
    }
    checkCollectionWrite(collection, context);
    simulator.privateState.set(namespace, collection, key, value);
}

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
