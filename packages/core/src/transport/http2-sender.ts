import type { Http2Stream } from 'node:http2';
import { ProtocolError } from '@heddle/protocol';
import { encodeFrames, encodePrefix } from './grpc-framing';

/** From this size on a message is written by itself instead of being copied behind others. */
const LARGE_MESSAGE_BYTES = 64 * 1024;
/** So much is not kept for the end of the tick, which a sender that only waits for promises never lets come. */
const MOST_KEPT_BYTES = 1024 * 1024;

/**
 * Writes messages to a stream of node:http2.
 *
 * What is sent within a tick leaves as one write. When several messages arrived together, more answers are about to come
 * and the write waits for the end of this turn of the event loop; a single one is answered without that delay.
 */
export class Http2Sender {
    readonly #stream: Http2Stream;
    readonly #expectsMore: () => boolean;
    #outgoing: Uint8Array[] = [];
    #outgoingBytes = 0;
    #flushScheduled = false;
    #draining: Promise<void> | undefined;
    #letGo: () => void = () => undefined;

    /** @param expectsMore whether more messages are about to be sent; asked once for each write */
    constructor(stream: Http2Stream, expectsMore: () => boolean) {
        this.#stream = stream;
        this.#expectsMore = expectsMore;
    }

    /** Whether the transport takes anything at all. */
    get isWritable(): boolean {
        return this.#stream.writable;
    }

    /** Returns a promise while the transport takes no more: it resolves when it does, and rejects when it never will. */
    send(frame: Uint8Array): Promise<void> | undefined {
        this.#outgoing.push(frame);
        this.#outgoingBytes += frame.length;
        if (this.#outgoingBytes > MOST_KEPT_BYTES) this.#flush();
        else if (!this.#flushScheduled) this.#scheduleFlush();
        return this.#draining;
    }

    /** Hands on what is still kept. No more is to be sent, and who waits to send is let go. */
    finish(): void {
        this.#flush();
        this.#letGo();
    }

    /** Drops what is still kept, and lets go of who waits to send. */
    drop(): void {
        this.#outgoing = [];
        this.#outgoingBytes = 0;
        this.#letGo();
    }

    #scheduleFlush(): void {
        this.#flushScheduled = true;
        const flush = (): void => {
            this.#flush();
        };
        if (this.#expectsMore()) setImmediate(flush);
        else process.nextTick(flush);
    }

    #flush(): void {
        this.#flushScheduled = false;
        if (this.#outgoing.length === 0 || !this.isWritable) return;
        const messages = this.#outgoing;
        this.#outgoing = [];
        this.#outgoingBytes = 0;
        if (this.#write(messages)) return;
        this.#draining ??= this.#drain();
    }

    #drain(): Promise<void> {
        const draining = new Promise<void>((resolve, reject) => {
            const settle = (): void => {
                this.#stream.off('drain', onDrain);
                this.#stream.off('close', onClose);
                this.#draining = undefined;
            };
            const onDrain = (): void => {
                settle();
                resolve();
            };
            const onClose = (): void => {
                settle();
                reject(new ProtocolError('STREAM_CLOSED', 'the stream was closed before all was sent'));
            };
            this.#stream.on('drain', onDrain);
            this.#stream.on('close', onClose);
            this.#letGo = onClose;
        });
        // It may be that nobody waits for it.
        draining.catch(() => undefined);
        return draining;
    }

    /** False where the transport wants no more for now. */
    #write(messages: readonly Uint8Array[]): boolean {
        let small: Uint8Array[] = [];
        let more = true;
        for (const message of messages) {
            if (message.length < LARGE_MESSAGE_BYTES) {
                small.push(message);
                continue;
            }
            if (small.length > 0) this.#stream.write(encodeFrames(small));
            small = [];
            this.#stream.write(encodePrefix(message));
            more = this.#stream.write(message);
        }
        return small.length > 0 ? this.#stream.write(encodeFrames(small)) : more;
    }
}
