import { MessageType, requests } from '@heddle/protocol';
import { ChaincodeError } from '../errors';

import type { Recipient } from '../transaction/recipient';
import type { TransactionLane, WriteRequest } from '../transaction/transaction-lane';
import type { WriteRecord } from '../transaction/write-record';

/** Writes are records: each can be sent as a request of its own, or as a part of a batch. */

/** The single requests; their fields have the names that records have. */
const ROWS = new Map<number, WriteRequest>([
    [MessageType.PUT_STATE, requests.putState],
    [MessageType.DEL_STATE, requests.deleteState],
    [MessageType.PUT_STATE_METADATA, requests.putStateMetadata],
    [MessageType.PURGE_PRIVATE_DATA, requests.purgePrivateData],
]);

/** Sends a write, alone or, where it is allowed and the peer takes batches, with others of the same tick. */
export function sendWrite(
    lane: TransactionLane,
    record: WriteRecord,
    recipient: Recipient<void>,
    allowBatch: boolean,
): void {
    const row = ROWS.get(record.type ?? MessageType.UNDEFINED);
    if (row === undefined) throw new ChaincodeError('INTERNAL_ERROR', `no write has the type ${String(record.type)}`);
    lane.write(row, record, recipient, allowBatch);
}
