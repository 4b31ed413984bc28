import { MessageType, type ReceivedMessage, requests } from '@heddle/protocol';

/** How many reads or writes share a request; undefined for one that is no batch. */
export function batchSizeOf({ type, payload }: ReceivedMessage): number | undefined {
    if (type === MessageType.GET_STATE_MULTIPLE) return requests.getStateMultiple.query.decode(payload).keys.length;
    if (type === MessageType.WRITE_BATCH_STATE) return requests.writeBatchState.query.decode(payload).records.length;
    return undefined;
}
