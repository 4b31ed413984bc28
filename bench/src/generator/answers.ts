import { EMPTY, MessageType, queryPage, requests } from '@heddle/protocol';
import type { RangePage, StateStore } from './state-store';

/** A range query that was begun: what is left of it. */
interface Cursor {
    readonly id: string;
    readonly pages: readonly RangePage[];
    next: number;
}

type Answer = (payload: Buffer) => Buffer;

/** The answers of a peer to the requests that the workloads make, as payloads of RESPONSE, by the request's type. */
export function createAnswers(store: StateStore): ReadonlyMap<number, Answer> {
    const cursors = new Map<string, Cursor>();
    let queries = 0;

    function nextPage(cursor: Cursor): Buffer {
        const page = cursor.pages[cursor.next++];
        const hasMore = cursor.next < cursor.pages.length;
        if (!hasMore) cursors.delete(cursor.id);
        store.reads += page?.rows ?? 0;
        // Fields of one message may come in parts: the rows are encoded once, the rest for each query.
        return Buffer.concat([page?.encoded ?? EMPTY, queryPage.encode({ hasMore, id: cursor.id })]);
    }

    return new Map<number, Answer>([
        [MessageType.GET_STATE, (payload) => store.get(requests.getState.query.decode(payload).key)],
        [
            MessageType.GET_STATE_MULTIPLE,
            (payload) => {
                const { keys } = requests.getStateMultiple.query.decode(payload);
                return requests.getStateMultiple.reply.encode({ values: keys.map((key) => store.get(key)) });
            },
        ],
        [
            MessageType.PUT_STATE,
            (payload) => {
                const { key, value } = requests.putState.query.decode(payload);
                store.put(key, value);
                return EMPTY;
            },
        ],
        [
            MessageType.WRITE_BATCH_STATE,
            (payload) => {
                for (const { type, key, value } of requests.writeBatchState.query.decode(payload).records) {
                    if (type === MessageType.PUT_STATE) store.put(key, value);
                    else if (type === MessageType.DEL_STATE) store.delete(key);
                    else throw new Error(`no workload writes records of type ${type}`);
                }
                return EMPTY;
            },
        ],
        [
            MessageType.GET_STATE_BY_RANGE,
            (payload) => {
                const { startKey, endKey } = requests.getStateByRange.query.decode(payload);
                const cursor = { id: String(++queries), pages: store.range(startKey, endKey), next: 0 };
                cursors.set(cursor.id, cursor);
                return nextPage(cursor);
            },
        ],
        [
            MessageType.QUERY_STATE_NEXT,
            (payload) => {
                const { id } = requests.queryStateNext.query.decode(payload);
                const cursor = cursors.get(id);
                if (cursor === undefined) throw new Error(`a page was asked of cursor ${id}, which is not open`);
                return nextPage(cursor);
            },
        ],
        [
            MessageType.QUERY_STATE_CLOSE,
            (payload) => {
                const { id } = requests.queryStateClose.query.decode(payload);
                cursors.delete(id);
                return queryPage.encode({ id });
            },
        ],
    ]);
}
