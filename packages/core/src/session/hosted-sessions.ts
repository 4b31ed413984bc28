import type { MessageStream } from '@heddle/protocol';
import type { Chaincode } from '../chaincode';
import type { ResolvedHostOptions } from '../hosting/host-options';
import { SessionRunner } from './session-runner';
import { watchRegistration } from './watchdog';
import { within } from '../within';

/** Where a session's stream comes from. */
export interface SessionOrigin {
    /** Host and port, for the log. */
    readonly remote: string;
    /** The host alone: the same for all streams of a peer. */
    readonly host: string;
}

interface HostedSession {
    readonly runner: SessionRunner;
    readonly host: string;
}

/**
 * The sessions of one package id, on whatever streams they run.
 *
 * Owns: a session from its REGISTER until its stream has ended, and the watch on its registration.
 */
export class HostedSessions {
    readonly #chaincode: Chaincode;
    readonly #options: ResolvedHostOptions;
    readonly #sessions = new Set<HostedSession>();

    constructor(chaincode: Chaincode, options: ResolvedHostOptions) {
        this.#chaincode = chaincode;
        this.#options = options;
    }

    /** How many streams there are. */
    get size(): number {
        return this.#sessions.size;
    }

    /** How many transactions are under way, on all streams. */
    get transactionsInFlight(): number {
        return this.#runners.reduce((sum, { transactionsInFlight }) => sum + transactionsInFlight, 0);
    }

    /** Whether a peer has accepted the registration, on any stream. */
    get isReady(): boolean {
        return this.#runners.some(({ state }) => state.kind === 'ready');
    }

    /** Registers on a stream and serves it. Resolves when it has ended; never rejects. */
    async serve(stream: MessageStream, { remote, host }: SessionOrigin): Promise<void> {
        const { packageId, logger, registrationTimeoutMs } = this.#options;
        const runner = new SessionRunner(stream, { ...this.#options, chaincode: this.#chaincode });
        const session: HostedSession = { runner, host };
        this.#sessions.add(session);
        const isServedOtherwise = (): boolean => this.#isReadyFor(host);
        const endWatch = watchRegistration(
            { runner, packageId, remote, isServedOtherwise, logger },
            registrationTimeoutMs,
        );
        await runner.run();
        endWatch();
        this.#sessions.delete(session);
    }

    /** Refuses new transactions, lets those under way finish for as long as that, then ends all streams. */
    async close(graceMs: number): Promise<void> {
        const drained = Promise.all(this.#runners.map((runner) => runner.drain()));
        if (!(await within(graceMs, drained))) {
            const { logger, packageId } = this.#options;
            const left = this.transactionsInFlight;
            logger.warn({ packageId }, `${left} transactions did not finish within ${graceMs} ms and are given up`);
        }
        await Promise.all(this.#runners.map((runner) => runner.close()));
    }

    get #runners(): SessionRunner[] {
        return Array.from(this.#sessions, ({ runner }) => runner);
    }

    #isReadyFor(asked: string): boolean {
        return Array.from(this.#sessions).some(({ runner, host }) => host === asked && runner.state.kind === 'ready');
    }
}
