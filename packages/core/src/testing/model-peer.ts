import {
    type ChaincodeMessage,
    encodeMessage,
    MessageType,
    messageTypeName,
    type RequestName,
    requests,
    response,
} from '@heddle/protocol';
import type { WriteRecord } from '../transaction/write-record';
import type { ScriptedPeer } from './scripted-peer';

/**
 * The part of a peer's simulator that reads, writes and batches are about: reads see committed state, writes are
 * collected, a batch stops at its first bad record and keeps those before it.
 */
export class ModelPeer {
    /** What is committed. */
    readonly state: Map<string, string>;
    /** What the transaction wrote; undefined for a delete. */
    readonly writes = new Map<string, string | undefined>();
    /** Types of the requests, in order. */
    readonly asked: number[] = [];
    readonly #badKeys: ReadonlySet<string>;

    /** @param badKeys keys that neither reads nor writes can touch */
    constructor(state: Readonly<Record<string, string>> = {}, badKeys: readonly string[] = []) {
        this.state = new Map(Object.entries(state));
        this.#badKeys = new Set(badKeys);
    }

    /** Lets a scripted peer answer as this model does. */
    answer(peer: ScriptedPeer): void {
        const answers: Partial<Record<RequestName, (payload: Buffer) => Uint8Array>> = {
            getState: (payload) => this.#read(requests.getState.query.decode(payload).key),
            getStateMultiple: (payload) => this.#readAll(requests.getStateMultiple.query.decode(payload).keys),
            putState: (payload) => this.#write({ ...requests.putState.query.decode(payload), type: PUT_STATE }),
            deleteState: (payload) => this.#write({ ...requests.deleteState.query.decode(payload), type: DEL_STATE }),
            writeBatchState: (payload) => this.#writeAll(requests.writeBatchState.query.decode(payload).records),
            invokeChaincode: () => this.#callOther(),
        };
        for (const [name, answer] of Object.entries(answers)) {
            const { type } = requests[name as RequestName];
            peer.answerAll(type, ({ payload }: ChaincodeMessage) => {
                this.asked.push(type);
                return answer(payload);
            });
        }
    }

    #read(key: string): Buffer {
        this.#refuseBad(MessageType.GET_STATE, key);
        return Buffer.from(this.state.get(key) ?? '');
    }

    /** A ledger error comes without values here. */
    #readAll(keys: readonly string[]): Buffer {
        const values = keys.some((key) => this.#badKeys.has(key)) ? [] : keys.map((key) => this.#read(key));
        return requests.getStateMultiple.reply.encode({ values });
    }

    #write({ type = 0, key = '', value }: WriteRecord): Uint8Array {
        this.#refuseBad(type, key);
        this.writes.set(key, type === PUT_STATE && value ? Buffer.from(value).toString() : undefined);
        return Buffer.alloc(0);
    }

    #writeAll(records: readonly WriteRecord[]): Uint8Array {
        for (const record of records) this.#write(record);
        return Buffer.alloc(0);
    }

    /** The called chaincode shares the simulator: it sees what was written before the call. */
    #callOther(): Buffer {
        const payload = Buffer.from(JSON.stringify(this.writeSet()));
        return encodeMessage({
            type: MessageType.COMPLETED,
            payload: response.encode({ status: 200, payload }),
        });
    }

    /** The writes by key, as a proposal response has them. */
    writeSet(): [string, string | undefined][] {
        return [...this.writes].sort(([a], [b]) => (a < b ? -1 : 1));
    }

    #refuseBad(type: number, key: string): void {
        if (this.#badKeys.has(key)) throw new Error(`${messageTypeName(type)} failed: bad key ${key}`);
    }
}

const { DEL_STATE, PUT_STATE } = MessageType;
