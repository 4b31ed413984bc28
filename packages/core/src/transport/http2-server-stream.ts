import { constants, type Http2Session, type ServerHttp2Stream } from 'node:http2';
import type { MessageStream } from '@heddle/protocol';
import { ProtocolError } from '@heddle/protocol';
import type { TakeFrame } from '@heddle/protocol/internal';
import { ConnectionLost } from '../errors';
import { GrpcError, GrpcStatus, statusHeaders } from './grpc-status';
import { Http2Receiver } from './http2-receiver';
import { Http2Sender } from './http2-sender';

/** The stream of a call that was taken on node:http2. A reason to close is the status of the call. */
export class Http2ServerStream implements MessageStream {
    readonly incoming: AsyncIterable<Uint8Array>;
    readonly #stream: ServerHttp2Stream;
    /** The stream forgets it when it closes. */
    readonly #session: Http2Session | undefined;
    readonly #receiver: Http2Receiver;
    readonly #sender: Http2Sender;
    #open = true;
    #reason: Error | undefined;
    #closing: Promise<void> | undefined;

    constructor(stream: ServerHttp2Stream) {
        this.#stream = stream;
        this.#session = stream.session;
        this.#receiver = new Http2Receiver(stream, {
            // It never rejects, and leaving the loop does not wait for what still goes out.
            onLeave: () => void this.close(),
            // The other side is told why, and nothing more is read.
            onMalformed: (error) => void this.close(error),
        });
        this.#sender = new Http2Sender(stream, () => this.#receiver.cameSeveral());
        this.incoming = this.#receiver.incoming;
        stream.respond({ ':status': 200, 'content-type': 'application/grpc+proto' }, { waitForTrailers: true });
        stream.on('wantTrailers', () => {
            stream.sendTrailers(statusHeaders(this.#reason));
            // The peer may never end its half; with the status sent, nothing that it says matters any more.
            setImmediate(() => {
                stream.close(constants.NGHTTP2_NO_ERROR);
            });
        });
        this.#listen();
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
        return (this.#closing ??= this.#finish(reason));
    }

    #listen(): void {
        const stream = this.#stream;
        stream.once('end', () => {
            // A client that cancels ends its half first; that it gave the stream up arrives right behind that.
            setImmediate(() => {
                this.#ended();
            });
        });
        stream.on('error', (error) => {
            this.#breakOff(this.#isConnectionLost ? new ConnectionLost(error.message, { cause: error }) : error);
        });
        stream.once('close', () => {
            // The other side has not ended it, nor has this one.
            if (this.#open && (!this.#receiver.ended || stream.rstCode !== constants.NGHTTP2_NO_ERROR)) this.#givenUp();
            this.#stop();
        });
    }

    /** The other side has nothing more to say. */
    #ended(): void {
        if (!this.#open) return;
        if (!this.#receiver.atBoundary) {
            // It never rejects.
            void this.close(new GrpcError(GrpcStatus.INTERNAL, 'the stream ended in the middle of a message'));
        }
        this.#receiver.end();
    }

    /** node:http2 ends the streams of a connection that has gone as if the other side had cancelled them. */
    get #isConnectionLost(): boolean {
        return this.#session?.destroyed === true;
    }

    #givenUp(): void {
        if (this.#isConnectionLost) this.#breakOff(new ConnectionLost('the connection to the peer has gone'));
        else this.#breakOff(new Error(`the peer gave the stream up (HTTP/2 error code ${this.#stream.rstCode})`));
    }

    async #finish(reason?: Error): Promise<void> {
        if (this.#stream.destroyed) {
            this.#stop();
            return;
        }
        this.#reason = reason;
        this.#sender.finish();
        this.#stop();
        await new Promise<void>((resolve) => {
            this.#stream.once('close', resolve);
            this.#stream.end();
        });
    }

    #breakOff(error: Error): void {
        this.#receiver.end(error);
        this.#stop();
    }

    #stop(): void {
        this.#open = false;
        this.#receiver.end();
    }
}
