import type { Readable, Writable } from 'node:stream';
import { clearTimeout, setImmediate, setTimeout } from 'node:timers';
import { ProtocolError } from './errors';
import { FrameQueue, type TakeFrame } from './frame-queue';
import { LONGEST_TIMER_MS } from './longest-timer';
import { Waiters } from './waiters';

/**
 * Encoded messages both ways, in order: all that a session knows of its transport. Frames are bytes and not messages,
 * so that one that cannot be decoded is its reader's to judge and does not end the stream.
 */
export interface MessageStream {
    /**
     * What the other side sends. Ends when either side closes the stream; throws when the other side gives a reason
     * for that, or the connection breaks. To be iterated once; leaving the iteration closes the stream. What is not
     * taken is soon not read from the transport: the sender is held back.
     */
    readonly incoming: AsyncIterable<Uint8Array>;

    /**
     * Hands on the same frames, in the place of `incoming`, where the stream can do so: each within the event that brings
     * it, which costs no promise. A taker that returns a promise is handed the next one when that has resolved; one that
     * throws leaves the stream, as one leaves the loop. Resolves and rejects where the iteration would end and throw.
     */
    handTo?(take: (frame: Uint8Array) => Promise<void> | undefined): Promise<void>;

    /**
     * Sends a frame. Where the transport does not take more at once, since the reader is slow, it returns a promise that
     * resolves when it does. Rejects with ProtocolError STREAM_CLOSED after the stream ended, from either side; a frame
     * that was waiting then may or may not arrive.
     */
    send(frame: Uint8Array): Promise<void> | undefined;

    /**
     * Ends the stream, for both sides. What was sent before still goes out, unless there is a reason: then the
     * connection is given up. Resolves when it did or cannot any more. Idempotent.
     */
    close(reason?: Error): Promise<void>;
}

/** Takes all frames of a stream, in order: by `handTo` where it has that, and otherwise one by one. */
export async function takeAll(stream: MessageStream, take: TakeFrame): Promise<void> {
    if (stream.handTo !== undefined) return stream.handTo(take);
    for await (const frame of stream.incoming) {
        const waiting = take(frame);
        if (waiting !== undefined) await waiting;
    }
}

/** A call of @grpc/grpc-js whose messages are bytes; servers do without that package, and its types. */
export type GrpcCall = Readable & Writable;

/** The same at the side that made the call. */
export type GrpcClientCall = GrpcCall & { cancel(): void };

/**
 * The stream of a call that a gRPC server took. A reason to close is the status of the call: UNKNOWN, with its message,
 * unless it has a `code` and `details` of gRPC.
 */
export function streamOfServerCall(call: GrpcCall): MessageStream {
    return new CallStream(call, (reason) => {
        // grpc-js makes an 'error' on a server's call its status, and ends it.
        if (reason === undefined) call.end();
        else call.emit('error', reason);
    });
}

export interface ClientCallOptions {
    /**
     * How many milliseconds a server may take to end its side of a call that was closed here, before the call is
     * cancelled: one that hangs would hold the call and its connection for good. Default 10,000; at most 24 days, which
     * longer ones count as.
     */
    readonly lingerMs?: number | undefined;
}

/** The stream of a call that a gRPC client made. A reason to close cancels the call; the server does not learn it. */
export function streamOfClientCall(call: GrpcClientCall, { lingerMs = 10_000 }: ClientCallOptions = {}): MessageStream {
    return new CallStream(call, (reason) => {
        if (reason === undefined) {
            call.end();
            call.once('finish', () => {
                cancelUnlessOver(call, lingerMs);
            });
        } else {
            call.cancel();
            // What was not written by now never is.
            call.destroy();
        }
    });
}

function cancelUnlessOver(call: GrpcClientCall, afterMs: number): void {
    const timer = setTimeout(
        () => {
            call.cancel();
        },
        Math.min(afterMs, LONGEST_TIMER_MS),
    ).unref();
    call.once('status', () => {
        clearTimeout(timer);
    });
}

/**
 * Reads the call as 'data' and not as an async iterable: a call ends only when it was read to its end, also after the
 * iteration has stopped, and an iterable would destroy it there without telling the other side.
 */
class CallStream implements MessageStream {
    readonly incoming: AsyncIterable<Uint8Array>;
    readonly #call: GrpcCall;
    readonly #endCall: (reason?: Error) => void;
    readonly #received: FrameQueue;
    readonly #senders = new Waiters();
    #open = true;
    /** Why the call failed, where it did so by itself. */
    #failure: Error | undefined;
    /** Whether the server has ended the call: what was not written by then never is, nor reported as written. */
    #over = false;
    #closing: Promise<void> | undefined;

    constructor(call: GrpcCall, endCall: (reason?: Error) => void) {
        this.#call = call;
        this.#endCall = endCall;
        this.#received = new FrameQueue({
            onRoom: () => call.resume(),
            // It never rejects, and leaving the loop does not wait for what still goes out.
            onLeave: () => void this.close(),
        });
        this.incoming = this.#received.incoming;
        this.#listen();
    }

    handTo(take: TakeFrame): Promise<void> {
        return this.#received.handTo(take);
    }

    async send(frame: Uint8Array): Promise<void> {
        this.#checkOpen();
        if (this.#call.write(frame)) return;
        await this.#senders.wait();
        this.#checkOpen();
    }

    close(reason?: Error): Promise<void> {
        return (this.#closing ??= this.#finish(reason));
    }

    #listen(): void {
        this.#call.on('data', (frame: Uint8Array) => {
            this.#received.push(frame);
            if (this.#received.isFull) this.#call.pause();
        });
        this.#call.on('drain', () => {
            this.#senders.wakeAll();
        });
        this.#call.on('error', (error: Error) => {
            this.#fail(error);
        });
        // Of a server's call only: the client cancelled it, or is gone.
        this.#call.on('cancelled', () => {
            this.#fail(brokenOff());
        });
        // Of a client's call only.
        this.#call.on('status', () => {
            this.#over = true;
            if (this.#closing !== undefined) this.#call.destroy();
        });
        // grpc-js ends the call of a server that was cut off as one that the client ended, and cancels it in the ticks
        // behind that (server-interceptors.ts, handleEndEvent and notifyOnCancel).
        this.#call.on('end', () => {
            setImmediate(() => {
                this.#end();
            });
        });
        this.#call.on('close', () => {
            this.#end();
        });
    }

    /** What came before the failure is still read: the iteration throws at the end of the call. */
    #fail(failure: Error): void {
        this.#failure ??= failure;
        this.#stopSending();
    }

    /** The other side is done, so this one is. */
    #end(): void {
        this.#received.end(this.#failure);
        // It never rejects.
        void this.close();
    }

    #checkOpen(): void {
        if (!this.#open) throw streamClosed();
    }

    #stopSending(): void {
        this.#open = false;
        this.#senders.wakeAll();
    }

    async #finish(reason?: Error): Promise<void> {
        this.#stopSending();
        this.#received.end();
        // What still comes is dropped, since a call that is not read does not end.
        this.#call.resume();
        if (this.#over) this.#call.destroy();
        if (this.#call.destroyed || this.#call.writableFinished) return;
        const finished = new Promise<void>((resolve) => {
            this.#call.once('finish', resolve).once('close', resolve);
        });
        this.#endCall(reason);
        await finished;
    }
}

export function streamClosed(): ProtocolError {
    return new ProtocolError('STREAM_CLOSED', 'the stream is closed');
}

function brokenOff(): ProtocolError {
    return new ProtocolError('STREAM_CLOSED', 'the connection broke, or the other side cancelled the call');
}
