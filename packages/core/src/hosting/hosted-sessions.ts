import type { MessageStream } from '@heddle/protocol';
import type { Admission } from '../admission/admission';
import { AdmittedStream } from '../admission/admitted-stream';
import type { Chaincode } from '../chaincode';
import { LimitedLog } from '../limited-log';
import type { FrameTap } from '../session/frame-tap';
import { SessionRunner } from '../session/session-runner';
import { ValueSizes } from '../transaction/value-sizes';
import { namesOfCalls } from '../transaction-name';
import type { SessionOrigin } from '../transport/session-origin';
import { Warnings } from '../warnings/warnings';
import { within } from '../within';
import type { SharedStream } from '../workers/shared-stream';
import { WorkerPool } from '../workers/worker-pool';
import type { ResolvedHostOptions } from './host-options';
import { withQueueSpans } from './queue-spans';
import { watchRegistration } from './watchdog';

interface HostedSession {
    readonly runner: SessionRunner;
    readonly host: string;
    /** The part of the stream that worker threads have. */
    readonly shared: SharedStream | undefined;
    /** Undefined where nothing is limited. */
    readonly admitted: AdmittedStream | undefined;
}

/**
 * The sessions of one package id, on all of its streams.
 *
 * Owns: a session from its REGISTER until its stream has ended, and the watch on its registration.
 */
export class HostedSessions {
    readonly #chaincode: Chaincode;
    readonly #options: ResolvedHostOptions;
    readonly #isReadyElsewhere: (host: string) => boolean;
    readonly #workers: WorkerPool | undefined;
    readonly #warnings: Warnings;
    readonly #valueSizes = new ValueSizes();
    readonly #admit: ((stream: MessageStream, peer: string) => AdmittedStream) | undefined;
    readonly #sessions = new Set<HostedSession>();

    /**
     * @param admission where the transactions of the process have their places; undefined for no limits
     * @param isReadyElsewhere whether this process serves the same id to a peer on streams that are not among these
     */
    constructor(
        chaincode: Chaincode,
        options: ResolvedHostOptions,
        admission: Admission | undefined,
        isReadyElsewhere: (host: string) => boolean = () => false,
    ) {
        this.#chaincode = chaincode;
        this.#options = options;
        this.#isReadyElsewhere = isReadyElsewhere;
        const { workers, logger, packageId, mspId, coalesce, transactionTimeoutMs, silencedWarnings, tracing } =
            options;
        this.#warnings = new Warnings(options);
        this.#admit = admission && doorOf(admission, chaincode, options);
        for (const { code } of chaincode.warnings ?? []) options.observer?.warningNoted?.({ code, name: undefined });
        if (workers === undefined) return;
        this.#workers = new WorkerPool({
            workers,
            session: { packageId, mspId, coalesce, transactionTimeoutMs, silencedWarnings, tracing },
            logger,
            observing: { observer: options.observer, nameOf: namesOfCalls(chaincode) },
        });
    }

    /** Starts the worker threads, where there are to be some. @throws ChaincodeError WORKER_FAILED */
    async start(): Promise<void> {
        await this.#workers?.start();
    }

    /** How many streams there are. */
    get size(): number {
        return this.#sessions.size;
    }

    /** How many transactions are under way, on all streams. */
    get transactionsInFlight(): number {
        return Array.from(this.#sessions).reduce(
            (sum, { runner, shared }) => sum + runner.transactionsInFlight + (shared?.inFlight ?? 0),
            0,
        );
    }

    /** How many transactions wait for a place, on all streams. */
    get transactionsWaiting(): number {
        return Array.from(this.#sessions).reduce((sum, { admitted }) => sum + (admitted?.waiting ?? 0), 0);
    }

    /** Whether a peer has accepted the registration, on any stream. */
    get isReady(): boolean {
        return this.#runners.some(({ state }) => state.kind === 'ready');
    }

    /** Whether the peer at this host has accepted the registration. */
    isReadyFor(asked: string): boolean {
        return Array.from(this.#sessions).some(({ runner, host }) => host === asked && runner.state.kind === 'ready');
    }

    /** Registers on a stream and serves it. Resolves when it has ended; never rejects. */
    async serve(stream: MessageStream, origin: SessionOrigin): Promise<void> {
        const { packageId, logger, registrationTimeoutMs, observer } = this.#options;
        const { remote, host, authority } = origin;
        const tap = this.#tapOf(remote);
        const session = this.#open(stream, host, tap);
        const { runner } = session;
        this.#sessions.add(session);
        observer?.sessionOpened?.();
        const isServedOtherwise = (): boolean => this.isReadyFor(host) || this.#isReadyElsewhere(host);
        const endWatch = watchRegistration(
            { runner, packageId, remote, authority, isServedOtherwise, logger, observer },
            registrationTimeoutMs,
        );
        await runner.run();
        tap?.ended(runner.state.kind === 'closed' ? runner.state.reason : undefined);
        endWatch();
        this.#sessions.delete(session);
    }

    /** The tap is not told of what limits refuse: it has not been run, and would not be when it is replayed. */
    #open(stream: MessageStream, host: string, tap: FrameTap | undefined): HostedSession {
        const admitted = this.#admit?.(stream, host);
        const shared = this.#workers?.share(admitted ?? stream, tap);
        const runner = new SessionRunner(shared?.own ?? admitted ?? stream, {
            ...this.#options,
            chaincode: this.#chaincode,
            warnings: this.#warnings,
            valueSizes: this.#valueSizes,
            // The stream of worker threads has frames that the session of this thread does not see.
            tap: shared === undefined ? tap : undefined,
        });
        return { runner, host, shared, admitted };
    }

    /** Refuses new transactions, lets those under way finish for as long as that, then ends all streams. */
    async close(graceMs: number): Promise<void> {
        for (const { admitted } of this.#sessions) admitted?.drain();
        const drained = Promise.all(
            Array.from(this.#sessions, ({ runner, shared }) => Promise.all([runner.drain(), shared?.drain()])),
        );
        if (!(await within(graceMs, drained))) {
            const { logger, packageId } = this.#options;
            const left = this.transactionsInFlight;
            logger.warn({ packageId }, `${left} transactions did not finish within ${graceMs} ms and are given up`);
        }
        await Promise.all(this.#runners.map((runner) => runner.close()));
        await this.#workers?.close();
    }

    #tapOf(remote: string): FrameTap | undefined {
        const { createTap, packageId, mspId, coalesce, transactionTimeoutMs, workers } = this.#options;
        if (createTap === undefined) return undefined;
        return createTap({
            packageId,
            mspId,
            coalesce,
            transactionTimeoutMs,
            workers: workers?.count ?? 0,
            remote,
        });
    }

    get #runners(): SessionRunner[] {
        return Array.from(this.#sessions, ({ runner }) => runner);
    }
}

/** What the streams of a chaincode come in by, where there are limits. */
function doorOf(
    admission: Admission,
    chaincode: Chaincode,
    { packageId, logger, observer, tracing }: ResolvedHostOptions,
): (stream: MessageStream, peer: string) => AdmittedStream {
    const nameOf = namesOfCalls(chaincode);
    const places = admission.placesBy(nameOf);
    const log = new LimitedLog(logger);
    const told = withQueueSpans(observer, tracing);
    return (stream, peer) =>
        new AdmittedStream(stream, { admission, packageId, peer, log, observer: told, nameOf, places });
}
