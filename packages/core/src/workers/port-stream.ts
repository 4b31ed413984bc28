import type { MessagePort } from 'node:worker_threads';
import { createStreamPair, type MessageStream } from '@heddle/protocol';
import { Waiters } from '@heddle/protocol/internal';
import { toError } from '../errors';
import { joinFrames, splitFrames } from './frame-batch';

/** What two threads say to each other on a port. */
type PortMessage =
    | { readonly frames: ArrayBuffer }
    /** So many bytes of frames have been taken. */
    | { readonly taken: number }
    | { readonly end: Error | undefined };

/** How many bytes may be on their way before the sender waits for the other thread to take some. */
const MOST_ON_THE_WAY = 16 * 1024 * 1024;
/** Less than that is not worth a message. */
const REPORTED_BYTES = 1024 * 1024;

/**
 * The stream between two threads that a port joins. What is sent within a turn of the event loop crosses in one message.
 * It ends as any stream does, and throws where the other thread is gone.
 */
export function streamOfPort(port: MessagePort): MessageStream {
    const [here, bridged] = createStreamPair();
    const bridge = new PortBridge(port, bridged);
    return {
        incoming: here.incoming,
        send: (frame) => here.send(frame),
        async close(reason) {
            await here.close(reason);
            await bridge.ended;
        },
    };
}

/** Carries what one end of a stream pair receives over a port, and back. */
class PortBridge {
    /** Resolves when everything that was sent has left for the other thread. */
    readonly ended: Promise<void>;
    readonly #port: MessagePort;
    readonly #stream: MessageStream;
    readonly #sender = new Waiters();
    #frames: Uint8Array[] = [];
    #onTheWay = 0;
    #taken = 0;
    #closed = false;

    constructor(port: MessagePort, stream: MessageStream) {
        this.#port = port;
        this.#stream = stream;
        port.on('message', (message: PortMessage) => {
            this.#receive(message);
        });
        port.once('close', () => {
            this.#close(new Error('the other thread has ended'));
        });
        this.ended = this.#sendAll();
    }

    #receive(message: PortMessage): void {
        if ('frames' in message) {
            // It never rejects: frames for a stream that has ended are dropped.
            void this.#deliver(message.frames);
        } else if ('taken' in message) {
            this.#onTheWay -= message.taken;
            this.#sender.wakeAll();
        } else {
            this.#close(message.end);
            this.#port.close();
        }
    }

    async #deliver(batch: ArrayBuffer): Promise<void> {
        const sent = splitFrames(batch).map(async (frame) => this.#stream.send(frame));
        await Promise.allSettled(sent);
        this.#taken += batch.byteLength;
        if (this.#taken < REPORTED_BYTES || this.#closed) return;
        this.#post({ taken: this.#taken });
        this.#taken = 0;
    }

    async #sendAll(): Promise<void> {
        let end: Error | undefined;
        try {
            for await (const frame of this.#stream.incoming) await this.#send(frame);
        } catch (reason) {
            end = toError(reason);
        }
        if (this.#closed) return;
        this.#flush();
        this.#post({ end });
    }

    async #send(frame: Uint8Array): Promise<void> {
        if (this.#frames.push(frame) === 1) setImmediate(this.#flush);
        this.#onTheWay += frame.length;
        while (this.#onTheWay > MOST_ON_THE_WAY && !this.#closed) await this.#sender.wait();
    }

    readonly #flush = (): void => {
        if (this.#frames.length === 0 || this.#closed) return;
        const frames = joinFrames(this.#frames);
        // What the other thread will report as taken counts the prefixes, too.
        this.#onTheWay += frames.byteLength - this.#frames.reduce((sum, { length }) => sum + length, 0);
        this.#frames = [];
        this.#post({ frames }, frames);
    };

    #post(message: PortMessage, ...transfer: readonly ArrayBuffer[]): void {
        this.#port.postMessage(message, transfer);
    }

    #close(reason: Error | undefined): void {
        this.#closed = true;
        this.#sender.wakeAll();
        // A stream pair closes at once.
        void this.#stream.close(reason);
    }
}
