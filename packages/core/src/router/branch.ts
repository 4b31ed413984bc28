import { type ChaincodeMessage, decodeMessage, MessageType } from '@heddle/protocol';
import { ChaincodeError, toError } from '../errors';
import type { Http2ClientStream } from '../transport/http2-client-stream';
import type { RoutedServer } from './routed-server';
import type { ServerConnection } from './server-connection';

/** What a branch tells the stream of its peer. */
export interface BranchEvents {
    /** The server registers: it is greeted, or refused, for it. */
    register(branch: Branch, message: ChaincodeMessage, frame: Uint8Array): void;
    /** The server says something about a transaction. What it returns holds the server back. */
    receive(branch: Branch, message: ChaincodeMessage, frame: Uint8Array): Promise<void> | undefined;
    /** Nothing comes any more. */
    end(branch: Branch, reason: Error | undefined): void;
}

/**
 * The stream between one peer and one life of a server: to the server, the router is that peer.
 *
 * Owns: the call of `protos.Chaincode/Connect`. Whatever becomes of it, its end is told once.
 */
export class Branch {
    readonly server: RoutedServer;
    readonly connection: ServerConnection;
    /** How many transactions it has. */
    inFlight = 0;
    readonly #stream: Http2ClientStream;
    readonly #events: BranchEvents;
    readonly #overdue: NodeJS.Timeout;
    #state: 'called' | 'registered' | 'greeted' | 'ended' = 'called';
    #wasGreeted = false;

    /** @param registrationTimeoutMs how long the server may take to register */
    constructor(
        server: RoutedServer,
        connection: ServerConnection,
        events: BranchEvents,
        registrationTimeoutMs: number,
    ) {
        this.server = server;
        this.connection = connection;
        this.#events = events;
        this.#stream = connection.open();
        this.#overdue = setTimeout(() => {
            this.close(
                new ChaincodeError('TIMEOUT', `it did not register within ${registrationTimeoutMs} ms of the call`),
            );
        }, registrationTimeoutMs).unref();
        // It never rejects.
        void this.#run();
    }

    /** Whether its server has registered, and has not heard yet that the peer accepted that. */
    get awaitsGreeting(): boolean {
        return this.#state === 'registered';
    }

    /** Whether it was good for transactions at any time. */
    get wasGreeted(): boolean {
        return this.#wasGreeted;
    }

    /** Whether it can be given transactions. */
    get isGiving(): boolean {
        return this.#state === 'greeted' && this.connection.isGiving;
    }

    /** Tells the server what the peer said when it accepted the registration. */
    greet(greeting: readonly Uint8Array[]): void {
        this.#state = 'greeted';
        this.#wasGreeted = true;
        for (const frame of greeting) this.send(frame);
    }

    /**
     * Not awaited: a server that is slow must not hold up the others. What waits for it is bounded by the peer, which has
     * one message under way for each transaction.
     */
    send(frame: Uint8Array): void {
        // One that has ended has told so already.
        void this.#stream.send(frame)?.catch(() => undefined);
    }

    /** Ends it. Idempotent. */
    close(reason?: Error): void {
        this.#end(reason);
        // It never rejects.
        void this.#stream.close(reason);
    }

    async #run(): Promise<void> {
        let reason: Error | undefined;
        try {
            await this.#read();
        } catch (thrown) {
            reason = toError(thrown);
        }
        this.close(reason);
    }

    async #read(): Promise<void> {
        for await (const frame of this.#stream.incoming) {
            const waiting = this.#take(decodeMessage(frame), frame);
            // A promise for nothing would cost each message a turn.
            if (waiting !== undefined) await waiting;
        }
    }

    #take(message: ChaincodeMessage, frame: Uint8Array): Promise<void> | undefined {
        this.connection.heard();
        if (message.type === MessageType.REGISTER) this.#register(message, frame);
        // A sign of life, which is for this side alone.
        else if (message.type !== MessageType.KEEPALIVE) return this.#events.receive(this, message, frame);
        return undefined;
    }

    #register(message: ChaincodeMessage, frame: Uint8Array): void {
        if (this.#state !== 'called') return;
        clearTimeout(this.#overdue);
        this.#state = 'registered';
        this.#events.register(this, message, frame);
    }

    #end(reason: Error | undefined): void {
        if (this.#state === 'ended') return;
        clearTimeout(this.#overdue);
        this.#state = 'ended';
        this.#events.end(this, reason);
    }
}
