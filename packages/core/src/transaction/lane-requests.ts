import {
    EMPTY,
    MessageType,
    requests,
    type ChaincodeMessage,
    type TransactionEnvelope,
    type writeRecord,
} from '@heddle/protocol';
import { ChaincodeError } from '../errors';

/** A request that waits in a lane, or is on its way. */
export interface LaneRequest {
    /** Reads commute with writes, since nobody reads their own writes; nothing moves across a barrier. */
    readonly kind: 'read' | 'write' | 'barrier';
    /** Encodes the request for sending it alone. */
    encode(envelope: TransactionEnvelope): Buffer;
    /** What a multiple read or a write batch makes of it; without one it always travels alone. */
    readonly part?: BatchPart | undefined;
    resolve(payload: Buffer): void;
    reject(error: ChaincodeError): void;
}

/** A request as a part of a batch. */
export type BatchPart =
    | { readonly kind: 'read'; readonly key: string }
    | { readonly kind: 'write'; readonly record: WriteRecord; readonly size: number };

export type WriteRecord = Parameters<typeof writeRecord.encode>[0];

/** What a session knows about batches. */
export interface BatchLimits {
    /** How many reads, and how many writes, one message may carry: 0 or 1 for none but its own. */
    readonly reads: number;
    readonly writes: number;
    /**
     * The largest value read or written so far, in bytes: as much may be expected of each key of a multiple read. The
     * session's and not the transaction's, for one answer above 100 MiB ends the stream with all that is on it.
     */
    largestValue: number;
}

/** What a lane sends as one message, and who waits for its answer. */
export interface LaneMessage {
    readonly requests: readonly LaneRequest[];
    encode(envelope: TransactionEnvelope): Buffer;
    /** Settles the requests by the answer; returns those to be sent again, one by one. */
    settle(answer: ChaincodeMessage): LaneRequest[];
}

/** The largest batch, and the most that the answer to a multiple read may be expected to hold, in bytes. */
const MAX_BATCH_BYTES = 32 * 1024 * 1024;
/** More keys in one request gain nothing and keep a peer's goroutine busy for longer. */
const MAX_READS = 100;

/** Takes from the queue what goes out next: its first request, and with it all that may share a message with it. */
export function takeMessage(queue: LaneRequest[], limits: BatchLimits): LaneMessage | undefined {
    const first = queue[0];
    if (first === undefined) return undefined;
    const group = first.part === undefined ? [first] : gather(queue, first.part.kind, limits);
    if (group.length === 1) {
        queue.shift();
        return single(first);
    }
    removeFrom(queue, group);
    return first.kind === 'read' ? multipleRead(group) : writeBatch(group);
}

/** The requests of one kind up to the first barrier, as many as the limits allow; the first one always. */
function gather(queue: readonly LaneRequest[], kind: BatchPart['kind'], limits: BatchLimits): LaneRequest[] {
    const most = kind === 'read' ? Math.min(limits.reads, MAX_READS) : limits.writes;
    const group: LaneRequest[] = [];
    let bytes = 0;
    for (const request of companions(queue, kind)) {
        bytes += request.part?.kind === 'write' ? request.part.size : limits.largestValue;
        if (group.length > 0 && (group.length >= most || bytes > MAX_BATCH_BYTES)) break;
        group.push(request);
    }
    return group;
}

/** The requests that may travel together with the first of their kind, in order. */
function* companions(queue: readonly LaneRequest[], kind: BatchPart['kind']): Generator<LaneRequest> {
    for (const request of queue) {
        const travelsAlone = request.part === undefined;
        // A write must not overtake another one; reads may.
        if (request.kind === 'barrier' || (travelsAlone && request.kind === 'write' && kind === 'write')) return;
        if (request.kind === kind && !travelsAlone) yield request;
    }
}

function removeFrom(queue: LaneRequest[], group: readonly LaneRequest[]): void {
    const taken = new Set(group);
    let kept = 0;
    for (const request of queue) if (!taken.has(request)) queue[kept++] = request;
    queue.length = kept;
}

function single(request: LaneRequest): LaneMessage {
    return {
        requests: [request],
        encode: (envelope) => request.encode(envelope),
        settle(answer) {
            if (answer.type === MessageType.ERROR) request.reject(peerError(answer));
            else request.resolve(answer.payload);
            return [];
        },
    };
}

function multipleRead(group: readonly LaneRequest[]): LaneMessage {
    const { type, query } = requests.getStateMultiple;
    const keys = group.map(({ part }) => (part?.kind === 'read' ? part.key : ''));
    return {
        requests: group,
        encode: (envelope) => envelope.encode(type, query, { keys }),
        settle(answer) {
            // A ledger error is a RESPONSE without values (fabric, query_executor.go): only a full set is an answer.
            const values = answer.type === MessageType.ERROR ? [] : valuesOf(answer);
            if (values.length !== group.length) return alone(group);
            group.forEach((request, index) => {
                request.resolve(values[index] ?? EMPTY);
            });
            return [];
        },
    };
}

function writeBatch(group: readonly LaneRequest[]): LaneMessage {
    const { type, query } = requests.writeBatchState;
    const records = group.flatMap(({ part }) => (part?.kind === 'write' ? [part.record] : []));
    return {
        requests: group,
        encode: (envelope) => envelope.encode(type, query, { records }),
        settle(answer) {
            // The peer stopped at a record that it does not name; writes are idempotent in the simulator.
            if (answer.type === MessageType.ERROR) return alone(group);
            for (const request of group) request.resolve(answer.payload);
            return [];
        },
    };
}

function valuesOf(answer: ChaincodeMessage): Buffer[] {
    try {
        return requests.getStateMultiple.reply.decode(answer.payload).values;
    } catch {
        return [];
    }
}

/** The same requests, to be sent one by one. */
export function alone(group: readonly LaneRequest[]): LaneRequest[] {
    return group.map((request) => ({ ...request, part: undefined }));
}

function peerError(answer: ChaincodeMessage): ChaincodeError {
    return new ChaincodeError(
        'PEER_ERROR',
        answer.payload.toString() || 'the peer answered with an error without a text',
    );
}
