import {
    chaincodeInput,
    type ChaincodeMessage,
    createStreamPair,
    decodeMessage,
    EMPTY,
    type MessageStream,
    MessageType,
    response,
    TransactionEnvelope,
} from '@heddle/protocol';
import { ChurningMap, transactionKey, Waiters } from '@heddle/protocol/internal';
import { ChaincodeError, shown, toError } from '../errors';
import type { Logger } from '../logger';
import type { HostObserver } from '../observer';
import type { FrameTap } from '../session/frame-tap';
import type { PassedTransaction } from '../tracing/passing-spans';
import type { NameOf } from '../transaction-name';
import { ThreadMeter } from './thread-meter';
import type { WorkerThread } from './worker-thread';

export interface SharedStreamOptions {
    readonly logger: Logger;
    /** As for a session. 0: never. */
    readonly transactionTimeoutMs: number;
    /** Whether a function is one for threads. */
    readonly runs: (functionName: string) => boolean;
    /** Is told of the frames of the peer's stream, whichever thread answers. */
    readonly tap: FrameTap | undefined;
    /** Is told of the transactions of threads and of their requests, which are seen passing by. */
    readonly observer: HostObserver | undefined;
    /** What a function is called, by the first argument of its calls. */
    readonly nameOf: NameOf;
    /** Is told of transactions that a thread had, and that are over; undefined where they are not traced. */
    readonly passed: ((transaction: PassedTransaction) => void) | undefined;
    /** The thread that is to take the next transaction; undefined while no thread is up. */
    readonly idlest: () => WorkerThread | undefined;
}

/** Which transaction: transactions of one id can run on several channels at the same time. */
type TransactionName = Pick<ChaincodeMessage, 'channelId' | 'txId'>;

/** A transaction that a thread has been given and has not answered. */
interface Assignment {
    readonly transaction: TransactionName;
    readonly thread: WorkerThread;
    readonly since: number;
    /** Only where somebody observes. */
    readonly meter: ThreadMeter | undefined;
}

/**
 * A thread answers a transaction with TIMEOUT itself while it comes back to its event loop. One that is so much later
 * does not come back.
 */
const LATE_MS = 1_000;

/** The status of a transaction that is answered in the place of its thread. */
const FAILED = 500;

/**
 * A peer's stream, shared by the session of this thread and those of worker threads: each of them sees a peer of its own
 * that registers it and has it run transactions. So a transaction in a thread is the same as one here, by the same code.
 *
 * Owns: the streams to the threads. Each transaction that a thread has been given is answered once, also where the thread
 * ends (I1), and only its own transactions fail with it.
 */
export class SharedStream {
    /** What is left for the session of this thread. It ends as the peer's stream does, and ends that. */
    readonly own: MessageStream;
    readonly #peer: MessageStream;
    readonly #options: SharedStreamOptions;
    readonly #rest: MessageStream;
    readonly #branches = new Map<WorkerThread, MessageStream>();
    readonly #assigned = new ChurningMap<string, Assignment>();
    /** What the peer said until the session was ready: a thread that joins later has to hear it. */
    readonly #greeting: Uint8Array[] = [];
    readonly #watch: NodeJS.Timeout | undefined;
    readonly #whenDrained = new Waiters();
    #draining = false;
    #closed = false;
    #hasFailedToChoose = false;

