import type { ClientDuplexStream, ServerDuplexStream } from '@grpc/grpc-js';
import { ProtocolError } from './errors';

/**
 * Encoded messages both ways, in order: all that a session knows of its transport. Frames are bytes and not messages,
 * so that one that cannot be decoded is its reader's to judge and does not end the stream.
 */
export interface MessageStream {
    /**
     * What the other side sends. Ends when either side ends the stream; throws when the connection breaks. To be
     * iterated once. What is not taken is not read from the transport for long: the sender is held back.
     */
    readonly incoming: AsyncIterable<Uint8Array>;

    /**
     * Sends a frame; resolves when the transport takes more, at once unless the reader is slow.
     * @throws ProtocolError STREAM_CLOSED after the stream ended, from either side.
     */
    send(frame: Uint8Array): Promise<void>;

    /**
     * Ends the stream, with an error where there is a reason. What was sent before still goes out.
     * Resolves when it did or cannot any more. Idempotent.
     */
    close(reason?: Error): Promise<void>;
}

/** The stream of a call that a gRPC server took. */
export function streamOfServerCall(call: ServerDuplexStream<Uint8Array, Uint8Array>): MessageStream {
    // grpc-js turns an 'error' on a server's call into its status, and ends it.
    return new CallStream(call, (reason) => (reason === undefined ? call.end() : call.emit('error', reason)));
}

/** How long what was sent last has to reach the server, before a call that was ended is cancelled. */
const LINGER_MS = 1_000;

/** The stream of a call that a gRPC client made. */
export function streamOfClientCall(call: ClientDuplexStream<Uint8Array, Uint8Array>): MessageStream {
    return new CallStream(call, (reason) => {
        if (reason !== undefined) {
            call.cancel();
            return;
        }
        call.end();
        // To grpc-js a call is over when its status has been read, which nobody does any more: without this, the call
        // and its connection would stay for good.
        setTimeout(() => {
            call.cancel();
        }, LINGER_MS).unref();
    });
}

type Call = ServerDuplexStream<Uint8Array, Uint8Array> | ClientDuplexStream<Uint8Array, Uint8Array>;

class CallStream implements MessageStream {
    readonly incoming: AsyncIterable<Uint8Array>;
    readonly #call: Call;
    readonly #endCall: (reason?: Error) => void;
    #open = true;
    #draining: Promise<void> | undefined;
    #closing: Promise<void> | undefined;

    constructor(call: Call, endCall: (reason?: Error) => void) {
        this.#call = call;
        this.#endCall = endCall;
        const markClosed = (): void => {
            this.#open = false;
        };
        call.once('close', markClosed);
        // Whoever iterates is told of a broken connection; without a listener it would end the process.
        call.on('error', markClosed);
        this.incoming = this.#frames();
    }

    async send(frame: Uint8Array): Promise<void> {
        if (!this.#open || !this.#call.writable) throw streamClosed();
        if (!this.#call.write(frame)) await this.#drained();
    }

    close(reason?: Error): Promise<void> {
        return (this.#closing ??= this.#finish(reason));
    }

    async *#frames(): AsyncGenerator<Uint8Array> {
        try {
            yield* this.#call as AsyncIterable<Uint8Array>;
        } catch (error) {
            if (this.#closing === undefined) throw error;
        }
    }

    async #drained(): Promise<void> {
        this.#draining ??= firstOf(this.#call, ['drain', 'error', 'close']).then(() => {
            this.#draining = undefined;
        });
        await this.#draining;
        if (!this.#open) throw streamClosed();
    }

    async #finish(reason?: Error): Promise<void> {
        const wasOpen = this.#open;
        this.#open = false;
        if (wasOpen) {
            const finished = firstOf(this.#call, ['finish', 'close']);
            this.#endCall(reason);
            await finished;
        }
        this.#call.destroy();
    }
}

/** Resolves at the first of these events, and leaves no listener behind. */
function firstOf(call: Call, events: readonly string[]): Promise<void> {
    return new Promise((resolve) => {
        const listener = (): void => {
            for (const event of events) call.off(event, listener);
            resolve();
        };
        for (const event of events) call.on(event, listener);
    });
}

export function streamClosed(): ProtocolError {
    return new ProtocolError('STREAM_CLOSED', 'the stream is closed');
}
