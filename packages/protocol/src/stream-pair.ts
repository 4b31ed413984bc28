import { FrameQueue } from './frame-queue';
import { type MessageStream, streamClosed } from './message-stream';
import { Waiters } from './waiters';

/**
 * Makes two streams joined without a socket: what one sends, the other one receives, in order and never within the
 * call of `send`. A slow reader holds the sender back, as a connection does. A reason to close is thrown at the other
 * side unchanged, behind what was sent before.
 */
export function createStreamPair(): [MessageStream, MessageStream] {
    const there: Direction = new Direction(() => {
        back.end();
    });
    const back: Direction = new Direction(() => {
        there.end();
    });
    return [endOf(back, there), endOf(there, back)];
}

function endOf(receives: Direction, sends: Direction): MessageStream {
    return {
        incoming: receives.incoming,
        send: (frame) => sends.send(frame),
        close(reason) {
            receives.end();
            sends.end(reason);
            return Promise.resolve();
        },
    };
}

/** One direction: a queue, and those who wait to add to it. */
class Direction {
    readonly #queue: FrameQueue;
    readonly #senders = new Waiters();

    /** @param onLeave is called when nobody takes frames of this direction any more */
    constructor(onLeave: () => void) {
        this.#queue = new FrameQueue({
            onRoom: () => {
                this.#senders.wakeAll();
            },
            onLeave: () => {
                this.end();
                onLeave();
            },
        });
    }

    async send(frame: Uint8Array): Promise<void> {
        this.#checkOpen();
        this.#queue.push(frame);
        if (!this.#queue.isFull) return;
        await this.#senders.wait();
        this.#checkOpen();
    }

    end(reason?: Error): void {
        this.#queue.end(reason);
        this.#senders.wakeAll();
    }

    #checkOpen(): void {
        if (this.#queue.ended) throw streamClosed();
    }

    get incoming(): AsyncIterable<Uint8Array> {
        return this.#queue.incoming;
    }
}
