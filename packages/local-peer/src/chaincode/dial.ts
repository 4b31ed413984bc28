import {
    type ChannelCredentials,
    type ChannelOptions,
    Client,
    type ClientDuplexStream,
    connectivityState,
    credentials,
    type StatusObject,
} from '@grpc/grpc-js';
import { chaincodeService, MAX_MESSAGE_BYTES, type MessageStream, streamOfClientCall } from '@heddle/protocol';
import type { ChaincodeAddress, ChaincodeTls } from '../channel/connect-options';
import { TrackedCredentials } from './tracked-credentials';

/** A stream to a chaincode server, and what it holds open. */
export interface Connection {
    readonly stream: MessageStream;
    /** Idempotent. */
    close(): Promise<void>;
}

const DEFAULT_DIAL_TIMEOUT_MS = 3000;

/** A peer's client (fabric, internal/pkg/comm/config.go): large messages, pings also when nothing runs. */
const KEEPALIVE: ChannelOptions = {
    'grpc.keepalive_time_ms': 60_000,
    'grpc.keepalive_timeout_ms': 20_000,
    'grpc.keepalive_permit_without_calls': 1,
};

const CHANNEL_OPTIONS: ChannelOptions = {
    'grpc.max_receive_message_length': MAX_MESSAGE_BYTES,
    'grpc.max_send_message_length': MAX_MESSAGE_BYTES,
    'grpc.enable_retries': 0,
    // One connection for each package, as a peer has it, and no search for a proxy or a service configuration.
    'grpc.use_local_subchannel_pool': 1,
    'grpc.enable_http_proxy': 0,
    'grpc.service_config_disable_resolution': 1,
    'grpc.initial_reconnect_backoff_ms': 100,
};

/** Causes that waiting does not cure (Go: FailOnNonTempDialError). */
const LASTING_CAUSES = /ECONNREFUSED|ENOTFOUND|EADDRNOTAVAIL|ENOENT|Name resolution failed/;

/**
 * Dials a chaincode server and opens its stream.
 * @throws Error in the peer's words: at once where nobody listens, else when the dial timeout is over
 */
export async function dial(connect: ChaincodeAddress): Promise<Connection> {
    const tracked = new TrackedCredentials(credentialsOf(connect.tls));
    const client = new Client(connect.address, tracked, optionsOf(connect));
    try {
        const call = await openStream(client, connect.dialTimeoutMs ?? DEFAULT_DIAL_TIMEOUT_MS);
        return connectionOf(client, call);
    } catch (error) {
        client.close();
        tracked.closeSockets();
        throw error;
    }
}

type Call = ClientDuplexStream<Uint8Array, Uint8Array>;

function connectionOf(client: Client, call: Call): Connection {
    const stream = streamOfClientCall(call);
    let closing: Promise<void> | undefined;
    async function close(): Promise<void> {
        await stream.close();
        // A server that does not end its half must not keep the connection open.
        call.cancel();
        client.close();
    }
    return { stream, close: () => (closing ??= close()) };
}

function credentialsOf(tls: ChaincodeTls | undefined): ChannelCredentials {
    if (tls === undefined) return credentials.createInsecure();
    const pem = (text: string | undefined): Buffer | null => (text === undefined ? null : Buffer.from(text));
    return credentials.createSsl(pem(tls.rootCert), pem(tls.clientKey), pem(tls.clientCert));
}

function optionsOf({ tls, keepalive = true }: ChaincodeAddress): ChannelOptions {
    return {
        ...CHANNEL_OPTIONS,
        ...(keepalive && KEEPALIVE),
        ...(tls?.serverName !== undefined && { 'grpc.ssl_target_name_override': tls.serverName }),
    };
}

/** Tries until there is a connection, the cause is a lasting one, or time is up. */
async function openStream(client: Client, timeoutMs: number): Promise<Call> {
    const watch = new ConnectivityWatch(client, timeoutMs);
    try {
        return await tryUntilOpen(client, watch);
    } finally {
        watch.end();
    }
}

async function tryUntilOpen(client: Client, watch: ConnectivityWatch): Promise<Call> {
    let cause = 'no connection yet';
    for (;;) {
        const call = startCall(client);
        const outcome = await Promise.race([failureOf(call), watch.untilReady()]);
        if (outcome === 'ready') return call;
        call.cancel();
        if (outcome !== 'late') cause = outcome.details;
        if (LASTING_CAUSES.test(cause)) throw dialError(cause);
        if (outcome === 'late' || (await watch.untilNot(connectivityState.TRANSIENT_FAILURE)) === 'late')
            throw dialError(`context deadline exceeded (${cause})`);
    }
}

function startCall(client: Client): Call {
    const { path, requestSerialize, responseDeserialize } = chaincodeService.connect;
    const call = client.makeBidiStreamRequest(path, requestSerialize, responseDeserialize);
    // The reader of the stream gets the error; a call that is given up must not end the process.
    call.on('error', () => undefined);
    return call;
}

function failureOf(call: Call): Promise<StatusObject> {
    return new Promise((resolve) => call.once('status', resolve));
}

/** Follows the state of a client's channel for a limited time. */
class ConnectivityWatch {
    readonly #client: Client;
    readonly #late: Promise<'late'>;
    readonly #timer: NodeJS.Timeout;
    #ended = false;

    constructor(client: Client, timeoutMs: number) {
        this.#client = client;
        let ring: ((value: 'late') => void) | undefined;
        this.#late = new Promise((resolve) => {
            ring = resolve;
        });
        this.#timer = setTimeout(() => ring?.('late'), timeoutMs);
    }

    async untilReady(): Promise<'ready' | 'late'> {
        while (!this.#ended) {
            // Asking for the state also makes an idle channel connect.
            const state = this.#client.getChannel().getConnectivityState(true);
            if (state === connectivityState.READY) return 'ready';
            if ((await this.untilNot(state)) === 'late') return 'late';
        }
        return 'late';
    }

    untilNot(state: connectivityState): Promise<'changed' | 'late'> {
        const changed = new Promise<'changed'>((resolve) => {
            // No deadline of grpc-js: its timer would outlive the channel.
            this.#client.getChannel().watchConnectivityState(state, Infinity, () => {
                resolve('changed');
            });
        });
        return Promise.race([changed, this.#late]);
    }

    end(): void {
        this.#ended = true;
        clearTimeout(this.#timer);
    }
}

function dialError(cause: string): Error {
    return new Error(`failed to create new connection: ${cause}`);
}
