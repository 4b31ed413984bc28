import { type ClientHttp2Session, type ClientHttp2Stream, connect, type IncomingHttpHeaders } from 'node:http2';
import { chaincodeService } from '@heddle/protocol';
import { frameHeader, FrameReader } from './frame-reader';

/** Where a chaincode server listens, and how to trust it. */
export interface ServerAddress {
    /** `host:port`. */
    readonly address: string;
    /** PEM of the authority that issued the server's certificate; without one the connection is in the clear. */
    readonly tlsAuthority?: string | undefined;
}

export interface ConnectionListener {
    onMessage(message: Buffer): void;
    /** The stream is over; with an error where it broke or the server said so. Told once. */
    onEnd(error: Error | undefined): void;
}

/**
 * A peer's window when it connects. A larger one would let both ends write more than the sockets hold, and node:http2 does
 * not read while a write waits: two of its ends then wait for each other, as no real peer does.
 */
const WINDOW_BYTES = 64 * 1024;
/** Node ends sessions that hold more than 10 MB by default; values of 1 MB times 16 in flight are more. */
const SESSION_MEGABYTES = 1024;
/** Below this, one copy and one write are cheaper than a write per part. */
const JOIN_BELOW_BYTES = 64 * 1024;

/**
 * The client side of `protos.Chaincode/Connect`, on node:http2 with gRPC's framing by hand: a gRPC library would cost
 * more than most of the servers that are measured. Messages collect until `flush`, which makes one write of them.
 */
export class GrpcConnection {
    readonly #session: ClientHttp2Session;
    readonly #stream: ClientHttp2Stream;
    /**
     * Whether PING and WINDOW_UPDATE are sent as grpc-go's client does it, which dials for a peer: both for the first data
     * after each answer to a PING, at once, so that what answers the data leaves in a segment after them
     * (grpc-go, internal/transport, http2_client.go handleData and bdp_estimator.go). Default: false.
     */
    probesBandwidth = false;
    #isProbing = false;
    #windowBytes = WINDOW_BYTES;
    #parts: Buffer[] = [];
    #bytes = 0;

    private constructor(session: ClientHttp2Session, listener: ConnectionListener) {
        this.#session = session;
        this.#stream = session.request({
            ':method': 'POST',
            ':path': chaincodeService.connect.path,
            'content-type': 'application/grpc',
            te: 'trailers',
        });
        this.#listen(listener);
    }

    /** Connects, and opens the stream. Rejects where nothing listens or the certificate is another one. */
    static open({ address, tlsAuthority }: ServerAddress, listener: ConnectionListener): Promise<GrpcConnection> {
        const session = connect(`${tlsAuthority === undefined ? 'http' : 'https'}://${address}`, {
            settings: { initialWindowSize: WINDOW_BYTES, enablePush: false },
            maxSessionMemory: SESSION_MEGABYTES,
            ...(tlsAuthority === undefined ? {} : { ca: tlsAuthority, checkServerIdentity: () => undefined }),
        });
        return new Promise((resolve, reject) => {
            session.once('error', reject);
            session.once('connect', () => {
                session.setLocalWindowSize(WINDOW_BYTES);
                session.off('error', reject);
                resolve(new GrpcConnection(session, listener));
            });
        });
    }

    /** Takes a message; `flush` sends it. */
    send(message: Buffer): void {
        const header = frameHeader(message.length);
        this.#parts.push(header, message);
        this.#bytes += header.length + message.length;
    }

    /** Writes all that was taken. What waits in Node is bounded by the transactions in flight: no back-pressure here. */
    flush(): void {
        if (this.#parts.length === 0 || this.#stream.destroyed) return;
        if (this.#bytes < JOIN_BELOW_BYTES) {
            this.#stream.write(Buffer.concat(this.#parts, this.#bytes));
        } else {
            this.#stream.cork();
            for (const part of this.#parts) this.#stream.write(part);
            this.#stream.uncork();
        }
        this.#parts = [];
        this.#bytes = 0;
    }

    /** Ends the connection at once. Idempotent. */
    close(): void {
        this.#stream.close();
        this.#session.destroy();
    }

    #probe(): void {
        if (this.#isProbing) return;
        // node:http2 tells of bytes that were taken by the half of a window. Growing it by one sends the frame.
        this.#session.setLocalWindowSize(++this.#windowBytes);
        this.#isProbing = this.#session.ping(() => {
            this.#isProbing = false;
        });
    }

    #listen(listener: ConnectionListener): void {
        const reader = new FrameReader();
        let error: Error | undefined;
        const fail = (reason: Error): void => {
            error ??= reason;
        };
        this.#session.on('error', fail);
        this.#stream.on('error', fail);
        this.#stream.on('data', (chunk: Buffer) => {
            reader.push(chunk, (message) => {
                listener.onMessage(message);
            });
            if (!this.probesBandwidth) this.flush();
            else {
                this.#probe();
                // node:http2 writes when the event loop has turned, before this runs.
                setImmediate(() => {
                    this.flush();
                });
            }
        });
        this.#stream.on('trailers', (trailers: IncomingHttpHeaders) => {
            const status = String(trailers['grpc-status']);
            if (status !== '0') fail(new Error(`grpc-status ${status}: ${String(trailers['grpc-message'])}`));
        });
        this.#stream.once('close', () => {
            listener.onEnd(error);
        });
    }
}
