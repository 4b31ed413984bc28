import { MessageType, type ReceivedMessage, type Request, type TransactionEnvelope } from '@heddle/protocol';
import { ChaincodeError } from '../errors';
import { unreadable } from './peer-answer';
import type { Recipient } from './recipient';
import type { ValueSizes } from './value-sizes';
import type { Write, WriteRecord } from './write-record';

/** What a multiple read or a write batch makes of a request. */
export type BatchPart =
    | { readonly kind: 'read'; readonly key: string }
    | { readonly kind: 'write'; readonly record: WriteRecord; readonly size: number };

/** What a session knows about batches. */
export interface BatchLimits {
    /** How many reads, and how many writes, one message may carry: 0 or 1 where each needs a message of its own. */
    readonly reads: number;
    readonly writes: number;
    /** What may be expected of each key of a multiple read. */
    readonly sizes: ValueSizes;
}

/** What a lane sends as one message, and who waits for its answer. */
export interface LaneMessage {
    readonly requests: readonly LaneRequest[];
    encode(envelope: TransactionEnvelope): Buffer;
    /** Settles the requests by the answer; returns those to be sent again, one by one. */
    settle(answer: ReceivedMessage, limits: BatchLimits): readonly LaneRequest[];
}

/** A request that waits in a lane, or is on its way. */
export interface LaneRequest extends LaneMessage {
    /** Reads commute with writes, since nobody reads their own writes; nothing moves across a barrier. */
    readonly kind: 'read' | 'write' | 'barrier';
    /** What it is in a batch; without one it always travels alone. */
    readonly part: BatchPart | undefined;
    /** Takes it out of batches from now on. */
    travelAlone(): void;
    resolve(payload: Buffer, limits: BatchLimits): void;
    reject(error: ChaincodeError): void;
}

/** What a request is encoded by, and its answer decoded: a row of the protocol's table, or what reads its reply otherwise. */
export interface Asked<QInput, R> extends Pick<Request<unknown, R, never, QInput>, 'type' | 'query'> {
    readonly reply: { decode(payload: Buffer): R };
}

/** A request that writes. */
export type WriteRequest = Asked<Write, void>;

const NONE: readonly LaneRequest[] = [];

/** A request that is a message of its own unless a batch takes it in. */
export class SingleRequest<QInput, R> implements LaneRequest {
    readonly kind: LaneRequest['kind'];
    readonly #row: Asked<QInput, R>;
    readonly #query: QInput;
    readonly #recipient: Recipient<R>;
    #encoded: Buffer | undefined;
    #part: BatchPart | undefined;

    constructor(
        row: Asked<QInput, R>,
        query: QInput,
        recipient: Recipient<R>,
        kind: LaneRequest['kind'] = 'barrier',
        part?: BatchPart,
    ) {
        this.#row = row;
        this.#query = query;
        this.#recipient = recipient;
        this.kind = kind;
        this.#part = part;
    }

    get part(): BatchPart | undefined {
        return this.#part;
    }

    get requests(): readonly LaneRequest[] {
        return [this];
    }

    travelAlone(): void {
        this.#part = undefined;
    }

    /** Encodes it now, so that what the author does to its value from now on does not matter. */
    encodeEarly(envelope: TransactionEnvelope): void {
        this.#encoded = this.encode(envelope);
    }

    encode(envelope: TransactionEnvelope): Buffer {
        return this.#encoded ?? envelope.encode(this.#row.type, this.#row.query, this.#query);
    }

    settle(answer: ReceivedMessage, limits: BatchLimits): readonly LaneRequest[] {
        if (this.kind === 'read') limits.sizes.noteAnswer();
        if (answer.type === MessageType.ERROR) this.reject(peerError(answer));
        else this.resolve(answer.payload, limits);
        return NONE;
    }

    resolve(payload: Buffer, limits: BatchLimits): void {
        if (this.kind === 'read') limits.sizes.note(payload.length);
        let reply: R;
        try {
            reply = this.#row.reply.decode(payload);
        } catch (cause) {
            this.#recipient.reject(unreadable(cause));
            return;
        }
        this.#recipient.resolve(reply);
    }

    reject(error: unknown): void {
        this.#recipient.reject(error);
    }
}

function peerError(answer: ReceivedMessage): ChaincodeError {
    return new ChaincodeError(
        'PEER_ERROR',
        answer.payload.toString() || 'the peer answered with an error without a text',
    );
}
