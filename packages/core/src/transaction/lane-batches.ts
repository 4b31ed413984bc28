import { EMPTY, MessageType, type ReceivedMessage, requests } from '@heddle/protocol';
import type { BatchLimits, BatchPart, LaneMessage, LaneRequest } from './lane-request';

/** The largest batch, and the most that the answer to a multiple read may be expected to hold, in bytes. */
const MAX_BATCH_BYTES = 32 * 1024 * 1024;
/** More keys in one request gain nothing and keep a peer's goroutine busy for longer. */
const MAX_READS = 100;

/** Takes from the queue what goes out next: its first request, and with it all that may share a message with it. */
export function takeMessage(queue: LaneRequest[], limits: BatchLimits): LaneMessage | undefined {
    const [first] = queue;
    if (first?.part === undefined || queue.length === 1) return queue.shift();
    const group = takeGroup(queue, first.part.kind, limits);
    if (group.length === 1) return first;
    return first.kind === 'read' ? multipleRead(group) : writeBatch(group);
}

/** Takes the requests of one kind up to the first barrier, as many as the limits allow; the first one always. */
function takeGroup(queue: LaneRequest[], kind: BatchPart['kind'], limits: BatchLimits): LaneRequest[] {
    const group: LaneRequest[] = [];
    const room = new Room(kind, limits);
    let kept = 0;
    for (const request of queue) {
        if (room.takes(request)) group.push(request);
        else queue[kept++] = request;
    }
    queue.length = kept;
    return group;
}

/** What a batch still takes, as requests are offered to it in their order. */
class Room {
    readonly #kind: BatchPart['kind'];
    readonly #most: number;
    readonly #expected: number;
    #count = 0;
    #bytes = 0;
    #isOpen = true;

    constructor(kind: BatchPart['kind'], { reads, writes, sizes }: BatchLimits) {
        this.#kind = kind;
        this.#most = kind === 'read' ? Math.min(reads, MAX_READS) : writes;
        this.#expected = sizes.expected;
    }

    takes(request: LaneRequest): boolean {
        this.#isOpen &&= this.#mayPass(request);
        const { part } = request;
        if (!this.#isOpen || part?.kind !== this.#kind) return false;
        this.#bytes += part.kind === 'write' ? part.size : this.#expected;
        this.#isOpen = this.#count === 0 || (this.#count < this.#most && this.#bytes <= MAX_BATCH_BYTES);
        if (this.#isOpen) this.#count++;
        return this.#isOpen;
    }

    /** Whether what comes behind a request may travel before it: a write must not overtake another one, reads may. */
    #mayPass({ kind, part }: LaneRequest): boolean {
        if (kind === 'write' && part === undefined) return this.#kind === 'read';
        return kind !== 'barrier';
    }
}

function multipleRead(group: readonly LaneRequest[]): LaneMessage {
    const { type, query } = requests.getStateMultiple;
    return {
        requests: group,
        encode: (envelope) =>
            envelope.encode(type, query, { keys: group.map(({ part }) => (part?.kind === 'read' ? part.key : '')) }),
        settle(answer, limits) {
            // A ledger error is a RESPONSE without values (fabric, query_executor.go): only a full set is an answer.
            const values = answer.type === MessageType.ERROR ? [] : valuesOf(answer);
            if (values.length !== group.length) return alone(group);
            limits.sizes.noteAnswer();
            for (const [index, request] of group.entries()) request.resolve(values[index] ?? EMPTY, limits);
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
        settle(answer, limits) {
            // The peer stopped at a record that it does not name; writes are idempotent in the simulator.
            if (answer.type === MessageType.ERROR) return alone(group);
            for (const request of group) request.resolve(answer.payload, limits);
            return [];
        },
    };
}

function valuesOf(answer: ReceivedMessage): Buffer[] {
    try {
        return requests.getStateMultiple.reply.decode(answer.payload).values;
    } catch {
        return [];
    }
}

/** The same requests, to be sent one by one. */
export function alone(group: readonly LaneRequest[]): readonly LaneRequest[] {
    for (const request of group) request.travelAlone();
    return group;
}
