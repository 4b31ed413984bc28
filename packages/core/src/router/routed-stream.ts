import {
    chaincodeId,
    type ChaincodeMessage,
    decodeMessage,
    encodeMessage,
    type MessageStream,
    MessageType,
} from '@heddle/protocol';
import { toError } from '../errors';
import { LimitedLog } from '../limited-log';
import { GrpcError, GrpcStatus } from '../transport/grpc-status';
import type { SessionOrigin } from '../transport/session-origin';
import { within } from '../within';
import { Branch, type BranchEvents } from './branch';
import { pause } from './pause';
import type { RoutedServer } from './routed-server';
import { RoutedTransactions } from './routed-transactions';
import type { ResolvedRoute, ResolvedRouterOptions } from './router-options';
import type { ServerConnection } from './server-connection';
import type { Servers } from './servers';

/** The pauses between calls on the connection of a server that does not take them, in milliseconds. */
const FIRST_PAUSE_MS = 50;
const LONGEST_PAUSE_MS = 5_000;

/** What a routed stream is made of. */
export interface RoutedStreamParts {
    readonly route: ResolvedRoute;
    readonly options: ResolvedRouterOptions;
    readonly servers: Servers;
}

/**
 * A peer's stream, shared by servers: to each of them the router is this peer, by a stream of its own. So two peers may
 * have the same transaction run at the same time.
 *
 * Owns: the streams to the servers, and what the peer said when it accepted the registration: servers that come later have
 * to hear it. The first server's REGISTER goes to the peer; those of the others must say the same, and go nowhere.
 */
export class RoutedStream {
    readonly #peer: MessageStream;
    readonly #origin: SessionOrigin;
    readonly #parts: RoutedStreamParts;
    readonly #log: LimitedLog;
    readonly #transactions: RoutedTransactions;
    readonly #branches = new Map<ServerConnection, Branch>();
    /** How long to wait before the next call on a connection whose last call ended. */
    readonly #pauses = new WeakMap<ServerConnection, number>();
    /** Those that are about to be called. */
    readonly #pausing = new Set<ServerConnection>();
    readonly #greeting: Uint8Array[] = [];
    readonly #closed = new AbortController();
    #registeredAs: string | undefined;
    #isReady = false;
    #watch: NodeJS.Timeout | undefined;

