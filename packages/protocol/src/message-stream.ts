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
    return streamOfDuplex(call, (reason) => (reason === undefined ? call.end() : call.emit('error', reason)));
}

/** The stream of a call that a gRPC client made. */
export function streamOfClientCall(call: ClientDuplexStream<Uint8Array, Uint8Array>): MessageStream {
    return streamOfDuplex(call, (reason) => {
        if (reason === undefined) call.end();
        else call.cancel();
    });
}

type Call = ServerDuplexStream<Uint8Array, Uint8Array> | ClientDuplexStream<Uint8Array, Uint8Array>;

function streamOfDuplex(duplex: Call, end: (reason?: Error) => void): MessageStream {
    let open = true;
    let draining: Promise<void> | undefined;
    const markClosed = (): void => {
        open = false;
    };
    duplex.once('close', markClosed);
    // Whoever iterates is told of a broken connection; without a listener it would end the process.
    duplex.on('error', markClosed);

    async function drained(): Promise<void> {
        draining ??= firstOf(duplex, ['drain', 'error', 'close']).then(() => {
            draining = undefined;
        });
        await draining;
        if (!open) throw streamClosed();
    }

    let closing: Promise<void> | undefined;
    async function finish(reason?: Error): Promise<void> {
        const wasOpen = open;
        open = false;
        if (wasOpen) {
            const finished = firstOf(duplex, ['finish', 'close']);
            end(reason);
            await finished;
        }
        duplex.destroy();
    }

    async function* incoming(): AsyncGenerator<Uint8Array> {
        try {
            yield* duplex as AsyncIterable<Uint8Array>;
        } catch (error) {
            if (closing === undefined) throw error;
        }
    }

    return {
        incoming: incoming(),
        async send(frame) {
            if (!open || !duplex.writable) throw streamClosed();
            if (!duplex.write(frame)) await drained();
        },
        close: (reason) => (closing ??= finish(reason)),
    };
}

/** Resolves at the first of these events, and leaves no listener behind. */
function firstOf(duplex: Call, events: readonly string[]): Promise<void> {
    return new Promise((resolve) => {
        const listener = (): void => {
            for (const event of events) duplex.off(event, listener);
            resolve();
        };
        for (const event of events) duplex.on(event, listener);
    });
}

export function streamClosed(): ProtocolError {
    return new ProtocolError('STREAM_CLOSED', 'the stream is closed');
}
