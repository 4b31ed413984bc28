import { message, type MessageCodec } from './codec';
import { bool, bytes, embedded, int32, repeatedMessages, string } from './fields';
import { type Timestamp, timestamp } from './timestamp';
import { EMPTY } from './wire';

/** What queries, iterators and histories are answered with: rows in pages, encoded one by one. */

/** QueryResultBytes: an encoded row. */
export interface EncodedRow {
    readonly resultBytes: Buffer;
}

export const encodedRow: MessageCodec<EncodedRow> = message({ resultBytes: bytes(1) });

/** QueryResponse. `id` names the cursor at the peer; `metadata` is a PageMetadata, of paginated queries only. */
export interface QueryPage {
    readonly results: EncodedRow[];
    readonly hasMore: boolean;
    readonly id: string;
    readonly metadata: Buffer;
}

export const queryPage: MessageCodec<QueryPage> = message({
    results: repeatedMessages(1, encodedRow),
    hasMore: bool(2),
    id: string(3),
    metadata: bytes(4),
});

/** QueryResponseMetadata: how many rows a page has, and where the next one begins. */
export interface PageMetadata {
    readonly fetchedRecordsCount: number;
    readonly bookmark: string;
}

export const pageMetadata: MessageCodec<PageMetadata> = message({ fetchedRecordsCount: int32(1), bookmark: string(2) });

/** QueryMetadata, by which a query asks for one page. */
export interface PageRequest {
    readonly pageSize: number;
    readonly bookmark: string;
}

export const pageRequest: MessageCodec<PageRequest> = message({ pageSize: int32(1), bookmark: string(2) });

/** queryresult.KV: a row of a range or rich query. */
export interface KeyValue {
    /** The chaincode's name. */
    readonly namespace: string;
    readonly key: string;
    readonly value: Buffer;
}

export const keyValue: MessageCodec<KeyValue> = message(
    { namespace: string(1), key: string(2), value: bytes(3) },
    () => ({ namespace: '', key: '', value: EMPTY }),
);

/** queryresult.KeyModification: a row of a key's history. */
export interface KeyModification {
    /** The transaction that wrote it. */
    readonly txId: string;
    /** Empty where the key was deleted. */
    readonly value: Buffer;
    readonly timestamp: Timestamp | undefined;
    readonly isDelete: boolean;
}

export const keyModification: MessageCodec<KeyModification> = message({
    txId: string(1),
    value: bytes(2),
    timestamp: embedded(3, timestamp),
    isDelete: bool(4),
});
