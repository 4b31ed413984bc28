import { MessageType, requests, type Request } from '@heddle/protocol';
import { ChaincodeError } from '../errors';
import type { WriteRecord } from '../transaction/lane-request';
import type { Recipient } from '../transaction/recipient';
import type { TransactionLane } from '../transaction/transaction-lane';

/** Writes are records: each can be sent as a request of its own, or as a part of a batch. */

type WriteRequest = Request<unknown, WriteRecord, void, never>;

/** The single requests; their fields have the names that records have. */
const ROWS = new Map<number, WriteRequest>([
    [MessageType.PUT_STATE, requests.putState],
    [MessageType.DEL_STATE, requests.deleteState],
    [MessageType.PUT_STATE_METADATA, requests.putStateMetadata],
    [MessageType.PURGE_PRIVATE_DATA, requests.purgePrivateData],
]);

/** A guess at what a record takes besides its texts and values, in bytes. */
const RECORD_OVERHEAD = 64;
/** No UTF-16 unit of a text takes more as UTF-8. */
const BYTES_PER_UNIT = 3;

/** Sends a write, alone or, where it is allowed and the peer takes batches, with others of the same tick. */
export function sendWrite(
    lane: TransactionLane,
    record: WriteRecord,
    recipient: Recipient<void>,
    allowBatch: boolean,
): void {
    const row = ROWS.get(record.type ?? MessageType.UNDEFINED);
    if (row === undefined) throw new ChaincodeError('INTERNAL_ERROR', `no write has the type ${String(record.type)}`);
    const part = allowBatch ? ({ kind: 'write', record, size: sizeOf(record) } as const) : undefined;
    lane.ask(row, record, recipient, 'write', part);
}

function sizeOf({ key = '', value, collection = '', metadata }: WriteRecord): number {
    const texts = (key.length + collection.length) * BYTES_PER_UNIT;
    return RECORD_OVERHEAD + texts + (value?.length ?? 0) + (metadata?.value?.length ?? 0);
}
