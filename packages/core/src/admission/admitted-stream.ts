import { encodeMessage, type MessageStream, MessageType, readMessage, type ReceivedMessage } from '@heddle/protocol';
import { ChurningMap, FrameQueue, takeAll, transactionKey, Waiters } from '@heddle/protocol/internal';
import { toError } from '../errors';
import type { LimitedLog } from '../limited-log';
import type { HostObserver } from '../observer';
import type { NameOf } from '../transaction-name';
import type { Admission } from './admission';
import type { FunctionPlaces, Refusal } from './entrant';
import { refusals } from './refusals';
import { Ticket, type TicketOwner } from './ticket';

export interface AdmittedStreamOptions {
    readonly admission: Admission;
    readonly packageId: string;
    /** The host of the peer: where its calls of other chaincodes come from as well. */
    readonly peer: string;
    readonly log: LimitedLog;
    readonly observer: Pick<HostObserver, 'transactionWaited' | 'transactionRefused'> | undefined;
    /** What a function is called, by the first argument of its calls. */
    readonly nameOf: NameOf;
    /** Of the functions that have a limit of their own, by their full names. */
    readonly places: ReadonlyMap<string, FunctionPlaces>;
}

/**
 * A peer's stream whose transactions come in by the door of a room. The sessions behind it see those that have been let in
 * and nothing of the others. It stands before worker threads as well: their transactions count here.
 *
 * Owns: the frames of the stream's transactions that wait. A transaction has its place until its answer is sent.
 *
 * D1: each transaction that the peer asks for is handed on, or answered here with an ERROR, once, unless the stream ends.
 * D2: at the end of the stream its transactions have no places, and none of them is begun.
 */
export class AdmittedStream implements MessageStream, TicketOwner {
    readonly incoming: AsyncIterable<Uint8Array>;
    readonly packageId: string;
    readonly peer: string;
    readonly nameOf: NameOf;
    readonly places: ReadonlyMap<string, FunctionPlaces>;
    readonly #stream: MessageStream;
    readonly #options: AdmittedStreamOptions;
    readonly #admitted: FrameQueue;
    readonly #room = new Waiters();
    /** Those that wait and those that run. */
    readonly #tickets = new ChurningMap<string, Ticket>();
    #isReady = false;
    #isDraining = false;
    #isOver = false;

