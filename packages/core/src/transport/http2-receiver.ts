import type { Http2Stream } from 'node:http2';
import { FrameQueue, type TakeFrame } from '@heddle/protocol/internal';
import { FrameDecoder } from './grpc-framing';

/** How much may wait to be taken until the transport is told to hold back; it goes on when all of it is taken. */
const MOST_WAITING = { frames: 256, bytes: 16 * 1024 * 1024, room: 0 };

/** What happens on the way of messages to their reader. */
export interface ReceiverEvents {
    /** The loop over the messages was left before their end. */
    onLeave(): void;
    /** What arrives cannot be cut into messages. */
    onMalformed(error: Error): void;
}

/** Cuts what arrives on a stream of node:http2 into messages, and holds the other side back while they are not taken. */
export class Http2Receiver {
    /** The messages. To be iterated once. */
    readonly incoming: AsyncIterable<Uint8Array>;
    readonly #stream: Http2Stream;
    readonly #events: ReceiverEvents;
    readonly #decoder = new FrameDecoder();
    readonly #queue: FrameQueue;
    #arrived = 0;

    constructor(stream: Http2Stream, events: ReceiverEvents) {
        this.#stream = stream;
        this.#events = events;
        this.#queue = new FrameQueue(
            {
                onRoom: () => stream.resume(),
                onLeave: () => {
                    events.onLeave();
                },
            },
            MOST_WAITING,
        );
        this.incoming = this.#queue.incoming;
        stream.on('data', (chunk: Buffer) => {
            this.#receive(chunk);
        });
    }

    /** Hands on the messages as they come, in the place of `incoming`. */
    handTo(take: TakeFrame): Promise<void> {
        return this.#queue.handTo(take);
    }

    /** Whether several messages have come since this was last asked, so that several answers are to be expected. */
    cameSeveral(): boolean {
        const several = this.#arrived > 1;
        this.#arrived = 0;
        return several;
    }

    get ended(): boolean {
        return this.#queue.ended;
    }

    /** Whether the stream may end here: not in the middle of a message. */
    get atBoundary(): boolean {
        return this.#decoder.atBoundary;
    }

    /** Messages already here are still delivered; then the iteration ends, or throws the reason. The first end counts. */
    end(reason?: Error): void {
        this.#queue.end(reason);
    }

    #receive(chunk: Buffer): void {
        if (this.#queue.ended) return;
        try {
            this.#decoder.push(chunk, this.#arrive);
        } catch (error) {
            this.#events.onMalformed(error as Error);
        }
        if (this.#queue.isFull) this.#stream.pause();
    }

    readonly #arrive = (message: Buffer): void => {
        this.#arrived++;
        this.#queue.push(message);
    };
}
