import { type ChaincodeMessage, MessageType, requests, type TransactionEnvelope } from '@heddle/protocol';
import { type EncodedWrites, encodedWrites } from '@heddle/protocol/internal';
import { ChaincodeError } from '../errors';
import { type LaneRequest, SingleRequest } from './lane-request';
import type { WatchedOperation } from './operation';
import type { Recipient } from './recipient';

/** A call that writes, as errors show it. */
export type WriteCall = Pick<WatchedOperation, 'awaited' | 'calledFrom' | 'name'>;
/** Where the calls of writes were made, by the places of the writes in their batch; only of those that were noted. */
export type NotedCalls = ReadonlyMap<number, WriteCall>;
/** What makes the error about a write that the peer has refused. */
export type Refuse = (key: string, name: string, call: WriteCall | undefined, reason: ChaincodeError) => ChaincodeError;

/** The stub's methods that deferred writes are called by, by the type of their request. */
export const DEFERRED_NAMES = new Map<number, string>([
    [MessageType.PUT_STATE, 'putState'],
    [MessageType.DEL_STATE, 'deleteState'],
]);

/** Deferred writes that leave as one message. Whoever waits for it is told once, not for each write. */
export class DeferredBatch implements LaneRequest {
    readonly kind = 'write';
    readonly part = undefined;
    readonly #writes: EncodedWrites;
    readonly #noted: NotedCalls;
    readonly #recipient: Recipient<void>;
    readonly #refuse: Refuse;

    constructor(writes: EncodedWrites, noted: NotedCalls, recipient: Recipient<void>, refuse: Refuse) {
        this.#writes = writes;
        this.#noted = noted;
        this.#recipient = recipient;
        this.#refuse = refuse;
    }

    get requests(): readonly LaneRequest[] {
        return [this];
    }

    travelAlone(): void {
        // It always does.
    }

    encode(envelope: TransactionEnvelope): Buffer {
        return envelope.encode(requests.writeBatchState.type, encodedWrites, this.#writes);
    }

    /** The peer stopped at a write that it does not name. Sent one by one, it does; writes are idempotent in its simulator. */
    settle({ type }: Pick<ChaincodeMessage, 'type'>): readonly LaneRequest[] {
        if (type === MessageType.ERROR) return this.#oneByOne();
        this.resolve();
        return [];
    }

    resolve(): void {
        this.#recipient.resolve();
    }

    reject(error: unknown): void {
        this.#recipient.reject(error);
    }

    #oneByOne(): readonly LaneRequest[] {
        const { records } = encodedWrites.decode(encodedWrites.encode(this.#writes));
        let left = records.length;
        return records.map(({ type, key, value }, index) => {
            const recipient: Recipient<void> = {
                resolve: () => {
                    if (--left === 0) this.resolve();
                },
                reject: (reason) => {
                    this.reject(
                        ChaincodeError.is(reason)
                            ? this.#refuse(key, DEFERRED_NAMES.get(type) ?? '', this.#noted.get(index), reason)
                            : reason,
                    );
                },
            };
            return type === MessageType.PUT_STATE
                ? new SingleRequest(requests.putState, { key, value }, recipient, 'write')
                : new SingleRequest(requests.deleteState, { key }, recipient, 'write');
        });
    }
}