    constructor(stream: MessageStream, options: AdmittedStreamOptions) {
        this.packageId = options.packageId;
        this.peer = options.peer;
        this.nameOf = options.nameOf;
        this.places = options.places;
        this.#stream = stream;
        this.#options = options;
        this.#admitted = new FrameQueue({
            onRoom: () => {
                this.#room.wakeAll();
            },
            // It does not reject: a stream that cannot be closed is closed.
            onLeave: () => void this.close(),
        });
        this.incoming = this.#admitted.incoming;
        void this.#receive(); // never rejects
    }

    /** How many of its transactions wait. */
    get waiting(): number {
        return this.#waitingTickets.length;
    }

    handTo(take: (frame: Uint8Array) => Promise<void> | undefined): Promise<void> {
        return this.#admitted.handTo(take);
    }

    send(frame: Uint8Array): Promise<void> | undefined {
        if (isAnswer(typeOf(frame))) this.#noteAnswer(frame);
        return this.#stream.send(frame);
    }

    async close(reason?: Error): Promise<void> {
        this.#end();
        await this.#stream.close(reason);
    }

    /** Refuses those that wait. Those that come later are for the session, which refuses them as well. */
    drain(): void {
        this.#isDraining = true;
        for (const ticket of this.#waitingTickets) {
            this.#options.admission.leave(ticket);
            this.refuse(ticket, DRAINING);
        }
    }

    begin(ticket: Ticket, frame: Uint8Array, waitedMs: number): void {
        if (waitedMs > 0) this.#tellWait(ticket, waitedMs);
        ticket.settle();
        this.#admitted.push(frame);
    }

    refuse(ticket: Ticket, { reason, text, remedy }: Refusal): void {
        const { log, observer } = this.#options;
        const { packageId, channelId, txId, name } = ticket;
        this.#tickets.delete(transactionKey(ticket));
        ticket.settle();
        const fields = { packageId, channelId, txId, contract: name?.contract, function: name?.name, reason };
        log.write('warn', `${packageId} ${reason}`, fields, `refused a transaction: ${text}. ${remedy}`);
        observer?.transactionRefused?.({ channelId, txId, name, reason });
        const frame = encodeMessage({ type: MessageType.ERROR, channelId, txId, payload: Buffer.from(text) });
        // A peer that is gone does not wait for it.
        void this.#stream.send(frame)?.catch(() => undefined);
    }

    #tellWait({ channelId, txId, name }: Ticket, durationMs: number): void {
        this.#options.observer?.transactionWaited?.({ channelId, txId, name, durationMs });
    }

    get #waitingTickets(): Ticket[] {
        return [...this.#tickets.values()].filter(({ isWaiting }) => isWaiting);
    }

    async #receive(): Promise<void> {
        let reason: Error | undefined;
        try {
            await takeAll(this.#stream, this.#take);
        } catch (thrown) {
            reason = toError(thrown);
        }
        this.#end(reason);
    }

    readonly #take = (frame: Uint8Array): Promise<void> | undefined => {
        const type = typeOf(frame);
        // What is asked before READY is not answered by a session, and would have its place for good.
        if (type === MessageType.READY) this.#isReady = true;
        if (this.#isReady && isRequest(type)) this.#ask(readMessage(frame), frame);
        else this.#admitted.push(frame);
        return this.#admitted.isFull ? this.#room.wait() : undefined;
    };

    #ask(message: ReceivedMessage, frame: Uint8Array): void {
        const key = transactionKey(message);
        const earlier = this.#tickets.get(key);
        // The peer has given the first run up: the session has to know, and answers for both in the same place.
        if (this.#isDraining || earlier?.isWaiting === false) {
            this.#admitted.push(frame);
            return;
        }
        // The peer has given up on what waits, and does not want an answer to it any more.
        if (earlier !== undefined) this.#forget(key, earlier);
        const ticket = new Ticket(this, message, frame);
        // Before it is asked for, since it may be answered within the call.
        this.#tickets.set(key, ticket);
        this.#options.admission.enter(ticket);
    }

    #noteAnswer(frame: Uint8Array): void {
        const key = transactionKey(readMessage(frame));
        const ticket = this.#tickets.get(key);
        if (ticket !== undefined) this.#forget(key, ticket);
    }

    #forget(key: string, ticket: Ticket): void {
        this.#tickets.delete(key);
        this.#options.admission.leave(ticket);
    }

    #end(reason?: Error): void {
        if (this.#isOver) return;
        this.#isOver = true;
        // Those that wait first: a place that becomes free is not for them.
        const all = [...this.#tickets.values()];
        for (const isWaiting of [true, false]) {
            for (const ticket of all.filter((one) => one.isWaiting === isWaiting))
                this.#forget(transactionKey(ticket), ticket);
        }
        this.#admitted.end(reason);
        this.#room.wakeAll();
    }
}

const NOTHING_FULL = {
    transactions: 0,
    queueMs: 0,
    running: 0,
    waiting: 0,
    waitingBytes: 0,
    places: undefined,
    memory: '',
};
const DRAINING = refusals.draining(NOTHING_FULL);

/** The type stands first in a frame, as a small number. What does not look like that is read as any message. */
function typeOf(frame: Uint8Array): number {
    const type = frame[1] ?? 0x80;
    if (frame[0] === TYPE_TAG && type < 0x80) return type;
    try {
        return readMessage(frame).type;
    } catch {
        // The session has a word for it.
        return MessageType.UNDEFINED;
    }
}

/** Field 1, a number of variable length. */
const TYPE_TAG = 0x08;

function isRequest(type: number): boolean {
    return type === MessageType.TRANSACTION || type === MessageType.INIT;
}

function isAnswer(type: number): boolean {
    return type === MessageType.COMPLETED || type === MessageType.ERROR;
}
