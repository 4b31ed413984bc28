import {
    chaincodeId,
    type ChaincodeInput,
    chaincodeInput,
    type ChaincodeMessageInput,
    encodeMessage,
    type MessageStream,
    MessageType,
    messageTypeName,
    ProtocolError,
    readMessage,
    type ReceivedMessage,
    response,
} from '@heddle/protocol';
import { takeAll, Waiters } from '@heddle/protocol/internal';
import { CallSites } from '../call-site';
import type { Chaincode } from '../chaincode';
import { ChaincodeError, ConnectionLost, toError } from '../errors';
import { guardedLogger } from '../guarded-logger';
import { guardedHostObserver } from '../guarded-observer';
import type { Leniency } from '../leniency';
import { LimitedLog } from '../limited-log';
import type { LogFields, Logger } from '../logger';
import type { HostObserver } from '../observer';
import type { ResolvedTracing } from '../tracing/tracing-options';
import { traceTransactions } from '../tracing/transaction-spans';
import { EndOfTick } from '../transaction/end-of-tick';
import { FIRST_FAILURE_STATUS } from '../transaction/failure-status';
import type { BatchLimits } from '../transaction/lane-request';
import { Transaction } from '../transaction/transaction';
import type { BeginTrace } from '../transaction/transaction-trace';
import { ValueSizes } from '../transaction/value-sizes';
import type { WarningCode } from '../warning-codes';
import { Warnings } from '../warnings/warnings';
import type { FrameTap } from './frame-tap';
import { type Effect, type SessionState, type Step, step } from './session';
import { failure, type Outcome, runToOutcome } from './transaction-outcome';
import { TransactionsUnderWay } from './transactions-under-way';

export interface SessionOptions {
    /** The id under which the package is installed, `label:sha256`. */
    readonly packageId: string;
    readonly chaincode: Chaincode;
    readonly logger: Logger;
    /** What `getMspID` answers. */
    readonly mspId?: string | undefined;
    /** Whether requests of the same tick may share a message, on peers that take that. Default true. */
    readonly coalesce?: boolean | undefined;
    /** After how many milliseconds a transaction is answered with TIMEOUT. Default 0: never. */
    readonly transactionTimeoutMs?: number | undefined;
    /**
     * Takes what the chaincode is warned of. Default: each session has its own, and tells all of it anew.
     * @internal
     */
    readonly warnings?: Warnings | undefined;
    /**
     * What is known of the sizes of values. Default: each session begins anew.
     * @internal
     */
    readonly valueSizes?: ValueSizes | undefined;
    /** Codes of warnings that are not told, where the session has warnings of its own. */
    readonly silencedWarnings?: readonly WarningCode[] | undefined;
    /** Is told of transactions and of their requests. */
    readonly observer?: HostObserver | undefined;
    /**
     * How transactions are traced. Default: they are not.
     * @internal
     */
    readonly tracing?: ResolvedTracing | undefined;
    /**
     * Is told of all frames. Default: nobody is.
     * @internal
     */
    readonly tap?: FrameTap | undefined;
}

const STRICT: Leniency = {};

/**
 * Pumps a stream through a session, from REGISTER to the end of the stream.
 *
 * Owns: the session's state, the transactions under way. Does not own: the stream's transport, nor what transactions do.
 *
 * I1: each request for a transaction gets exactly one answer: a COMPLETED, or an ERROR where it cannot be started.
 * I3: when the stream ends, everything that waits rejects with SESSION_CLOSED and nothing is kept.
 * I4: nothing is written after the end.
 * I6: a message that cannot be encoded fails its transaction, not the stream.
 */
export class SessionRunner {
    readonly #stream: MessageStream;
    readonly #options: SessionOptions;
    readonly #tap: FrameTap | undefined;
    readonly #beginTrace: BeginTrace | undefined;
    /** Of what is wrong with what the peer sends. */
    readonly #peerLog: LimitedLog;
    readonly #leniency: Leniency;
    readonly #warnings: Warnings;
    readonly #callSites = new CallSites();
    readonly #endOfTick = new EndOfTick();
    readonly #transactions = new TransactionsUnderWay();
    #state: SessionState = { kind: 'created' };
    readonly #sizes: ValueSizes;
    #limits: BatchLimits | undefined;
    /** Pending while the transport takes no more. */
    #congestion: Promise<void> | undefined;
    readonly #whenDrained = new Waiters();
    #draining = false;

