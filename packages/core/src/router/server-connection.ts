import type { ClientHttp2Session } from 'node:http2';
import { chaincodeService } from '@heddle/protocol';
import { DialledConnection, type DialledConnectionOptions } from '../transport/dialled-connection';
import type { Http2ClientStream } from '../transport/http2-client-stream';
import { watchHealth } from '../transport/http2-health-watch';
import { keepAlive } from '../transport/http2-keepalive';

export interface ServerConnectionOptions extends DialledConnectionOptions {
    readonly keepalive: { readonly timeMs: number; readonly timeoutMs: number };
    /** Is called when it can be given more or less than before, and when it is over. */
    readonly onChange: () => void;
}

/**
 * How long a server that has transactions may be silent until it is asked whether it lives. The next question comes after
 * twice that and more: servers by grpc-go take it for an attack when they are asked a third time within a minute each
 * (grpc-go, internal/transport/http2_server.go, maxPingStrikes).
 */
const SILENT_MS = 10_000;
/** One that has not answered by then is given nothing until it does: it may compute, or hang. */
const DOUBTFUL_MS = 2_000;
/** One that has not answered by then is given up: peers do not wait any longer. */
const HOPELESS_MS = 30_000;

/**
 * A connection to a server, for the streams of all peers.
 *
 * Owns: the connection, and what the server says of itself on it: by GOAWAY that it is to be given nothing more, and by
 * its health whether it is to be given anything for now.
 */
export class ServerConnection {
    readonly #connection: DialledConnection;
    readonly #session: ClientHttp2Session;
    readonly #onChange: () => void;
    #isServing = true;
    #isLeaving = false;
    #isDoubtful = false;
    /** What happens while it does not answer the question whether it lives. */
    readonly #asking: NodeJS.Timeout[] = [];
    /** Whether something came from the server, by any of its streams, since that was looked at last. */
    #isHeard = false;
    #heardAt = performance.now();
    #askAfterMs = SILENT_MS;
    #calls = 0;
    readonly #stopWatching: () => void;

    private constructor(connection: DialledConnection, session: ClientHttp2Session, options: ServerConnectionOptions) {
        this.#connection = connection;
        this.#session = session;
        this.#onChange = options.onChange;
        // One for each peer, which may be many.
        session.setMaxListeners(0);
        session.once('goaway', () => {
            this.leave();
        });
        const stopAsking = keepAlive(session, options.keepalive);
        session.once('close', () => {
            stopAsking();
            this.#stopAsking();
            this.leave();
        });
        this.#stopWatching = watchHealth(connection, session, (isServing) => {
            this.#isServing = isServing;
            this.#onChange();
        });
    }

    /** @throws Error where there is no connection: what the server did, as the end of a sentence */
    static async dial(options: ServerConnectionOptions, signal: AbortSignal): Promise<ServerConnection> {
        const connection = new DialledConnection(options);
        const abort = (): void => {
            connection.close();
        };
        signal.addEventListener('abort', abort);
        try {
            return new ServerConnection(connection, await connection.connect(), options);
        } finally {
            signal.removeEventListener('abort', abort);
        }
    }

    /** Whether it can be given transactions. */
    get isGiving(): boolean {
        return this.#isServing && !this.#isLeaving && !this.#isDoubtful;
    }

    /** Whether it is to be given nothing any more. */
    get isLeaving(): boolean {
        return this.#isLeaving;
    }

    /** Resolves when it is over: to why, where it broke. */
    async over(): Promise<Error | undefined> {
        if (!this.#session.destroyed) await new Promise((resolve) => this.#session.once('close', resolve));
        return this.#connection.error;
    }

    /** Calls `protos.Chaincode/Connect`, for one peer. Only while it is not leaving. */
    open(): Http2ClientStream {
        const call = this.#connection.call(this.#session, chaincodeService.connect.path);
        this.#calls++;
        void call.over.then(() => {
            this.#calls--;
            if (this.#isLeaving) this.#closeIfUnused();
        });
        return call;
    }

    /** Something has come from the server. */
    heard(): void {
        this.#isHeard = true;
    }

    /** Asks the server whether it lives, where it has said nothing for long; one that does not answer is given up. */
    askIfSilent(): void {
        const now = performance.now();
        if (this.#isHeard) [this.#heardAt, this.#askAfterMs] = [now, SILENT_MS];
        this.#isHeard = false;
        const silentMs = now - this.#heardAt;
        if (this.#asking.length > 0 || this.#session.destroyed || silentMs < this.#askAfterMs) return;
        this.#askAfterMs = 2 * this.#askAfterMs + SILENT_MS;
        const doubt = setTimeout(() => {
            this.#doubt(true);
        }, DOUBTFUL_MS);
        const giveUp = setTimeout(() => {
            this.#session.destroy(new Error(`no answer to a ping within ${HOPELESS_MS} ms`));
        }, HOPELESS_MS);
        this.#asking.push(doubt, giveUp);
        this.#session.ping(() => {
            this.#stopAsking();
        });
    }

    /** Gives it nothing any more: it ends with its last call. Idempotent. */
    leave(): void {
        if (this.#isLeaving) return;
        this.#isLeaving = true;
        this.#stopWatching();
        this.#onChange();
        this.#closeIfUnused();
    }

    /** Ends it at once. Idempotent. */
    close(): void {
        this.#connection.close();
    }

    #closeIfUnused(): void {
        if (this.#calls === 0) this.close();
    }

    #stopAsking(): void {
        for (const timer of this.#asking.splice(0)) clearTimeout(timer);
        this.#doubt(false);
    }

    #doubt(isDoubtful: boolean): void {
        if (this.#isDoubtful === isDoubtful) return;
        this.#isDoubtful = isDoubtful;
        this.#onChange();
    }
}
