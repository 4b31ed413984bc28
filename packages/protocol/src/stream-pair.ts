import { streamClosed, type MessageStream } from './message-stream';

/** Frames that one end may have sent before the other end took them, until `send` waits. */
const HIGH_WATER_MARK = 16;

/**
 * Makes two streams joined without a socket: what one sends, the other one receives, in order and never within the
 * call of `send`. A slow reader holds the sender back, as a connection does.
 */
export function createStreamPair(): [MessageStream, MessageStream] {
    const leftToRight = new Channel();
    const rightToLeft = new Channel();
    return [endOf(rightToLeft, leftToRight), endOf(leftToRight, rightToLeft)];
}

function endOf(receives: Channel, sends: Channel): MessageStream {
    return {
        incoming: receives.frames(),
        send: (frame) => sends.push(frame),
        close(reason) {
            receives.end();
            sends.end(reason);
            return Promise.resolve();
        },
    };
}

/** One direction: a queue, and those who wait at either end of it. */
class Channel {
    readonly #queue: Uint8Array[] = [];
    #ended = false;
    #reason: Error | undefined;
    #wakeReader: (() => void) | undefined;
    #wakeSenders: (() => void)[] = [];

    async push(frame: Uint8Array): Promise<void> {
        if (this.#ended) throw streamClosed();
        this.#queue.push(frame);
        this.#wakeReader?.();
        if (this.#queue.length > HIGH_WATER_MARK) {
            await new Promise<void>((resolve) => {
                this.#wakeSenders.push(resolve);
            });
        }
    }

    /** Frames already sent are still delivered. */
    end(reason?: Error): void {
        if (this.#ended) return;
        this.#ended = true;
        this.#reason = reason;
        this.#wakeReader?.();
        this.#releaseSenders();
    }

    async *frames(): AsyncGenerator<Uint8Array> {
        try {
            for (let frame = await this.#take(); frame !== undefined; frame = await this.#take()) yield frame;
        } finally {
            this.end();
        }
        if (this.#reason !== undefined) throw this.#reason;
    }

    /** The next frame; undefined behind the last one. */
    async #take(): Promise<Uint8Array | undefined> {
        while (this.#queue.length === 0 && !this.#ended) {
            await new Promise<void>((resolve) => {
                this.#wakeReader = resolve;
            });
        }
        const frame = this.#queue.shift();
        if (this.#queue.length <= HIGH_WATER_MARK) this.#releaseSenders();
        return frame;
    }

    #releaseSenders(): void {
        const senders = this.#wakeSenders;
        this.#wakeSenders = [];
        for (const wake of senders) wake();
    }
}
