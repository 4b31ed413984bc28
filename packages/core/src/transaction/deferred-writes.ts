import { type ChaincodeMessage, MessageType, requests, type TransactionEnvelope } from '@heddle/protocol';
import { type CallSite, errorAt } from '../call-site';
import { ChaincodeError } from '../errors';
import { type LaneRequest, SingleRequest, type WriteRequest } from './lane-request';
import type { WatchedOperation } from './operation';
import { quotedKey } from './quoted-key';
import { promised, type Recipient } from './recipient';
import type { TransactionLane } from './transaction-lane';
import { ownRecord, sizeOfWrite, type Write, type WriteRecord } from './write-record';

/** So many bytes leave without waiting for more: a transaction keeps no more than that back, however much it writes. */
const MOST_BYTES = 1024 * 1024;

/** A call that writes: it is told when the write is taken, and it knows where it was made and whether it is awaited. */
export type WriteCall = Recipient<void> & Pick<WatchedOperation, 'awaited' | 'calledFrom' | 'name'>;

/** A write that was taken, and the request that it is when it travels alone. */
interface DeferredWrite {
    readonly row: WriteRequest;
    readonly record: WriteRecord;
    readonly call: WriteCall;
}

/** Is told of a refused write whose call was not noted. */
type NoteMore = () => void;

/**
 * The writes of a transaction that declares them deferred: they are taken at once, and leave together before anything that
 * must not overtake them, or at the end.
 *
 * Owns: the writes that have not left, and what became of those that have. Does not own: the lane, which says when they
 * have to leave.
 *
 * I1: what leaves is in the order of the calls. I2: at most 1 MiB, and as many writes as the peer takes in a message, are
 * kept back; the write that completes as many waits for the peer. I3: a refused write ends the transaction's operations, for
 * its author was told that it was taken: what waits behind it rejects with its error, and so does `finish`.
 */
export class DeferredWrites {
    readonly #lane: TransactionLane;
    readonly #most: number;
    readonly #noteMore: NoteMore;
    #kept: DeferredWrite[] = [];
    #bytes = 0;
    /** What became of the last that left: it is answered after all others. */
    #last: Promise<void> | undefined;
    #refusal: ChaincodeError | undefined;
    /** The calls that nobody waited for when their writes left. */
    #unawaited: WriteCall[] = [];

    /**
     * @param most how many writes the peer takes in one message
     * @param noteMore is told of a refused write whose place was not noted
     */
    constructor(lane: TransactionLane, most: number, noteMore: NoteMore) {
        this.#lane = lane;
        this.#most = most;
        this.#noteMore = noteMore;
        lane.beforeOrdered = () => {
            this.#leave();
        };
    }

    /**
     * Takes a write of the public state; false for one that must travel by itself.
     * @param call is resolved at once, unless it has to wait for the peer
     * @throws ChaincodeError what the lane was aborted with, if it was
     */
    take(row: WriteRequest, write: Write, call: WriteCall): boolean {
        if (!isDeferrable(write)) return false;
        const size = sizeOfWrite(write);
        if (size > MOST_BYTES) return false;
        this.#lane.refuseEnded();
        if (this.#bytes + size > MOST_BYTES) this.#leave();
        this.#bytes += size;
        const kept = this.#kept.push({ row, record: ownRecord(row.type, write), call });
        if (kept >= this.#most || this.#bytes >= MOST_BYTES) this.#leave(call);
        else call.resolve();
        return true;
    }

    /**
     * Sends what is left; resolves when all that was taken is answered.
     * @throws ChaincodeError PEER_ERROR for a write that was refused
     */
    async finish(): Promise<void> {
        this.#leave();
        await this.#last;
    }

    /** The calls that nobody has waited for. */
    get unawaited(): readonly WriteCall[] {
        return this.#unawaited.filter(({ awaited }) => !awaited);
    }

    /** @param waiting the call that waits until the peer has answered */
    #leave(waiting?: WriteCall): void {
        if (this.#kept.length === 0) return;
        const kept = this.#kept;
        this.#kept = [];
        this.#bytes = 0;
        for (const { call } of kept) if (!call.awaited) this.#unawaited.push(call);
        const sent = promised<void>((recipient) => {
            const batch = new DeferredBatch(kept, recipient, this.#refused);
            for (const request of kept.length === 1 ? batch.oneByOne() : [batch]) this.#lane.ask(request);
        });
        this.#last = sent;
        // `finish` tells of the error; until then nobody need listen.
        sent.then(
            () => waiting?.resolve(),
            (error: unknown) => waiting?.reject(error),
        );
    }

    /** I3: the error names the write and where it was called, for what it meets now is another operation. */
    readonly #refused = ({ record, call }: DeferredWrite, reason: ChaincodeError): ChaincodeError => {
        // Those behind the first one reject with its error, since it has ended all that waits.
        if (reason.code !== 'PEER_ERROR' || reason === this.#refusal) return reason;
        if (call.calledFrom === undefined) this.#noteMore();
        const error = (this.#refusal = refusalOf(record.key ?? '', call, reason));
        this.#lane.abort(() => error);
        return error;
    };
}

/** Writes that leave as one message. Whoever waits for it is told once, not for each write. */
class DeferredBatch implements LaneRequest {
    readonly kind = 'write';
    readonly part = undefined;
    readonly #writes: readonly DeferredWrite[];
    readonly #recipient: Recipient<void>;
    readonly #refused: (write: DeferredWrite, reason: ChaincodeError) => ChaincodeError;

    constructor(
        writes: readonly DeferredWrite[],
        recipient: Recipient<void>,
        refused: (write: DeferredWrite, reason: ChaincodeError) => ChaincodeError,
    ) {
        this.#writes = writes;
        this.#recipient = recipient;
        this.#refused = refused;
    }

    get requests(): readonly LaneRequest[] {
        return [this];
    }

    travelAlone(): void {
        // It always does.
    }

    encode(envelope: TransactionEnvelope): Buffer {
        const { type, query } = requests.writeBatchState;
        return envelope.encode(type, query, { records: this.#writes.map(({ record }) => record) });
    }

    /** The peer stopped at a write that it does not name. Sent one by one, it does; writes are idempotent in its simulator. */
    settle(answer: ChaincodeMessage): readonly LaneRequest[] {
        if (answer.type === MessageType.ERROR) return this.oneByOne();
        this.resolve();
        return [];
    }

    resolve(): void {
        this.#recipient.resolve();
    }

    reject(error: ChaincodeError): void {
        this.#recipient.reject(error);
    }

    /** The same writes, each as a message. */
    oneByOne(): readonly LaneRequest[] {
        let left = this.#writes.length;
        return this.#writes.map((write) => {
            const recipient: Recipient<void> = {
                resolve: () => {
                    if (--left === 0) this.resolve();
                },
                reject: (reason) => {
                    this.#recipient.reject(ChaincodeError.is(reason) ? this.#refused(write, reason) : reason);
                },
            };
            return new SingleRequest(write.row, write.record, recipient, 'write');
        });
    }
}

/** Private data, policies and purges have conditions of their own: who waits for them learns of a refusal at once. */
function isDeferrable({ collection, metadata }: Write): boolean {
    return collection === undefined && metadata === undefined;
}

function refusalOf(
    key: string,
    { name, calledFrom }: { readonly name: string; readonly calledFrom: CallSite | undefined },
    reason: ChaincodeError,
): ChaincodeError {
    return new ChaincodeError('PEER_ERROR', `the deferred write of ${quotedKey(key)} was refused: ${reason.message}`, {
        cause: errorAt(calledFrom, name),
    });
}