    constructor(peer: MessageStream, options: SharedStreamOptions) {
        this.#peer = peer;
        this.#options = options;
        const [own, rest] = createStreamPair();
        this.#rest = rest;
        const ended = Promise.all([this.#receive(), this.#forwardOwn()]);
        this.own = {
            incoming: own.incoming,
            send: (frame) => own.send(frame),
            async close(reason) {
                await own.close(reason);
                await ended;
            },
        };
        if (options.transactionTimeoutMs > 0) this.#watch = setInterval(this.#giveUpOverdue, LATE_MS).unref();
    }

    /** How many transactions are with threads. */
    get inFlight(): number {
        return this.#assigned.size;
    }

    /** Gives threads no more transactions; resolves when those that they have are answered. */
    async drain(): Promise<void> {
        this.#draining = true;
        if (this.#assigned.size > 0) await this.#whenDrained.wait();
    }

    async #receive(): Promise<void> {
        let reason: Error | undefined;
        try {
            for await (const frame of this.#peer.incoming) {
                this.#options.tap?.received(frame);
                await this.#route(frame);
            }
        } catch (error) {
            reason = toError(error);
        }
        await this.#end(reason);
    }

    /** What the session of this thread says, to the peer; when it is done, so is the stream. */
    async #forwardOwn(): Promise<void> {
        let reason: Error | undefined;
        try {
            for await (const frame of this.#rest.incoming) await this.#sendToPeer(frame);
        } catch (error) {
            reason = toError(error);
        }
        await this.#end(reason);
        await this.#peer.close(reason);
    }

    async #route(frame: Uint8Array): Promise<void> {
        const thread = this.#threadFor(frame);
        // Not awaited where a thread is to take it: one that is busy must not hold up the others. What waits for it is
        // bounded by the peer, which has one message under way for each transaction.
        if (thread !== undefined) void this.#send(thread, frame);
        // Gone when that session has ended, which ends this stream as well.
        else await this.#rest.send(frame)?.catch(() => undefined);
    }

    #threadFor(frame: Uint8Array): WorkerThread | undefined {
        let message: ChaincodeMessage;
        try {
            message = decodeMessage(frame);
        } catch {
            // The session of this thread has a word for it.
            return undefined;
        }
        switch (message.type) {
            case MessageType.REGISTERED:
            case MessageType.READY:
                this.#greeting.push(frame);
                return undefined;
            case MessageType.INIT:
            case MessageType.TRANSACTION:
                return this.#assign(message);
            default:
                return this.#answer(message);
        }
    }

