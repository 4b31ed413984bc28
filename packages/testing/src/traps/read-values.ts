import type { AskedRead } from '@heddle/core/internal';
import { keyModification, keyValue, MessageType, queryPage, requests } from '@heddle/protocol';

/** A value that a transaction has read. */
export interface ReadValue {
    /** '' for the public state. */
    readonly collection: string;
    readonly key: string;
    readonly bytes: Buffer;
}

/** What a request asks for. */
interface Asked {
    readonly collection: string;
    /** Undefined for rows that have their keys. */
    readonly key: string | undefined;
    /** Whether the answer has rows, with keys of their own or, in a history, of the one key. */
    readonly isPaged: boolean;
}

/** Reads values and rows out of requests and their answers. */
export class ReadValues {
    /** What rows still to come are of, by the peer's names for them. */
    readonly #cursors = new Map<string, Asked>();

    /** What a request asks for; undefined for one that no values of the ledger are the answer to. */
    asked({ type, payload }: AskedRead): Asked | undefined {
        switch (type) {
            case MessageType.GET_STATE:
                return { ...requests.getState.query.decode(payload), isPaged: false };
            case MessageType.GET_HISTORY_FOR_KEY:
                return { collection: '', key: requests.getHistoryForKey.query.decode(payload).key, isPaged: true };
            case MessageType.GET_STATE_BY_RANGE:
                return rowsOf(requests.getStateByRange.query.decode(payload));
            case MessageType.GET_QUERY_RESULT:
                return rowsOf(requests.getQueryResult.query.decode(payload));
            case MessageType.QUERY_STATE_NEXT:
                return this.#cursors.get(requests.queryStateNext.query.decode(payload).id);
            default:
                return undefined;
        }
    }

    /** The values of an answer. */
    values(asked: Asked, answer: Buffer): readonly ReadValue[] {
        const { collection, key, isPaged } = asked;
        if (!isPaged) return [{ collection, key: key ?? '', bytes: answer }];
        const { results, id } = queryPage.decode(answer);
        this.#cursors.set(id, asked);
        return results.map(({ resultBytes }) => {
            if (key !== undefined) return { collection, key, bytes: keyModification.decode(resultBytes).value };
            const row = keyValue.decode(resultBytes);
            return { collection, key: row.key, bytes: row.value };
        });
    }
}

function rowsOf({ collection }: { readonly collection: string }): Asked {
    return { collection, key: undefined, isPaged: true };
}
