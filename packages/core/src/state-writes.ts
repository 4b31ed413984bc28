import { MessageType, requests, type Request } from '@heddle/protocol';
import { ChaincodeError } from './errors';
import type { WriteRecord } from './lane-requests';
import type { TransactionLane } from './transaction-lane';

/** Writes are records: each can be sent as a request of its own, or as a part of a batch. */

type WriteRequest = Request<unknown, WriteRecord, void, never>;

/** The single requests; their fields have the names that records have. */
const ROWS = new Map<number, WriteRequest>([
    [MessageType.PUT_STATE, requests.putState],
    [MessageType.DEL_STATE, requests.deleteState],
    [MessageType.PUT_STATE_METADATA, requests.putStateMetadata],
    [MessageType.PURGE_PRIVATE_DATA, requests.purgePrivateData],
]);

/** A guess at what a record takes besides its key and value, in bytes. */
const RECORD_OVERHEAD = 64;

/** Sends a write, alone or, where it is allowed and the peer takes batches, with others of the same tick. */
export function sendWrite(lane: TransactionLane, record: WriteRecord, allowBatch: boolean): Promise<void> {
    const row = ROWS.get(record.type ?? MessageType.UNDEFINED);
    if (row === undefined) throw new ChaincodeError('INTERNAL_ERROR', `no write has the type ${String(record.type)}`);
    return lane.request(row, record, 'write', allowBatch ? { kind: 'write', record, size: sizeOf(record) } : undefined);
}

/** Sends writes together; rejects with the error of the first one that was refused, when all are answered. */
export async function sendWrites(lane: TransactionLane, records: readonly WriteRecord[]): Promise<void> {
    const answers = await Promise.allSettled(records.map((record) => sendWrite(lane, record, true)));
    const refused = answers.find((answer) => answer.status === 'rejected');
    if (refused !== undefined) throw refused.reason;
}

function sizeOf({ key = '', value, collection = '' }: WriteRecord): number {
    return RECORD_OVERHEAD + key.length * 3 + (value?.length ?? 0) + collection.length;
}