    #answer(message: ChaincodeMessage): WorkerThread | undefined {
        const assignment = this.#assigned.get(transactionKey(message));
        assignment?.meter?.answered(message);
        return assignment?.thread;
    }

    /** Where the peer asks again for a transaction that a thread has, that thread has to know. */
    #assign(message: ChaincodeMessage): WorkerThread | undefined {
        const key = transactionKey(message);
        const earlier = this.#assigned.get(key);
        const functionName = functionOf(message);
        if (earlier === undefined && (this.#draining || !this.#isForThreads(functionName))) return undefined;
        const thread = earlier?.thread ?? this.#options.idlest();
        if (thread === undefined) {
            this.#options.logger.warn(
                nameOf(message),
                'no worker thread is up: the transaction runs where peers are served',
            );
            return undefined;
        }
        if (earlier === undefined) thread.inFlight++;
        earlier?.meter?.ended(undefined);
        const meter = this.#meterOf(message, functionName);
        this.#assigned.set(key, { transaction: nameOf(message), thread, since: performance.now(), meter });
        return thread;
    }

    /** What cannot be read is refused by the session of this thread; what nobody can decide about runs there. */
    #isForThreads(functionName: string | undefined): boolean {
        if (functionName === undefined) return false;
        try {
            return this.#options.runs(functionName);
        } catch (error) {
            this.#noteFailedChoice(functionName, error);
            return false;
        }
    }

    /** Once for a stream: any client can ask for a function that `runs` does not know, as often as it likes. */
    #noteFailedChoice(functionName: string, error: unknown): void {
        if (this.#hasFailedToChoose) return;
        this.#hasFailedToChoose = true;
        const text =
            `workers.runs threw for the function ${shown(functionName)}: the transaction runs where peers are served, as do ` +
            'all others that it throws for; let it answer true or false for any name, also for one that no contract has';
        this.#options.logger.error({ err: toError(error) }, text);
    }

    #meterOf({ channelId, txId }: TransactionName, functionName = ''): ThreadMeter | undefined {
        const { observer, nameOf } = this.#options;
        return observer && new ThreadMeter(observer, { channelId, txId, name: nameOf(functionName) });
    }

    async #send(thread: WorkerThread, frame: Uint8Array): Promise<void> {
        const branch = this.#branches.get(thread) ?? this.#openBranch(thread);
        // One that has ended has failed its transactions already.
        await branch.send(frame)?.catch(() => undefined);
    }

    #openBranch(thread: WorkerThread): MessageStream {
        const branch = thread.open();
        this.#branches.set(thread, branch);
        for (const frame of this.#greeting) void branch.send(frame)?.catch(() => undefined); // as above
        void this.#forward(thread, branch); // never rejects
        return branch;
    }

    async #forward(thread: WorkerThread, branch: MessageStream): Promise<void> {
        try {
            for await (const frame of branch.incoming) await this.#forwardFrame(thread, frame);
        } catch {
            // The thread is gone, or the peer is: why was logged where it ended.
        }
        if (this.#branches.get(thread) === branch) this.#branches.delete(thread);
        for (const { transaction } of this.#assignmentsOf(thread)) this.#fail(transaction, lost(transaction));
    }

    /** A thread's REGISTER is not for the peer, which knows this server already; nor is what comes too late. */
    async #forwardFrame(thread: WorkerThread, frame: Uint8Array): Promise<void> {
        const message = decodeMessage(frame);
        const key = transactionKey(message);
        const assignment = this.#assigned.get(key);
        if (assignment?.thread !== thread) return;
        assignment.meter?.said(message);
        if (message.type === MessageType.COMPLETED || message.type === MessageType.ERROR) this.#forget(key);
        await this.#sendToPeer(frame);
    }

    #sendToPeer(frame: Uint8Array): Promise<void> | undefined {
        if (!this.#closed) this.#options.tap?.sent(frame);
        return this.#peer.send(frame);
    }

    readonly #giveUpOverdue = (): void => {
        const latest = performance.now() - this.#options.transactionTimeoutMs - LATE_MS;
        for (const { transaction, thread, since } of this.#assigned.values()) {
            if (since > latest) continue;
            const { transactionTimeoutMs } = this.#options;
            this.#fail(transaction, new ChaincodeError('TIMEOUT', `no result after ${transactionTimeoutMs} ms`));
            // Another one takes its place when it is gone.
            void thread.end();
        }
    };

    /** Answers a transaction in the place of its thread. */
    #fail(transaction: TransactionName, error: ChaincodeError): void {
        this.#options.logger.error({ ...transaction, code: error.code }, `transaction failed: ${error.message}`);
        const key = transactionKey(transaction);
        this.#assigned.get(key)?.meter?.ended(FAILED);
        this.#forget(key, error.code);
        const answer = { status: FAILED, message: `${error.code}: ${error.message}`, payload: EMPTY };
        const frame = new TransactionEnvelope(transaction).encode(MessageType.COMPLETED, response, answer);
        // A peer that is gone does not wait for it.
        void this.#sendToPeer(frame)?.catch(() => undefined);
    }

    #assignmentsOf(asked: WorkerThread): Assignment[] {
        return [...this.#assigned.values()].filter(({ thread }) => thread === asked);
    }

    #forget(key: string, failure?: string): void {
        const assignment = this.#assigned.get(key);
        if (assignment === undefined) return;
        assignment.thread.inFlight--;
        this.#assigned.delete(key);
        const { transaction, since } = assignment;
        this.#options.passed?.({ ...transaction, durationMs: performance.now() - since, failure, attributes: {} });
        if (this.#assigned.size === 0) this.#whenDrained.wakeAll();
    }

    async #end(reason: Error | undefined): Promise<void> {
        if (this.#closed) return;
        this.#closed = true;
        clearInterval(this.#watch);
        for (const { transaction, meter } of [...this.#assigned.values()]) {
            meter?.ended(undefined);
            this.#forget(transactionKey(transaction), 'SESSION_CLOSED');
        }
        // Not awaited: a thread that is busy takes notice when it comes to it.
        for (const branch of this.#branches.values()) void branch.close(reason);
        this.#branches.clear();
        await this.#rest.close(reason);
    }
}

/** Undefined where the input cannot be read. */
function functionOf({ payload }: ChaincodeMessage): string | undefined {
    try {
        return chaincodeInput.decode(payload).args[0]?.toString() ?? '';
    } catch {
        return undefined;
    }
}

/** Without the message, whose bytes would be kept with it. */
function nameOf({ channelId, txId }: ChaincodeMessage): TransactionName {
    return { channelId, txId };
}

function lost({ txId }: TransactionName): ChaincodeError {
    return new ChaincodeError(
        'WORKER_FAILED',
        `the thread that ran transaction ${txId} ended before it answered; the chaincode's log says why`,
    );
}
