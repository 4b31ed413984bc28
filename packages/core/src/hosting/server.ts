import type { MessageStream } from '@heddle/protocol';
import type { Chaincode } from '../chaincode';
import { DEFAULT_GRACE_MS, SHUTDOWN_MS, type CloseOptions } from './closing';
import { ChaincodeError } from '../errors';
import { Health } from '../transport/health';
import { formatHostAndPort, type HostAndPort } from './host-and-port';
import { checkedChaincode } from './host-options';
import { HostedSessions, type SessionOrigin } from '../session/hosted-sessions';
import { Listener } from './listener';
import { resolveServerOptions, type ChaincodeServerOptions, type ResolvedServerOptions } from './server-options';
import type { Transport } from '../transport/transport';
import { within } from '../within';

/** Where a server listens. */
export interface ListeningAddress extends HostAndPort {
    /** Host and port as one text, for a peer or a client to dial. */
    readonly address: string;
}

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
    readonly #transport: Transport;
    readonly #listener: Listener;
    #starting: Promise<ListeningAddress> | undefined;
    #closing: Promise<void> | undefined;

    /** @throws ChaincodeError INVALID_OPTIONS, with one sentence that names the option and the remedy */
    constructor(chaincode: Chaincode, options: ChaincodeServerOptions) {
        this.#options = resolveServerOptions(options);
        this.#sessions = new HostedSessions(checkedChaincode(chaincode), this.#options);
        const { keepalive, tls, logger, transport } = this.#options;
        this.#transport = transport({
            keepalive,
            health: this.#health,
            onConnect: (stream, origin) => {
                this.#connect(stream, origin);
            },
        });
        // TLS ends at the listener: what it hands on is already decrypted.
        this.#listener = new Listener({
            tls,
            logger,
            accept: (connection) => {
                this.#transport.accept(connection);
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
     * @throws ChaincodeError WORKER_FAILED where a worker thread cannot start; LISTEN_FAILED where it cannot listen, or has been started or closed before
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
        await this.#sessions.start();
        const bound = await this.#listener.listen(this.#options.address);
        const address = formatHostAndPort(bound);
        const { logger, packageId, tls } = this.#options;
        logger.info({ packageId, address }, `listening on ${address} for ${packageId}, ${describeTls(tls)}`);
        return { ...bound, address };
    }

    #connect(stream: MessageStream, origin: SessionOrigin): void {
        // Neither rejects: how a session ended is in the log, and a stream that cannot be closed is closed.
        if (this.#closing === undefined) void this.#sessions.serve(stream, origin);
        else void stream.close(new Error('the chaincode server is shutting down'));
    }

    async #close(graceMs: number): Promise<void> {
        // Where it is about to listen, there is nothing to close before it does. Why it could not is told to who started it.
        await this.#starting?.catch(() => undefined);
        this.#health.drain();
        const gone = this.#listener.close();
        await this.#sessions.close(graceMs);
        this.#health.close();
        if (!(await within(SHUTDOWN_MS, this.#transport.close()))) this.#listener.destroyConnections();
        await gone;
    }
}

function describeTls(tls: ResolvedServerOptions['tls']): string {
    if (tls === undefined) return 'without TLS';
    return tls.clientCACerts === undefined ? 'with TLS' : 'with mutual TLS';
}

function misused(why: string): ChaincodeError {
    return new ChaincodeError('LISTEN_FAILED', `the server cannot start: ${why}`);
}
