import {
    type ClientHttp2Session,
    type ClientHttp2Stream,
    constants,
    type IncomingHttpHeaders,
    type IncomingHttpStatusHeader,
} from 'node:http2';
import type { MessageStream } from '@heddle/protocol';
import { ProtocolError } from '@heddle/protocol';
import type { TakeFrame } from '@heddle/protocol/internal';
import { errorOfStatus, GrpcError, GrpcStatus } from './grpc-status';
import { explainLoss, type GoAway } from './http2-loss';
import { Http2Receiver } from './http2-receiver';
import { Http2Sender } from './http2-sender';

/** How long a server may take to read what was sent before the call was closed here. */
const LINGER_MS = 10_000;

/**
 * The stream of a call that was made on node:http2. A reason to close cancels the call; the server does not learn it.
 *
 * Owns: the call. Does not own: its connection, which may be lost at any time.
 *
 * C1: how the call ended is settled once: by the server's status, by a reason that was given here, by what the server
 * sent against gRPC's rules, or by the loss of the connection, whichever comes first.
 * C2: once it is settled or closed, nothing more is sent, and who waits to send is let go.
 * C3: what the server sent before its status is still read; the iteration ends, or throws, behind it.
 */
export class Http2ClientStream implements MessageStream {
    readonly incoming: AsyncIterable<Uint8Array>;
    /** Resolves when the call is over: with the error that ended it, where it was one. */
    readonly over: Promise<Error | undefined>;
    readonly #session: ClientHttp2Session;
    readonly #stream: ClientHttp2Stream;
    readonly #receiver: Http2Receiver;
    readonly #sender: Http2Sender;
    #open = true;
    #settled = false;
    #failure: Error | undefined;
    /** What the stream was destroyed with, and what the server said of the connection before. */
    #error: Error | undefined;
    #goAway: GoAway | undefined;
    #closing: Promise<void> | undefined;

    constructor(session: ClientHttp2Session, stream: ClientHttp2Stream) {
        this.#session = session;
        this.#stream = stream;
        this.#receiver = new Http2Receiver(stream, {
            // It never rejects, and leaving the loop does not wait for what still goes out.
            onLeave: () => void this.close(),
            onMalformed: (error) => {
                this.#abandon(error);
            },
        });
        this.#sender = new Http2Sender(stream, () => this.#receiver.cameSeveral());
        this.incoming = this.#receiver.incoming;
        this.#listen();
        this.over = new Promise((resolve) => {
            stream.once('close', () => {
                this.#closed();
                resolve(this.#failure);
            });
        });
    }

    handTo(take: TakeFrame): Promise<void> {
        return this.#receiver.handTo(take);
    }

    send(frame: Uint8Array): Promise<void> | undefined {
        if (!this.#open || !this.#sender.isWritable) {
            return Promise.reject(new ProtocolError('STREAM_CLOSED', 'the stream is closed'));
        }
        return this.#sender.send(frame);
    }

    close(reason?: Error): Promise<void> {
        return (this.#closing ??= reason === undefined ? this.#finish() : this.#cancel(reason));
    }

    #listen(): void {
        this.#stream.on('response', (headers) => {
            this.#judge(headers);
        });
        this.#stream.on('trailers', (headers: IncomingHttpHeaders) => {
            this.#settle(errorOfStatus(headers));
        });
        this.#stream.on('end', () => {
            this.#ended();
        });
        // What follows is 'close'.
        this.#stream.on('error', (error: Error) => {
            this.#error = error;
        });
        const onGoAway = (code: number, _lastStreamId: number, data?: Buffer): void => {
            this.#goAway = { code, text: data?.toString() ?? '' };
        };
        this.#session.on('goaway', onGoAway);
        // A connection may have many calls, one after the other.
        this.#stream.once('close', () => this.#session.off('goaway', onGoAway));
    }

    /** A call that fails at once has its status in the headers of the response. */
    #judge(headers: IncomingHttpHeaders & IncomingHttpStatusHeader): void {
        const { ':status': status, 'content-type': contentType = '' } = headers;
        if (headers['grpc-status'] !== undefined) this.#settle(errorOfStatus(headers));
        else if (status !== constants.HTTP_STATUS_OK) {
            this.#abandon(
                new GrpcError(GrpcStatus.UNKNOWN, `it answered with status ${String(status)} of HTTP, not by gRPC`),
            );
        } else if (!contentType.startsWith('application/grpc')) {
            this.#abandon(new GrpcError(GrpcStatus.UNKNOWN, `it answered with "${contentType}", not by gRPC`));
        }
    }

    /** The server has said all. */
    #ended(): void {
        // Broken off, which looks like an end: 'close' comes next, and has the reason.
        if (this.#stream.rstCode !== constants.NGHTTP2_NO_ERROR) return;
        this.#settle(errorOfStatus({}));
        if (!this.#receiver.atBoundary) this.#failure ??= brokenOff();
        this.#receiver.end(this.#failure);
        this.#stream.close(constants.NGHTTP2_NO_ERROR);
    }

    #closed(): void {
        this.#settle(
            new GrpcError(
                GrpcStatus.UNAVAILABLE,
                explainLoss({
                    goAway: this.#goAway,
                    error: this.#error,
                    rstCode: this.#stream.rstCode,
                    isConnectionLost: this.#session.destroyed,
                }),
            ),
        );
        this.#receiver.end(this.#failure);
    }

    /** The first settlement counts (C1). */
    #settle(failure: Error | undefined): void {
        if (this.#settled) return;
        this.#settled = true;
        this.#failure = failure;
        this.#open = false;
        this.#sender.drop();
    }

    async #finish(): Promise<void> {
        this.#open = false;
        this.#sender.finish();
        this.#receiver.end();
        // What still comes is dropped: a call that is not read does not end.
        this.#stream.resume();
        if (this.#stream.destroyed || this.#stream.writableFinished) return;
        const timer = setTimeout(() => {
            this.#abandon(new GrpcError(GrpcStatus.UNAVAILABLE, 'it did not read what was sent last'));
        }, LINGER_MS);
        await new Promise<void>((resolve) => {
            this.#stream.once('finish', resolve).once('close', resolve);
            this.#stream.end();
        });
        clearTimeout(timer);
    }

    async #cancel(reason: Error): Promise<void> {
        this.#receiver.end();
        this.#abandon(reason);
        await this.over;
    }

    /** Gives the call up, for a reason of this side. */
    #abandon(reason: Error): void {
        this.#settle(reason);
        this.#receiver.end(this.#failure);
        this.#stream.close(constants.NGHTTP2_CANCEL);
        // Without this it would wait for a server that reads nothing to take the RST_STREAM.
        this.#stream.destroy();
    }
}

function brokenOff(): GrpcError {
    return new GrpcError(GrpcStatus.INTERNAL, 'the stream ended in the middle of a message');
}
