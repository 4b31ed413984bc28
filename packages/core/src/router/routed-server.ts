import { toError } from '../errors';
import type { ResolvedClientTls } from '../hosting/tls';
import type { Logger } from '../logger';
import { pause } from './pause';
import { ServerConnection, type ServerConnectionOptions } from './server-connection';

export interface RoutedServerOptions extends Omit<ServerConnectionOptions, 'onChange' | 'tls'> {
    /** The TLS of the next connection: certificates may be renewed while a server lives. */
    readonly tls: () => ResolvedClientTls | undefined;
    /** Host and port, for the log. */
    readonly address: string;
    /** For the log. */
    readonly route: string;
    readonly logger: Logger;
    /** Is called when it can be given more or less than before. */
    readonly onChange: () => void;
}

/** The pauses between attempts to dial a server, in milliseconds: from the first one doubled to the longest. */
const FIRST_PAUSE_MS = 50;
const LONGEST_PAUSE_MS = 1_000;
/** How often the log says that a server still cannot be reached, for the same reason. */
const TELL_AGAIN_MS = 60_000;
/** For how long a server that refused a transaction is given none, where others are there. */
const REFUSAL_MS = 1_000;

/**
 * A server at one address.
 *
 * Owns: the connection to it, which is dialled again and again, and the count of its transactions. One life of a server
 * is one connection: what is left of an earlier one, which only finishes, is not known here any more.
 */
export class RoutedServer {
    readonly address: string;
    /** How many transactions it has, of all peers, on connections that are leaving, too. */
    inFlight = 0;
    /** When it was given a transaction last, in the order of all. */
    turn = 0;
    readonly #options: RoutedServerOptions;
    readonly #closed = new AbortController();
    /** Those that are leaving, too. */
    readonly #connections = new Set<ServerConnection>();
    #connection: ServerConnection | undefined;
    #refusedAt: number | undefined;
    /** Why it cannot be reached, as the log was told last. */
    #told: { readonly why: string; readonly at: number } | undefined;

    constructor(options: RoutedServerOptions) {
        this.#options = options;
        this.address = options.address;
        // It never rejects.
        void this.#keepUp();
    }

    /** The connection by which it can be given transactions, or could until it said that it does not serve for now. */
    get connection(): ServerConnection | undefined {
        return this.#connection?.isLeaving === false ? this.#connection : undefined;
    }

    /** Whether it can be given transactions. */
    get isUp(): boolean {
        return this.#connection?.isGiving === true;
    }

    /** Whether it has just refused a transaction. */
    get isPaused(): boolean {
        return this.#refusedAt !== undefined && performance.now() - this.#refusedAt < REFUSAL_MS;
    }

    /** @param isPaused false where the transaction turned out to be at fault */
    pause(isPaused: boolean): void {
        this.#refusedAt = isPaused ? performance.now() : undefined;
    }

    /** Finds out whether it lives, where transactions depend on it. */
    watch(): void {
        if (this.inFlight > 0) this.#connection?.askIfSilent();
        else this.#connection?.heard();
    }

    /** It is not among the servers any more: it is given nothing, and dialled no more. */
    retire(): void {
        this.#closed.abort();
        this.#connection?.leave();
    }

    /** Ends it at once. */
    close(): void {
        this.retire();
        for (const connection of this.#connections) connection.close();
    }

    async #keepUp(): Promise<void> {
        const { signal } = this.#closed;
        let pauseMs = FIRST_PAUSE_MS;
        while (!signal.aborted) {
            const wasUp = await this.#live(signal);
            // One that was up and is gone may be back at once; one that never answers is not asked all the time.
            pauseMs = wasUp ? FIRST_PAUSE_MS : Math.min(2 * pauseMs, LONGEST_PAUSE_MS);
            await pause(pauseMs, signal);
        }
    }

    /** One life of the server, until it is to be given nothing more. Tells whether it was up at all. */
    async #live(signal: AbortSignal): Promise<boolean> {
        const { route, logger } = this.#options;
        let leave: () => void = () => undefined;
        const left = new Promise<void>((resolve) => (leave = resolve));
        const onChange = (): void => {
            if (this.#connection?.isLeaving === true) leave();
            this.#options.onChange();
        };
        try {
            const tls = this.#options.tls();
            this.#connection = await ServerConnection.dial({ ...this.#options, tls, onChange }, signal);
        } catch (error) {
            if (!signal.aborted) this.#logUnreachable(toError(error));
            return false;
        }
        const connection = this.#connection;
        this.#connections.add(connection);
        this.#told = undefined;
        logger.info({ route, server: this.address }, `${route}: the server at ${this.address} is there`);
        void this.#forget(connection);
        if (signal.aborted) connection.leave();
        onChange();
        await left;
        return true;
    }

    async #forget(connection: ServerConnection): Promise<void> {
        const error = await connection.over();
        this.#connections.delete(connection);
        const { route, logger } = this.#options;
        const why = error === undefined ? '' : `: ${error.message}`;
        if (!this.#closed.signal.aborted) {
            logger.info({ route, server: this.address }, `${route}: the server at ${this.address} is gone${why}`);
        }
    }

    #logUnreachable({ message: why }: Error): void {
        const at = performance.now();
        if (this.#told?.why === why && at - this.#told.at < TELL_AGAIN_MS) return;
        this.#told = { why, at };
        const { route, logger } = this.#options;
        const text = `${route}: no connection to the server at ${this.address}: ${why}; dialling it again and again`;
        logger.warn({ route, server: this.address }, text);
    }
}
