import { Server, ServerCredentials, status as Status, type ServerDuplexStream } from '@grpc/grpc-js';
import { chaincodeService, MAX_MESSAGE_BYTES, streamOfServerCall } from '@heddle/protocol';
import type { Chaincode } from './chaincode';
import { DEFAULT_GRACE_MS, SHUTDOWN_MS, type CloseOptions } from './closing';
import { ChaincodeError } from './errors';
import { Health, healthService } from './health';
import { formatHostAndPort, type HostAndPort } from './host-and-port';
import { checkedChaincode } from './host-options';
import { HostedSessions } from './hosted-sessions';
import { Listener } from './listener';
import { resolveServerOptions, type ChaincodeServerOptions, type ResolvedServerOptions } from './server-options';
import { within } from './within';

/** Where a server listens. */
export interface ListeningAddress extends HostAndPort {
    /** Host and port as one text, for a peer or a client to dial. */
    readonly address: string;
}

type ConnectCall = ServerDuplexStream<Uint8Array, Uint8Array>;

/**
 * Hosts a chaincode as an external service: peers dial in, each stream that they open becomes a session. The health
 * service of gRPC is on the same port.
 *
 *     const server = new ChaincodeServer(chaincode, { packageId: 'mycc:fcbf…', address: '0.0.0.0:9999' });
 *     await server.start();
 *     process.once('SIGTERM', () => void server.close());
 */
export class ChaincodeServer {
    readonly #options: ResolvedServerOptions;
    readonly #sessions: HostedSessions;
    readonly #health = new Health();
    readonly #grpc: Server;
    readonly #listener: Listener;
    #starting: Promise<ListeningAddress> | undefined;
    #closing: Promise<void> | undefined;

    /** @throws ChaincodeError INVALID_OPTIONS, with one sentence that names the option and the remedy */
    constructor(chaincode: Chaincode, options: ChaincodeServerOptions) {
        this.#options = resolveServerOptions(options);
        this.#sessions = new HostedSessions(checkedChaincode(chaincode), this.#options);
        const { keepalive, tls, logger } = this.#options;
        this.#grpc = new Server({
            'grpc.max_receive_message_length': MAX_MESSAGE_BYTES,
            'grpc.max_send_message_length': MAX_MESSAGE_BYTES,
            'grpc.keepalive_time_ms': keepalive.timeMs,
            'grpc.keepalive_timeout_ms': keepalive.timeoutMs,
            // Statistics that nobody can ask for here.
            'grpc.enable_channelz': 0,
        });
        this.#grpc.addService(healthService, this.#health.implementation);
        this.#grpc.addService(chaincodeService, {
            connect: (call: ConnectCall) => {
                this.#connect(call);
            },
        });
        // TLS ends at the listener: what it hands on is already decrypted.
        const injector = this.#grpc.createConnectionInjector(ServerCredentials.createInsecure());
        this.#listener = new Listener({
            tls,
            logger,
            accept: (connection) => {
                injector.injectConnection(connection);
            },
        });
    }

    /** How many streams peers have open. */
    get sessionCount(): number {
        return this.#sessions.size;
    }

    /** How many transactions are under way, on all streams. */
    get transactionsInFlight(): number {
        return this.#sessions.transactionsInFlight;
    }

    /** Whether some peer has accepted the registration. */
    get isReady(): boolean {
        return this.#sessions.isReady;
    }

    /**
     * Listens, and resolves when peers can dial in.
     * @throws ChaincodeError LISTEN_FAILED where it cannot listen, or has been started or closed before
     */
    async start(): Promise<ListeningAddress> {
        if (this.#closing !== undefined) throw misused('it has been closed, and a server listens once: make a new one');
        if (this.#starting !== undefined) throw misused('it has been started already');
        this.#starting = this.#listen();
        return this.#starting;
    }

    /**
     * Drains: takes no new connections and no new transactions, lets those under way finish, then ends all streams.
     * Idempotent; the first call's grace counts.
     */
    close({ graceMs = DEFAULT_GRACE_MS }: CloseOptions = {}): Promise<void> {
        return (this.#closing ??= this.#close(graceMs));
    }

    [Symbol.asyncDispose](): Promise<void> {
        return this.close();
    }

    async #listen(): Promise<ListeningAddress> {
        const bound = await this.#listener.listen(this.#options.address);
        const address = formatHostAndPort(bound);
        const { logger, packageId, tls } = this.#options;
        logger.info({ packageId, address }, `listening on ${address} for ${packageId}, ${describeTls(tls)}`);
        return { ...bound, address };
    }

    #connect(call: ConnectCall): void {
        if (this.#closing !== undefined) {
            call.emit('error', { code: Status.UNAVAILABLE, details: 'the chaincode server is shutting down' });
            return;
        }
        const remote = call.getPeer();
        // It never rejects: how it ended is in the log.
        void this.#sessions.serve(streamOfServerCall(call), { remote, host: remote.replace(/:\d+$/, '') });
    }

    async #close(graceMs: number): Promise<void> {
        // Where it is about to listen, there is nothing to close before it does. Why it could not is told to who started it.
        await this.#starting?.catch(() => undefined);
        this.#health.drain();
        const gone = this.#listener.close();
        await this.#sessions.close(graceMs);
        this.#health.close();
        if (!(await within(SHUTDOWN_MS, this.#shutDown()))) this.#listener.destroyConnections();
        await gone;
    }

    #shutDown(): Promise<void> {
        return new Promise((resolve) => {
            // What it has to say is that its own server, which does not listen, does not listen.
            this.#grpc.tryShutdown(() => {
                resolve();
            });
        });
    }
}

function describeTls(tls: ResolvedServerOptions['tls']): string {
    if (tls === undefined) return 'without TLS';
    return tls.clientCACerts === undefined ? 'with TLS' : 'with mutual TLS';
}

function misused(why: string): ChaincodeError {
    return new ChaincodeError('LISTEN_FAILED', `the server cannot start: ${why}`);
}