    constructor(peer: MessageStream, origin: SessionOrigin, parts: RoutedStreamParts) {
        this.#peer = peer;
        this.#origin = origin;
        this.#parts = parts;
        const { route, options, servers } = parts;
        this.#log = new LimitedLog(options.logger);
        this.#transactions = new RoutedTransactions(peer, {
            ...options,
            route: route.name,
            observer: route.observer,
            choose: (except) => servers.choose(this.#branches.values(), except),
        });
    }

    /** Whether the peer has accepted the registration. */
    get isReady(): boolean {
        return this.#isReady;
    }

    get transactionsInFlight(): number {
        return this.#transactions.size;
    }

    /** Serves the peer until one of the two ends the stream. Never rejects. */
    async run(): Promise<void> {
        const { route, options } = this.#parts;
        route.observer.sessionOpened?.();
        this.#endUnless(() => this.#registeredAs !== undefined, options.serverWaitMs, this.#noServer);
        this.review();
        let reason: Error | undefined;
        try {
            for await (const frame of this.#peer.incoming) this.#receive(frame);
        } catch (thrown) {
            reason = toError(thrown);
        }
        this.#end(reason);
        await this.#peer.close();
    }

    /** Calls servers that have come, and leaves those that are to be left. */
    review(): void {
        if (this.#closed.signal.aborted) return;
        for (const server of this.#parts.servers.all) {
            const { connection } = server;
            if (connection !== undefined && !this.#branches.has(connection)) void this.#open(server, connection);
        }
        for (const [connection, branch] of this.#branches) {
            if (connection.isLeaving && branch.inFlight === 0) branch.close();
        }
        this.#transactions.placeWaiting();
    }

    /** Takes no new transactions, lets those under way finish for as long as that, and ends the stream. */
    async close(graceMs: number): Promise<void> {
        const drained = this.#transactions.drain();
        if (!(await within(graceMs, drained))) {
            const { route, options } = this.#parts;
            const left = `${this.#transactions.size} transactions did not finish within ${graceMs} ms and are given up`;
            options.logger.warn({ route: route.name }, `${route.name}: ${left}`);
        }
        this.#end(undefined);
        await this.#peer.close();
    }

    #receive(frame: Uint8Array): void {
        let message: ChaincodeMessage;
        try {
            message = decodeMessage(frame);
        } catch (thrown) {
            this.#write('warn', 'malformed', `ignored a message that cannot be decoded: ${toError(thrown).message}`);
            return;
        }
        switch (message.type) {
            case MessageType.REGISTERED:
            case MessageType.READY:
                this.#accept(message, frame);
                return;
            case MessageType.KEEPALIVE:
                // As chaincode does, and once for all of them.
                void this.#peer.send(encodeMessage({ type: MessageType.KEEPALIVE }))?.catch(() => undefined);
                return;
            case MessageType.INIT:
            case MessageType.TRANSACTION:
                this.#transactions.begin(message, frame);
                return;
            default:
                this.#transactions.answer(message, frame);
        }
    }

    #accept({ type }: ChaincodeMessage, frame: Uint8Array): void {
        this.#greeting.push(frame);
        if (type !== MessageType.READY || this.#isReady) return;
        this.#isReady = true;
        clearTimeout(this.#watch);
        const { route, options } = this.#parts;
        const registered = `the peer at ${this.#origin.remote} has accepted ${this.#registeredAs ?? route.name}`;
        options.logger.info({ route: route.name, remote: this.#origin.remote }, `${route.name}: ${registered}`);
        route.observer.registrationAccepted?.();
        for (const branch of this.#branches.values()) if (branch.awaitsGreeting) branch.greet(this.#greeting);
        this.#transactions.placeWaiting();
    }

    async #open(server: RoutedServer, connection: ServerConnection): Promise<void> {
        if (this.#pausing.has(connection)) return;
        const pauseMs = this.#pauses.get(connection) ?? 0;
        this.#pauses.set(connection, Math.min(2 * pauseMs || FIRST_PAUSE_MS, LONGEST_PAUSE_MS));
        this.#pausing.add(connection);
        if (pauseMs > 0) await pause(pauseMs, this.#closed.signal);
        this.#pausing.delete(connection);
        if (this.#closed.signal.aborted || connection.isLeaving) return;
        const events = { register: this.#register, receive: this.#forward, end: this.#lose };
        const { registrationTimeoutMs } = this.#parts.options;
        this.#branches.set(connection, new Branch(server, connection, events, registrationTimeoutMs));
    }

    readonly #register = (branch: Branch, { payload }: ChaincodeMessage, frame: Uint8Array): void => {
        const name = nameIn(payload);
        const expected = this.#parts.route.packageId ?? this.#registeredAs ?? name;
        if (name !== expected) {
            branch.close(
                new Error(
                    `it registers as ${JSON.stringify(name)} and not as ${expected}: a server of another chaincode, or of ` +
                        'another version of the package, is at this address',
                ),
            );
            return;
        }
        if (this.#registeredAs === undefined) this.#registerAs(name, frame);
        if (!this.#isReady) return;
        branch.greet(this.#greeting);
        this.#transactions.placeWaiting();
    };

    #registerAs(name: string, frame: Uint8Array): void {
        this.#registeredAs = name;
        void this.#peer.send(frame)?.catch(() => undefined); // one that is gone has ended this stream
        this.#endUnless(() => this.#isReady, this.#parts.options.registrationTimeoutMs, this.#notAccepted);
    }

    readonly #forward: BranchEvents['receive'] = (branch, message, frame) =>
        this.#transactions.receive(branch, message, frame);

    readonly #lose = (branch: Branch, reason: Error | undefined): void => {
        const { server, connection } = branch;
        this.#branches.delete(connection);
        if (this.#closed.signal.aborted) return;
        const wasGood = branch.wasGreeted;
        if (wasGood) this.#pauses.delete(connection);
        else if (!connection.isLeaving) this.#write('warn', server.address, this.#uselessText(server, reason));
        this.#transactions.lose(branch);
        this.review();
    };

    #uselessText({ address }: RoutedServer, reason: Error | undefined): string {
        return `the server at ${address} cannot be used: ${reason?.message ?? 'it ended the stream before it was registered'}`;
    }

    /** Ends the stream with an error where it has not come that far in time: what the peer's callers wait for would not come. */
    #endUnless(isThere: () => boolean, afterMs: number, explain: (afterMs: number) => string): void {
        clearTimeout(this.#watch);
        this.#watch = setTimeout(() => {
            if (isThere()) return;
            const why = explain(afterMs);
            this.#write('error', 'registration', why);
            this.#end(undefined);
            // It never rejects, and the end is noticed where the stream is read.
            void this.#peer.close(new GrpcError(GrpcStatus.UNAVAILABLE, why));
        }, afterMs).unref();
    }

    readonly #noServer = (afterMs: number): string =>
        `NO_SERVER: no server has registered within ${afterMs} ms for the peer at ${this.#origin.remote}: look at the ` +
        'servers that are given to the router, and at its log of them';

    readonly #notAccepted = (afterMs: number): string => {
        const name = this.#registeredAs ?? '';
        const message =
            `the peer at ${this.#origin.remote} did not accept package id ${name} within ${afterMs} ms: compare it with ` +
            'what `peer lifecycle chaincode queryinstalled` shows there, and correct CORE_CHAINCODE_ID of the servers';
        this.#parts.route.observer.registrationRefused?.(message);
        return message;
    };

    #write(level: 'warn' | 'error', kind: string, text: string): void {
        const { name: route } = this.#parts.route;
        this.#log.write(level, kind, { route, remote: this.#origin.remote }, `${route}: ${text}`);
    }

    #end(reason: Error | undefined): void {
        if (this.#closed.signal.aborted) return;
        this.#closed.abort();
        clearTimeout(this.#watch);
        this.#transactions.close();
        for (const branch of [...this.#branches.values()]) branch.close(reason);
        this.#log.close();
    }
}

function nameIn(payload: Uint8Array): string {
    try {
        return chaincodeId.decode(payload).name;
    } catch {
        return '';
    }
}
