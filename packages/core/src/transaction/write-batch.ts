import { ChaincodeError } from '../errors';
import type { WriteRequest } from './lane-request';
import { quotedKey } from './quoted-key';
import { promised } from './recipient';
import type { TransactionLane } from './transaction-lane';
import type { WriteGuard } from './write-guard';
import { ownRecord, type Write, type WriteRecord } from './write-record';

/** A write and the request that it is when it travels alone. */
interface KeptWrite {
    readonly row: WriteRequest;
    readonly record: WriteRecord;
}

/**
 * The writes between startWriteBatch and finishWriteBatch, as Go's shim has them: kept back, and sent together. Unlike
 * there in the order of the calls, so that all endorsers' logs tell the same story.
 */
export class WriteBatch {
    readonly #lane: TransactionLane;
    readonly #guard: WriteGuard;
    readonly #limit: number;
    #kept: KeptWrite[] | undefined;

    /**
     * @param guard has let the writes pass, and is told of those that the peer refused
     * @param limit how many writes the peer takes in one message; below 2 nothing is ever kept back
     */
    constructor(lane: TransactionLane, guard: WriteGuard, limit: number) {
        this.#lane = lane;
        this.#guard = guard;
        this.#limit = limit;
    }

    /** Keeps writes back from here on. Within a batch it changes nothing. */
    start(): void {
        if (this.#limit > 1) this.#kept ??= [];
    }

    /** Takes a write; false where no batch was started. */
    keepBack(row: WriteRequest, write: Write): boolean {
        return this.#kept !== undefined && this.#kept.push({ row, record: ownRecord(row.type, write) }) > 0;
    }

    /** Whether there are writes to be sent. */
    get isOpen(): boolean {
        return this.#kept !== undefined;
    }

    /** Sends what was kept back; rejects with the error of the first write that was refused, when all are answered. */
    async finish(): Promise<void> {
        const kept = this.#kept ?? [];
        this.#kept = undefined;
        const answers = await Promise.allSettled(kept.map((write) => this.#send(write)));
        const refusals = answers.flatMap((answer, index) =>
            answer.status === 'rejected' ? [refused(kept[index], answer.reason)] : [],
        );
        this.#guard.writesFailed(refusals.length);
        if (refusals.length > 0) throw refusals[0];
    }

    #send({ row, record }: KeptWrite): Promise<void> {
        return promised((recipient) => {
            this.#lane.write(row, record, recipient, true);
        });
    }
}

/** The peer's error does not say which write it is about. */
function refused(write: KeptWrite | undefined, reason: unknown): unknown {
    if (!ChaincodeError.is(reason) || reason.code !== 'PEER_ERROR') return reason;
    const message = `the write of ${quotedKey(write?.record.key ?? '')} in the batch was refused: ${reason.message}`;
    return new ChaincodeError('PEER_ERROR', message, { cause: reason });
}
