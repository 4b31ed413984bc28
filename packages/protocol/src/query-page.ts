import { message } from './codec';
import { bool, bytes, embedded, int32, repeatedMessages, string } from './fields';
import { timestamp } from './timestamp';
import { EMPTY } from './wire';

/** What queries, iterators and histories are answered with: rows in pages, encoded one by one. */

export const queryResultBytes = message({ resultBytes: bytes(1) });

/** QueryResponse. `id` names the cursor at the peer; `metadata` is a pageMetadata, of paginated queries only. */
export const queryPage = message({
    results: repeatedMessages(1, queryResultBytes),
    hasMore: bool(2),
    id: string(3),
    metadata: bytes(4),
});

/** QueryResponseMetadata. */
export const pageMetadata = message({ fetchedRecordsCount: int32(1), bookmark: string(2) });

/** QueryMetadata, by which a query asks for one page. */
export const pageRequest = message({ pageSize: int32(1), bookmark: string(2) });

/** queryresult.KV: a row of a range or rich query. */
export const keyValue = message({ namespace: string(1), key: string(2), value: bytes(3) }, () => ({
    namespace: '',
    key: '',
    value: EMPTY,
}));
export type KeyValue = Readonly<ReturnType<typeof keyValue.decode>>;

/** queryresult.KeyModification: a row of a key's history. */
export const keyModification = message({
    txId: string(1),
    value: bytes(2),
    timestamp: embedded(3, timestamp),
    isDelete: bool(4),
});
export type KeyModification = Readonly<ReturnType<typeof keyModification.decode>>;
