import { readableKey } from '@heddle/local-peer/internal';
import {
    chaincodeEvent,
    type ChaincodeMessage,
    MessageType,
    messageTypeName,
    requests,
    response,
} from '@heddle/protocol';

/** What a transaction did, by what it is: `write of a1`, `result`. Values are base64. */
export type Outcome = readonly (readonly [what: string, value: string])[];

/** A replayed call: what it did, and what is known of where it comes from. */
export interface Replayed {
    readonly outcome: Outcome;
    /** What it has read of its machine, in the words of a message. */
    readonly reads: readonly string[];
    /** The author's lines that have read and written, by the names of an outcome's parts. */
    readonly places: readonly (readonly [what: string, site: string])[];
}

/** Collects what a transaction does, message by message. */
export class OutcomeReader {
    readonly #parts = new Map<string, Buffer>();

    get outcome(): Outcome {
        return Array.from(this.#parts, ([what, value]) => [what, value.toString('base64')]);
    }

    /** Takes a request. */
    request(message: ChaincodeMessage): void {
        const { type, payload } = message;
        if (type === MessageType.PUT_STATE) {
            const { key, value, collection } = requests.putState.query.decode(payload);
            this.#parts.set(`write of ${place(key, collection)}`, value);
        } else if (type === MessageType.DEL_STATE) {
            const { key, collection } = requests.deleteState.query.decode(payload);
            this.#parts.set(`write of ${place(key, collection)}`, Buffer.from('deleted'));
        } else if (type === MessageType.GET_STATE) {
            const { key, collection } = requests.getState.query.decode(payload);
            this.#parts.set(`read of ${place(key, collection)}`, Buffer.from('asked'));
        } else this.#other(messageTypeName(type), payload);
    }

    /** Takes what it answered in the end. */
    answer({ type, payload, event }: ChaincodeMessage): void {
        if (type === MessageType.ERROR) {
            this.#parts.set('error', payload);
            return;
        }
        const { status, message, payload: result } = response.decode(payload);
        this.#parts.set('status', Buffer.from(String(status)));
        this.#parts.set('message', Buffer.from(message));
        this.#parts.set('result', result);
        if (event.length === 0) return;
        const { name, payload: content } = chaincodeEvent.decode(event);
        this.#parts.set(`event ${name}`, content);
    }

    /** Of the others only which came, how often, and with what. */
    #other(name: string, payload: Buffer): void {
        let what = name;
        for (let count = 2; this.#parts.has(what); count += 1) what = `${name} ${count}`;
        this.#parts.set(what, payload);
    }
}

/** As StubWatch and the differences of two runs call it. */
function place(key: string, collection: string): string {
    return collection === '' ? readableKey(key) : `${readableKey(key)} in ${collection}`;
}
