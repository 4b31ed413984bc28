import { chaincodeSupportService } from '@heddle/protocol';
import { DialledConnection, type DialledConnectionOptions } from './dialled-connection';
import type { Http2ClientStream } from './http2-client-stream';
import { keepAlive } from './http2-keepalive';

/** What a connection to a peer is told. */
export interface PeerConnectionOptions extends DialledConnectionOptions {
    readonly keepalive: { readonly timeMs: number; readonly timeoutMs: number };
}

/** A connection to a peer, for one call. It is gone when it is closed, at whatever time. */
export class PeerConnection {
    readonly #keepalive: PeerConnectionOptions['keepalive'];
    readonly #connection: DialledConnection;

    constructor({ keepalive, ...options }: PeerConnectionOptions) {
        this.#keepalive = keepalive;
        this.#connection = new DialledConnection(options);
    }

    /**
     * Dials the peer and calls `protos.ChaincodeSupport/Register`. To be called once.
     * @throws Error where there is no connection: what the peer did, as the end of a sentence
     */
    async register(): Promise<Http2ClientStream> {
        const session = await this.#connection.connect();
        const stream = this.#connection.call(session, chaincodeSupportService.register.path);
        session.once('close', keepAlive(session, this.#keepalive));
        return stream;
    }

    /** Ends what there is of it, at once. Idempotent. */
    close(): void {
        this.#connection.close();
    }
}