    constructor(stream: MessageStream, options: SessionOptions) {
        this.#stream = stream;
        const logger = guardedLogger(options.logger);
        const observer = options.observer && guardedHostObserver(options.observer, logger);
        this.#options = { ...options, logger, observer };
        this.#tap = options.tap;
        this.#beginTrace = options.tracing && traceTransactions(options.tracing, options);
        this.#peerLog = new LimitedLog(logger);
        this.#leniency = options.chaincode.compat ?? STRICT;
        this.#sizes = options.valueSizes ?? new ValueSizes();
        this.#warnings = options.warnings ?? new Warnings(this.#options);
    }

    get state(): SessionState {
        return this.#state;
    }

    get transactionsInFlight(): number {
        return this.#transactions.size;
    }

    /** Registers, and serves until the stream ends. Never rejects: why it ended is in `state` and in the log. */
    async run(): Promise<void> {
        let reason: Error | undefined;
        try {
            this.#send({ type: MessageType.REGISTER, payload: chaincodeId.encode({ name: this.#options.packageId }) });
            await takeAll(this.#stream, this.#take);
        } catch (error) {
            reason = toError(error);
        }
        this.#noteLostReads(reason instanceof ConnectionLost);
        this.#end(reason);
        await this.#stream.close();
    }

    /** A peer that does not read is not read from. It cannot be waiting for us: peers read at all times. */
    readonly #take = (frame: Uint8Array): Promise<void> | undefined => {
        this.#receive(frame);
        return this.#congestion;
    };

    /** Refuses new transactions from now on; resolves when those under way are answered. */
    async drain(): Promise<void> {
        this.#draining = true;
        if (this.#transactions.size > 0) await this.#whenDrained.wait();
    }

    /** Ends the stream. Idempotent. */
    async close(reason?: Error): Promise<void> {
        this.#end(reason);
        await this.#stream.close(reason);
    }

    #receive(frame: Uint8Array): void {
        if (this.#tap !== undefined) this.#tap.received(frame);
        let message: ReceivedMessage;
        try {
            message = readMessage(frame);
        } catch (error) {
            this.#ignore(frame, error);
            return;
        }
        const what = step(this.#state, message);
        if (what === 'settle') this.#settle(message);
        else if (what === 'run') this.#start(message);
        else this.#goOn(what, message);
    }

    #ignore({ length }: Uint8Array, error: unknown): void {
        const text = `ignored a frame that is not a message: ${toError(error).message}`;
        const { packageId } = this.#options;
        this.#peerLog.write('error', 'frame', { packageId, err: error, bytes: length }, text);
    }

    #goOn({ state, effects }: Step, message: ReceivedMessage): void {
        if (state.kind === 'ready' && this.#state.kind !== 'ready') this.#options.observer?.registrationAccepted?.();
        this.#state = state;
        for (const effect of effects) this.#carryOut(effect, message);
    }

    #carryOut(effect: Effect, { channelId, txId }: ReceivedMessage): void {
        switch (effect.do) {
            case 'send':
                this.#send(effect.message);
                break;
            case 'log': {
                const fields = txId === '' ? {} : { channelId, txId };
                this.#log(effect, { packageId: this.#options.packageId, ...fields });
            }
        }
    }

