import { EncodedWrites } from '@heddle/protocol/internal';
import { type CallSite, errorAt } from '../call-site';
import { ChaincodeError } from '../errors';
import { DEFERRED_NAMES, DeferredBatch, type Refuse, type WriteCall } from './deferred-batch';
import type { BatchLimits } from './lane-request';
import { quotedKey } from './quoted-key';
import { promised, type Recipient } from './recipient';
import type { TransactionLane } from './transaction-lane';
import { WritePromise } from './write-promise';
import { sizeOfWrite, type Write } from './write-record';

/** So many bytes leave without waiting for more: a transaction keeps no more than that back, however much it writes. */
const MOST_BYTES = 1024 * 1024;

/**
 * The writes of a transaction that declares them deferred: they are taken at once, and leave together before anything that
 * must not overtake them, or at the end.
 *
 * Owns: the writes that have not left, and what became of those that have. Does not own: the lane, which says when they
 * have to leave.
 *
 * I1: what leaves is in the order of the calls. I2: no more than 1 MiB, and as many writes as the peer takes in a message,
 * are kept back; the write that completes as many waits for the peer. I3: a refused write ends the transaction's
 * operations, for its author was told that it was taken: what waits behind it rejects with its error, and so does `finish`.
 * I4: a write that nobody waits for is noticed, as it would be on peers to which writes go at once.
 */
export class DeferredWrites {
    readonly #lane: TransactionLane;
    readonly #limits: BatchLimits;
    readonly #noteMore: () => void;
    #kept = new EncodedWrites();
    #noted = new Map<number, WriteCall>();
    /** What became of the last that left: it is answered after all others. */
    #last: Promise<void> | undefined;
    #refusal: ChaincodeError | undefined;
    /** How many writes were taken whose promises nobody has waited for. */
    #unawaited = 0;
    /** Noted calls whose writes had left before somebody waited for them. */
    #notAwaited: WriteCall[] = [];

    /** @param noteMore is told that the place of a refused write was not noted */
    constructor(lane: TransactionLane, limits: BatchLimits, noteMore: () => void) {
        this.#lane = lane;
        this.#limits = limits;
        this.#noteMore = noteMore;
        lane.beforeOrdered = () => {
            this.#leave();
        };
    }

    /**
     * Takes a write that need not wait for the peer; undefined for one that has to, or that must travel by itself.
     * @param calledFrom notes where the call was made
     */
    take(type: number, write: Write, calledFrom: () => CallSite | undefined): Promise<void> | undefined {
        const size = sizeOfWrite(write);
        if (!isDeferrable(type, write) || this.#lane.hasEnded || this.#isFull(size)) return undefined;
        const promise = new WritePromise<void>(resolved, this.#awaited);
        this.#unawaited++;
        const site = calledFrom();
        if (site !== undefined)
            this.#noted.set(this.#kept.count, new NotedWrite(DEFERRED_NAMES.get(type) ?? '', site, promise));
        this.#add(type, write, size);
        return promise;
    }

    /**
     * Takes the write that fills what is kept back, and sends that, this one as well where there is room for it; false
     * for one that must travel by itself.
     * @param call is told what became of all of them
     * @throws ChaincodeError what the lane was aborted with, if it was
     */
    takeFilling(type: number, write: Write, call: WriteCall & Recipient<void>): boolean {
        const size = sizeOfWrite(write);
        if (!isDeferrable(type, write) || size > MOST_BYTES) return false;
        this.#lane.refuseEnded();
        const overflows = this.#kept.size + size > MOST_BYTES;
        if (overflows) this.#leave(call);
        this.#noted.set(this.#kept.count, call);
        this.#add(type, write, size);
        if (!overflows) this.#leave(call);
        return true;
    }

    /** Whether a write of that size completes what is kept back. */
    #isFull(size: number): boolean {
        return this.#kept.count + 1 >= this.#limits.writes || this.#kept.size + size >= MOST_BYTES;
    }

    #add(type: number, { key = '', value }: Write, size: number): void {
        this.#limits.sizes.note(size);
        this.#kept.add(type, key, value);
    }

    readonly #awaited = (): void => {
        this.#unawaited--;
    };

    /**
     * Sends what is left; resolves when all that was taken is answered.
     * @throws ChaincodeError PEER_ERROR for a write that was refused
     */
    async finish(): Promise<void> {
        this.#leave();
        await this.#last;
    }

    /** A call that nobody has waited for, if there is one; without its place where that was not noted. */
    get unawaited(): WriteCall | undefined {
        if (this.#unawaited === 0) return undefined;
        return this.#notAwaited.find(({ awaited }) => !awaited) ?? UNKNOWN_CALL;
    }

    /** @param waiting the call that waits until the peer has answered */
    #leave(waiting?: Recipient<void>): void {
        if (this.#kept.count === 0) return;
        const [writes, noted] = [this.#kept, this.#noted];
        this.#kept = new EncodedWrites();
        this.#noted = new Map();
        for (const call of noted.values()) if (!call.awaited) this.#notAwaited.push(call);
        const sent: Promise<void> = promised((recipient) => {
            this.#lane.ask(new DeferredBatch(writes, noted, recipient, this.#refuse));
        });
        this.#last = sent;
        // `finish` tells of the error; until then nobody need listen.
        sent.then(
            () => {
                waiting?.resolve();
            },
            (error: unknown) => {
                waiting?.reject(error);
            },
        );
    }

    /** I3: the error names the write and where it was called, for what it meets now is another operation. */
    readonly #refuse: Refuse = (key, name, call, reason) => {
        // Those behind the first one reject with its error, since it has ended all that waits.
        if (reason.code !== 'PEER_ERROR' || reason === this.#refusal) return reason;
        if (call?.calledFrom === undefined) this.#noteMore();
        const message = `the deferred write of ${quotedKey(key)} was refused: ${reason.message}`;
        const error = new ChaincodeError('PEER_ERROR', message, { cause: errorAt(call?.calledFrom, name) });
        this.#refusal = error;
        this.#lane.abort(() => error);
        return error;
    };
}

/** A write that is taken is as good as done, for its author. */
function resolved(resolve: () => void): void {
    resolve();
}

const UNKNOWN_CALL: WriteCall = { name: 'a deferred write', calledFrom: undefined, awaited: false };

/** Where a write was called, and whether somebody waits for it. */
class NotedWrite implements WriteCall {
    readonly name: string;
    readonly calledFrom: CallSite;
    readonly #promise: WritePromise<void>;

    constructor(name: string, calledFrom: CallSite, promise: WritePromise<void>) {
        this.name = name;
        this.calledFrom = calledFrom;
        this.#promise = promise;
    }

    get awaited(): boolean {
        return this.#promise.awaited;
    }
}

/** Private data, policies and purges have conditions of their own: who waits for them learns of a refusal at once. */
function isDeferrable(type: number, { collection }: Write): boolean {
    return collection === undefined && DEFERRED_NAMES.has(type);
}
