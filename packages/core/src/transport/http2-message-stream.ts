import { constants, type ServerHttp2Stream } from 'node:http2';
import type { MessageStream } from '@heddle/protocol';
import { ProtocolError } from '@heddle/protocol';
import { FrameQueue } from '@heddle/protocol/internal';
import { encodeFrames, encodePrefix, FrameDecoder } from './grpc-framing';
import { GrpcError, GrpcStatus, statusHeaders } from './grpc-status';

/** From this size on a message is written by itself instead of being copied behind others. */
const LARGE_MESSAGE_BYTES = 64 * 1024;
/** So much is not kept for the end of the tick, which a sender that only waits for promises never lets come. */
const MOST_KEPT_BYTES = 1024 * 1024;
/** How much may wait to be taken until the transport is told to hold back; it goes on when all of it is taken. */
const MOST_WAITING = { frames: 256, bytes: 16 * 1024 * 1024, room: 0 };

/**
 * A MessageStream directly on a stream of node:http2.
 *
 * What is sent within a tick leaves as one write. When several messages arrived together, more answers are about to come
 * and the write waits for the end of this turn of the event loop; a single one is answered without that delay.
 */
export class Http2MessageStream implements MessageStream {
    readonly incoming: AsyncIterable<Uint8Array>;
    readonly #stream: ServerHttp2Stream;
    readonly #decoder = new FrameDecoder();
    readonly #received: FrameQueue;
    #arrivedInTurn = 0;
    #outgoing: Uint8Array[] = [];
    #outgoingBytes = 0;
    #flushScheduled = false;
    #draining: Promise<void> | undefined;
    #open = true;
    #reason: Error | undefined;
    #closing: Promise<void> | undefined;

    constructor(stream: ServerHttp2Stream) {
        this.#stream = stream;
        this.#received = new FrameQueue(
            {
                onRoom: () => stream.resume(),
                // It never rejects, and leaving the loop does not wait for what still goes out.
                onLeave: () => void this.close(),
            },
            MOST_WAITING,
        );
        this.incoming = this.#received.incoming;
        stream.respond({ ':status': 200, 'content-type': 'application/grpc+proto' }, { waitForTrailers: true });
        stream.on('wantTrailers', () => {
            stream.sendTrailers(statusHeaders(this.#reason));
            // The peer may never end its half; with the status sent, nothing that it says matters any more.
            setImmediate(() => {
                stream.close(constants.NGHTTP2_NO_ERROR);
            });
        });
        stream.on('data', (chunk: Buffer) => {
            this.#receive(chunk);
        });
        stream.once('end', () => {
            // A client that cancels ends its half first; that it gave the stream up arrives right behind that.
            setImmediate(() => {
                this.#ended();
            });
        });
        stream.on('error', (error) => {
            this.#breakOff(error);
        });
        stream.once('close', () => {
            // The other side has not ended it, nor has this one.
            if (this.#open && (!this.#received.ended || stream.rstCode !== constants.NGHTTP2_NO_ERROR)) this.#givenUp();
            this.#stop();
        });
    }

    send(frame: Uint8Array): Promise<void> | undefined {
        if (!this.#open || !this.#stream.writable) {
            return Promise.reject(new ProtocolError('STREAM_CLOSED', 'the stream is closed'));
        }
        this.#outgoing.push(frame);
        this.#outgoingBytes += frame.length;
        if (this.#outgoingBytes > MOST_KEPT_BYTES) this.#flush();
        else if (!this.#flushScheduled) this.#scheduleFlush();
        return this.#draining;
    }

    close(reason?: Error): Promise<void> {
        return (this.#closing ??= this.#finish(reason));
    }

    #receive(chunk: Buffer): void {
        if (!this.#open) return;
        try {
            this.#decoder.push(chunk, (message) => {
                this.#received.push(message);
            });
        } catch (error) {
            this.#refuse(error as Error);
        }
        this.#arrivedInTurn = this.#received.size;
        if (this.#received.isFull) this.#stream.pause();
    }

    /** The other side has nothing more to say. */
    #ended(): void {
        if (!this.#open) return;
        if (!this.#decoder.atBoundary) {
            this.#refuse(new GrpcError(GrpcStatus.INTERNAL, 'the stream ended in the middle of a message'));
        }
        this.#received.end();
    }

    #givenUp(): void {
        this.#breakOff(new Error(`the peer gave the stream up (HTTP/2 error code ${this.#stream.rstCode})`));
    }

    /** The framing is broken: the other side is told why, and nothing more is read. */
    #refuse(error: Error): void {
        void this.close(error); // as above
    }

    #scheduleFlush(): void {
        this.#flushScheduled = true;
        const flush = (): void => {
            this.#flush();
        };
        if (this.#arrivedInTurn > 1) setImmediate(flush);
        else process.nextTick(flush);
    }

    #flush(): void {
        this.#flushScheduled = false;
        if (this.#outgoing.length === 0 || this.#stream.destroyed) return;
        const messages = this.#outgoing;
        this.#outgoing = [];
        this.#outgoingBytes = 0;
        if (this.#write(messages)) return;
        this.#draining ??= new Promise((resolve) => {
            const done = (): void => {
                this.#stream.off('drain', done);
                this.#stream.off('close', done);
                this.#draining = undefined;
                resolve();
            };
            this.#stream.on('drain', done);
            this.#stream.on('close', done);
        });
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

    async #finish(reason?: Error): Promise<void> {
        if (this.#stream.destroyed) {
            this.#stop();
            return;
        }
        this.#reason = reason;
        this.#flush();
        this.#stop();
        await new Promise<void>((resolve) => {
            this.#stream.once('close', resolve);
            this.#stream.end();
        });
    }

    #breakOff(error: Error): void {
        this.#received.end(error);
        this.#stop();
    }

    #stop(): void {
        this.#open = false;
        this.#received.end();
    }
}