    #log({ level, text }: Effect & { do: 'log' }, fields: LogFields): void {
        if (level === 'warn' || level === 'error') this.#peerLog.write(level, text, fields, text);
        else this.#options.logger[level](fields, text);
    }

    #start(message: ReceivedMessage): void {
        if (this.#giveUpEarlier(message)) {
            this.#refuse(message, 'an earlier run of the same transaction is still using the ledger; try again');
        } else if (this.#draining) {
            // An ERROR and no COMPLETED: the gateway then tries another peer.
            this.#refuse(
                message,
                `chaincode ${this.#options.packageId} is shutting down and takes no new transactions`,
            );
        } else {
            const input = this.#decodeInput(message);
            // Its outcome is sent within; it never rejects.
            if (input !== undefined) void this.#run(this.#createTransaction(message, input), message.type);
        }
    }

    /**
     * A peer asks again for a transaction that is under way only when it has given up on the first run, by its execute
     * timeout (fabric, transaction_contexts.go, Create). The first run's operations and result would now be taken for
     * the second one's, on a simulator that has nothing of what it did before: it must not get any further.
     * @returns whether the peer is still at a request of the first run: it would drop those of the second one silently
     */
    #giveUpEarlier(message: ReceivedMessage): boolean {
        const earlier = this.#transactions.of(message);
        if (earlier === undefined) return false;
        const isBusy = earlier.lane.isWaiting;
        this.#forget(earlier);
        const text = 'the peer has given up on this run of the transaction and asks for it again';
        this.#peerLog.write('error', 'given up', { channelId: earlier.channelId, txId: earlier.txId }, text);
        earlier.close(new ChaincodeError('TRANSACTION_ENDED', text));
        return isBusy;
    }

    #decodeInput(message: ReceivedMessage): ChaincodeInput | undefined {
        try {
            return chaincodeInput.decode(message.payload);
        } catch (error) {
            this.#refuse(message, `the input of the transaction cannot be decoded: ${toError(error).message}`);
            return undefined;
        }
    }

    #refuse({ channelId, txId }: ReceivedMessage, why: string): void {
        this.#peerLog.write('warn', why, { channelId, txId }, `refused a transaction: ${why}`);
        this.#send({ type: MessageType.ERROR, channelId, txId, payload: Buffer.from(why) });
    }

    async #run(transaction: Transaction, type: number): Promise<void> {
        this.#transactions.add(transaction);
        const method = type === MessageType.INIT ? 'Init' : 'Invoke';
        const { chaincode } = this.#options;
        const { trace } = transaction;
        const running =
            trace === undefined
                ? runToOutcome(chaincode, method, transaction)
                : trace.run(() => runToOutcome(chaincode, method, transaction));
        const outcome = await this.#withinTime(running, transaction);
        // Gone when the stream has ended, or the peer has given up on this run.
        if (this.#transactions.of(transaction) !== transaction) return;
        this.#complete(transaction, outcome);
        this.#forget(transaction);
    }

    #forget(transaction: Transaction): void {
        this.#transactions.delete(transaction);
        if (this.#transactions.size === 0) this.#whenDrained.wakeAll();
    }

    #createTransaction(message: ReceivedMessage, input: ChaincodeInput): Transaction {
        const { channelId, txId, proposal } = message;
        const { mspId, coalesce = true, logger, observer } = this.#options;
        return new Transaction({
            channelId,
            txId,
            input,
            proposal,
            mspId,
            coalesce,
            logger,
            leniency: this.#leniency,
            warnings: this.#warnings,
            observer,
            trace: this.#beginTrace?.(message),
            callSites: this.#callSites,
            endOfTick: this.#endOfTick,
            limits: (this.#limits ??= limitsOf(this.#state, this.#sizes)),
            send: this.#sendFrame,
        });
    }

    /** The outcome, or TIMEOUT where it does not come in time; the function is told by its signal. */
    async #withinTime(running: Promise<Outcome>, transaction: Transaction): Promise<Outcome> {
        const { transactionTimeoutMs = 0 } = this.#options;
        if (transactionTimeoutMs === 0) return running;
        let timer: NodeJS.Timeout | undefined;
        const timeout = new Promise<Outcome>((resolve) => {
            timer = setTimeout(() => {
                resolve(timedOut(transaction, transactionTimeoutMs));
            }, transactionTimeoutMs);
            // The function of a transaction whose stream has ended may never come back.
            timer.unref();
        });
        const outcome = await Promise.race([running, timeout]);
        clearTimeout(timer);
        return outcome;
    }

    #complete(transaction: Transaction, outcome: Outcome): void {
        const { envelope, event } = transaction;
        try {
            // Nobody gets a failed transaction's event, and a large one must not take the reason's place.
            const told = outcome.status < FIRST_FAILURE_STATUS ? event.encoded : undefined;
            this.#sendFrame(envelope.encode(MessageType.COMPLETED, response, outcome, told));
            transaction.completed(outcome);
        } catch (error) {
            const tooLarge = ProtocolError.is(error) ? new ChaincodeError('MESSAGE_TOO_LARGE', error.message) : error;
            const failed = failure(tooLarge, transaction);
            this.#sendFrame(envelope.encode(MessageType.COMPLETED, response, failed));
            transaction.completed(failed);
        }
    }

    #settle(message: ReceivedMessage): void {
        const { channelId, txId, type, payload } = message;
        if (this.#transactions.of(message)?.settle(message) === true) return;
        const said = type === MessageType.ERROR ? ` (${payload.toString()})` : '';
        const text = `ignored a late or duplicate ${messageTypeName(type)}: nothing waits for it`;
        this.#peerLog.write('warn', text, { channelId, txId }, text + said);
    }

    /** @throws ProtocolError where the message cannot be encoded */
    #send(message: ChaincodeMessageInput): void {
        this.#sendFrame(encodeMessage(message));
    }

    readonly #sendFrame = (frame: Uint8Array): void => {
        if (this.#state.kind === 'closed') return;
        if (this.#tap !== undefined) this.#tap.sent(frame);
        const sent = this.#stream.send(frame);
        if (sent !== undefined) this.#noteCongestion(sent);
    };

    #noteCongestion(sent: Promise<void>): void {
        const over = (): void => {
            if (this.#congestion === congestion) this.#congestion = undefined;
        };
        // A stream that is gone ends the loop that reads from it, which is where it is noticed.
        const congestion = sent.then(over, over);
        this.#congestion = congestion;
    }

    #end(reason: Error | undefined): void {
        if (this.#state.kind === 'closed') return;
        this.#peerLog.close();
        this.#logEnd(reason);
        this.#state = { kind: 'closed', reason };
        const closed = new ChaincodeError('SESSION_CLOSED', 'the connection to the peer ended', { cause: reason });
        for (const transaction of this.#transactions) transaction.close(closed);
        this.#transactions.clear();
        this.#whenDrained.wakeAll();
    }

    /**
     * A peer ends the stream where an answer is too large for a message, without a word. Which answer it was, nobody tells:
     * the read of the most keys is the likeliest. The others may be small ones, and streams end for other reasons, too.
     */
    #noteLostReads(isConnectionLost: boolean): void {
        if (this.#state.kind === 'closed') return;
        const reads = [...this.#transactions].filter(({ lane }) => lane.keysInFlight > 0);
        const [likeliest] = reads.sort((one, other) => other.lane.keysInFlight - one.lane.keysInFlight);
        if (likeliest === undefined) return;
        const { lane, channelId, txId } = likeliest;
        const keys = lane.keysInFlight;
        const isSuspected = this.#sizes.noteLoss(keys, isConnectionLost);
        const { packageId, logger } = this.#options;
        const what = `while the peer was to answer a read of ${keys} keys at once`;
        const text = isSuspected
            ? `the stream ended ${what}: if it was too much for a message of 100 MiB, fewer at a time help, and for now that is ` +
              'what is asked for'
            : `the connection was lost ${what}: the peer may have restarted; if it happens again, fewer at a time are asked for`;
        logger.warn({ packageId, channelId, txId }, text);
    }

    #logEnd(reason: Error | undefined): void {
        const { logger, packageId } = this.#options;
        for (const transaction of this.#transactions) {
            transaction.log('warn', {}, 'the stream ended during the transaction: its result cannot be delivered');
        }
        logger.info({ packageId, err: reason }, `the stream ended while the session was ${this.#state.kind}`);
    }
}

async function timedOut(transaction: Transaction, milliseconds: number): Promise<Outcome> {
    const error = new ChaincodeError('TIMEOUT', `no result after ${milliseconds} ms`);
    // It ended otherwise, by the end of the stream for one.
    if (transaction.abortReason === undefined) {
        transaction.log('warn', { code: error.code }, `transaction failed: ${error.message}`);
        transaction.abort(error);
    }
    await transaction.end(() => error);
    return failure(error, transaction);
}

function limitsOf(state: SessionState, sizes: ValueSizes): BatchLimits {
    if (state.kind !== 'ready') return { reads: 0, writes: 0, sizes };
    const { useGetMultipleKeys, maxSizeGetMultipleKeys, useWriteBatch, maxSizeWriteBatch } = state.peer;
    return {
        reads: useGetMultipleKeys ? maxSizeGetMultipleKeys : 0,
        writes: useWriteBatch ? maxSizeWriteBatch : 0,
        sizes,
    };
}
