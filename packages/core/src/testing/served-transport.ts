import { type ChannelCredentials, type ChannelOptions, Client, credentials, type StatusObject } from '@grpc/grpc-js';
import { type MessageStream, streamOfClientCall } from '@heddle/protocol';
import { chaincodeService, MAX_MESSAGE_BYTES } from '@heddle/protocol';
import { formatHostAndPort } from '../hosting/host-and-port';
import { Listener } from '../hosting/listener';
import type { ResolvedServerTls } from '../hosting/tls';
import { TlsByName } from '../hosting/tls-by-name';
import { Health } from '../transport/health';
import type { Transport, TransportFactory } from '../transport/transport';
import { deferred } from './deferred';
import { RecordedLog } from './recorded-log';

/** Both ends of one call of `Connect`. */
export interface ServedCall {
    readonly server: MessageStream;
    readonly client: MessageStream;
    /** How the call ended, as gRPC tells its client. */
    readonly status: Promise<StatusObject>;
    /** Cancels the call at the client. */
    cancel(): void;
}

export interface ServedTransportOptions {
    readonly tls?: ResolvedServerTls | undefined;
    readonly keepalive?: { readonly timeMs: number; readonly timeoutMs: number };
}

/** A transport on a port of its own, without sessions: what peers open is the test's. */
export class ServedTransport {
    readonly health = new Health();
    readonly transport: Transport;
    readonly log = new RecordedLog();
    /** Streams that nobody took yet. */
    readonly #opened: MessageStream[] = [];
    readonly #waiting: ((stream: MessageStream) => void)[] = [];
    readonly #clients: Client[] = [];
    readonly #listener: Listener;
    #port = 0;

    private constructor(factory: TransportFactory, { tls, keepalive }: ServedTransportOptions) {
        this.transport = factory({
            keepalive: keepalive ?? { timeMs: 0, timeoutMs: 0 },
            health: this.health,
            onConnect: (stream) => {
                const taker = this.#waiting.shift();
                if (taker === undefined) this.#opened.push(stream);
                else taker(stream);
            },
        });
        this.#listener = new Listener({
            tls: tls && new TlsByName([{ hostname: undefined, tls }]),
            logger: this.log,
            accept: (connection) => {
                this.transport.accept(connection);
            },
        });
    }

    static async listen(factory: TransportFactory, options: ServedTransportOptions = {}): Promise<ServedTransport> {
        const served = new ServedTransport(factory, options);
        const { port } = await served.#listener.listen({ host: '127.0.0.1', port: 0 });
        served.#port = port;
        return served;
    }

    get port(): number {
        return this.#port;
    }

    /** The next stream that a client opened. */
    async opened(): Promise<MessageStream> {
        const stream = this.#opened.shift();
        if (stream !== undefined) return stream;
        const { promise, resolve } = deferred<MessageStream>();
        this.#waiting.push(resolve);
        return promise;
    }

    /** A client of grpc-js, on a connection of its own. */
    client(channel: ChannelCredentials = credentials.createInsecure(), options: ChannelOptions = {}): Client {
        const client = new Client(formatHostAndPort({ host: '127.0.0.1', port: this.#port }), channel, {
            'grpc.max_receive_message_length': MAX_MESSAGE_BYTES,
            'grpc.max_send_message_length': MAX_MESSAGE_BYTES,
            'grpc.use_local_subchannel_pool': 1,
            ...options,
        });
        this.#clients.push(client);
        return client;
    }

    /** Calls `Connect`, and takes the call at the server. */
    async call(client: Client = this.client()): Promise<ServedCall> {
        const { path, requestSerialize, responseDeserialize } = chaincodeService.connect;
        const call = client.makeBidiStreamRequest(path, requestSerialize, responseDeserialize);
        const status = new Promise<StatusObject>((resolve) => {
            call.once('status', resolve);
        });
        const stream = streamOfClientCall(call);
        const server = await this.opened();
        return {
            server,
            client: stream,
            status,
            cancel: () => {
                call.cancel();
            },
        };
    }

    /** Hangs up on everybody. */
    async close(): Promise<void> {
        const gone = this.#listener.close();
        this.health.close();
        for (const client of this.#clients) client.close();
        this.#listener.destroyConnections();
        await Promise.all([this.transport.close(), gone]);
    }
}
