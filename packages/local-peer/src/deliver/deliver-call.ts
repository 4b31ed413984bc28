import { once } from 'node:events';
import type { ServerDuplexStream } from '@grpc/grpc-js';

/** A status of gRPC that is not OK. */
export interface CallFailure {
    readonly code: number;
    readonly details: string;
}

/**
 * A call of Deliver, as its server has it. Unlike a chaincode's stream it goes on when the client has sent all that it
 * has to say: blocks still come.
 */
export class DeliverCall {
    readonly #call: ServerDuplexStream<Uint8Array, Uint8Array>;
    readonly #gone = new AbortController();

    constructor(call: ServerDuplexStream<Uint8Array, Uint8Array>) {
        this.#call = call;
        const abort = (): void => {
            this.#gone.abort();
        };
        call.once('cancelled', abort).once('close', abort);
    }

    /** Aborted when the client has cancelled the call, or is gone. */
    get gone(): AbortSignal {
        return this.#gone.signal;
    }

    /** The client's certificate in DER, where TLS is mutual. */
    get certificate(): Buffer | undefined {
        return this.#call.getAuthContext().sslPeerCertificate?.raw;
    }

    /** What the client sends, until it says that there is no more; throws where it is gone. To be iterated once. */
    requests(): AsyncIterable<Uint8Array> {
        // Destroyed, the call would not tell the client its status.
        return this.#call.iterator({ destroyOnReturn: false }) as AsyncIterable<Uint8Array>;
    }

    /**
     * Sends a message; resolves when the client has room for more.
     * @throws AbortError where the client is gone
     */
    async send(message: Uint8Array): Promise<void> {
        this.gone.throwIfAborted();
        if (!this.#call.write(message)) await once(this.#call, 'drain', { signal: this.gone });
    }

    /** Ends the call, well or not. What the client still sends is dropped. */
    end(failure?: CallFailure): void {
        if (this.gone.aborted) return;
        this.#call.resume();
        // grpc-js makes an 'error' on a server's call its status, and ends it.
        if (failure === undefined) this.#call.end();
        else this.#call.emit('error', failure);
    }
}
