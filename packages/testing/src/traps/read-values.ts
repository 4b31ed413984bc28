import type { AskedRead } from '@heddle/core/internal';
import { keyValue, MessageType, queryPage, requests } from '@heddle/protocol';

/** A value that a transaction has read. */
export interface ReadValue {
    /** '' for the public state. */
    readonly collection: string;
    readonly key: string;
    readonly bytes: Buffer;
}

/** What a request asks for: a key's value, or rows. */
interface Asked {
    readonly collection: string;
    /** Undefined for rows. */
    readonly key: string | undefined;
}

/** Reads values and rows out of requests and their answers. */
export class ReadValues {
    /** The collections that rows still to come are of, by the peer's names for them. */
    readonly #cursors = new Map<string, string>();

    /** What a request asks for; undefined for one that no values of the ledger are the answer to. */
    asked({ type, payload }: AskedRead): Asked | undefined {
        switch (type) {
            case MessageType.GET_STATE:
                return requests.getState.query.decode(payload);
            case MessageType.GET_STATE_BY_RANGE:
                return { collection: requests.getStateByRange.query.decode(payload).collection, key: undefined };
            case MessageType.GET_QUERY_RESULT:
                return { collection: requests.getQueryResult.query.decode(payload).collection, key: undefined };
            case MessageType.QUERY_STATE_NEXT: {
                const collection = this.#cursors.get(requests.queryStateNext.query.decode(payload).id);
                return collection === undefined ? undefined : { collection, key: undefined };
            }
            default:
                return undefined;
        }
    }

    /** The values of an answer. */
    values({ collection, key }: Asked, answer: Buffer): readonly ReadValue[] {
        if (key !== undefined) return [{ collection, key, bytes: answer }];
        const { results, id } = queryPage.decode(answer);
        this.#cursors.set(id, collection);
        return results.map(({ resultBytes }) => {
            const row = keyValue.decode(resultBytes);
            return { collection, key: row.key, bytes: row.value };
        });
    }
}
