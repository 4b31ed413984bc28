import {
    chaincodeInput,
    encodeMessage,
    type MessageStream,
    MessageType,
    readMessage,
    type ReceivedMessage,
} from '@heddle/protocol';
import { FrameQueue, takeAll, Waiters } from '@heddle/protocol/internal';
import { toError } from '../errors';
import type { LimitedLog } from '../limited-log';
import type { HostObserver } from '../observer';
import { fullNameOf, type NameOf, type TransactionName } from '../transaction-name';
import type { Admission } from './admission';
import type { Entrant, FunctionPlaces, Refusal } from './entrant';
import { isNestedCall } from './nested-call';
import { refusals } from './refusals';

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
export class AdmittedStream implements MessageStream {
    readonly incoming: AsyncIterable<Uint8Array>;
    readonly #peer: MessageStream;
    readonly #options: AdmittedStreamOptions;
    readonly #admitted: FrameQueue;
    readonly #room = new Waiters();
    readonly #running = new Map<string, Entrant>();
    readonly #waiting = new Map<string, Entrant>();
    #isReady = false;
    #isDraining = false;
    #isOver = false;

    constructor(peer: MessageStream, options: AdmittedStreamOptions) {
        this.#peer = peer;
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
        return this.#waiting.size;
    }

    handTo(take: (frame: Uint8Array) => Promise<void> | undefined): Promise<void> {
        return this.#admitted.handTo(take);
    }

    send(frame: Uint8Array): Promise<void> | undefined {
        if (isAnswer(typeOf(frame))) this.#noteAnswer(frame);
        return this.#peer.send(frame);
    }

    async close(reason?: Error): Promise<void> {
        this.#end();
        await this.#peer.close(reason);
    }

    /** Refuses those that wait. Those that come later are for the session, which refuses them as well. */
    drain(): void {
        this.#isDraining = true;
        for (const entrant of [...this.#waiting.values()]) {
            this.#options.admission.leave(entrant);
            entrant.refuse(DRAINING);
        }
    }

    async #receive(): Promise<void> {
        let reason: Error | undefined;
        try {
            await takeAll(this.#peer, this.#take);
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
        const key = keyOf(message);
        // The peer has given the first run up: the session has to know, and answers for both in the same place.
        if (this.#isDraining || this.#running.has(key)) {
            this.#admitted.push(frame);
            return;
        }
        const earlier = this.#waiting.get(key);
        // The peer has given up on what waits, and does not want an answer to it any more.
        if (earlier !== undefined) this.#forget(key, earlier);
        this.#enter(key, message, frame);
    }

    #enter(key: string, message: ReceivedMessage, frame: Uint8Array): void {
        const { admission, packageId, peer, nameOf, places, observer } = this.#options;
        // Without the message, whose bytes the frame has once already.
        const { channelId, txId } = message;
        const functionName = functionOf(message);
        const name = nameOf(functionName);
        const entrant: Entrant = {
            packageId,
            channelId,
            txId,
            peer,
            places: places.get(fullNameOf(name) ?? functionName),
            isNested: () => isNestedCall(message),
            begin: (waitedMs) => {
                this.#waiting.delete(key);
                this.#running.set(key, entrant);
                if (waitedMs > 0) observer?.transactionWaited?.({ channelId, txId, name, durationMs: waitedMs });
                this.#admitted.push(frame);
            },
            refuse: (refusal) => {
                this.#waiting.delete(key);
                this.#refuse({ channelId, txId, name }, refusal);
            },
        };
        // Before it is asked for, since it may be let in within the call.
        this.#waiting.set(key, entrant);
        admission.enter(entrant);
    }

    #refuse(about: About, { reason, text, remedy }: Refusal): void {
        const { log, observer, packageId } = this.#options;
        const { channelId, txId, name } = about;
        const fields = { packageId, channelId, txId, contract: name?.contract, function: name?.name, reason };
        log.write('warn', `${packageId} ${reason}`, fields, `refused a transaction: ${text}. ${remedy}`);
        observer?.transactionRefused?.({ channelId, txId, name, reason });
        const frame = encodeMessage({ type: MessageType.ERROR, channelId, txId, payload: Buffer.from(text) });
        // A peer that is gone does not wait for it.
        void this.#peer.send(frame)?.catch(() => undefined);
    }

    #noteAnswer(frame: Uint8Array): void {
        const key = keyOf(readMessage(frame));
        const entrant = this.#running.get(key);
        if (entrant !== undefined) this.#forget(key, entrant);
    }

    #forget(key: string, entrant: Entrant): void {
        this.#waiting.delete(key);
        this.#running.delete(key);
        this.#options.admission.leave(entrant);
    }

    #end(reason?: Error): void {
        if (this.#isOver) return;
        this.#isOver = true;
        // Those that wait first: a place that becomes free is not for them.
        for (const [key, entrant] of [...this.#waiting, ...this.#running]) this.#forget(key, entrant);
        this.#admitted.end(reason);
        this.#room.wakeAll();
    }
}

type About = Pick<Entrant, 'channelId' | 'txId'> & { readonly name: TransactionName | undefined };

const NOTHING_FULL = { transactions: 0, queueMs: 0, running: 0, waiting: 0, places: undefined, memory: '' };
const DRAINING = refusals.draining(NOTHING_FULL);

/** The type stands first in a frame, as a small number. What does not look like that is read as any message. */
function typeOf(frame: Uint8Array): number {
    const [tag, type = 0x80] = frame;
    if (tag === TYPE_TAG && type < 0x80) return type;
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

function functionOf({ payload }: ReceivedMessage): string {
    try {
        return chaincodeInput.decode(payload).args[0]?.toString() ?? '';
    } catch {
        // The session refuses it, once it has a place.
        return '';
    }
}

function keyOf({ channelId, txId }: Pick<ReceivedMessage, 'channelId' | 'txId'>): string {
    return `${channelId}\u0000${txId}`;
}
