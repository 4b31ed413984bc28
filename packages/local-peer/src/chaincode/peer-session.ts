import {
    chaincodeAdditionalParams,
    chaincodeId,
    chaincodeInput,
    type ChaincodeMessage,
    type ChaincodeMessageInput,
    decodeMessage,
    encodeMessage,
    type MessageStream,
    MessageType,
    messageTypeName,
    type PeerCapabilities,
} from '@heddle/protocol';
import type { Answer, AnswerServices, InvocationInput } from '../answers/answer';
import { answerTo } from '../answers/answer-to';
import { type TransactionCall, TransactionContext } from '../answers/transaction-context';
import { errorText, RefusedRequest } from '../errors';
import type { PeerLogger } from '../logger';

/** What a session may do with the ids under which a peer's sessions are known. */
export interface SessionRegistrations {
    /** @throws Error in the peer's words where the id has a session already, or is not being launched */
    register(packageId: string, session: PeerSession): void;
    /** Tells those who wait for the id that it is ready, or why it is not. */
    settle(packageId: string, error?: Error): void;
    deregister(packageId: string): void;
}

export interface SessionOptions {
    readonly registry: SessionRegistrations;
    readonly services: AnswerServices;
    readonly capabilities: PeerCapabilities;
    readonly executeTimeoutMs: number;
    /** 0 sends no KEEPALIVE. */
    readonly keepaliveMs: number;
    readonly logger: PeerLogger;
    /** Is told of requests that were refused, where there is something to say beside the words of a real peer. */
    readonly onRefusal: (refusal: Refusal) => void;
}

/** A request that was refused. */
export interface Refusal {
    readonly channel: string;
    readonly txId: string;
    /** Its name, `GET_STATE` for one. */
    readonly request: string;
    /** What the chaincode was told. */
    readonly error: string;
    /** What to do about it. */
    readonly hint: string;
}

/** A call of a chaincode in a session. */
export interface SessionCall {
    readonly call: TransactionCall;
    readonly chaincode: string;
    readonly input: InvocationInput;
}

type SessionState = 'created' | 'established' | 'ready' | 'closed';

const STREAM_TERMINATED = 'chaincode stream terminated';

/**
 * The peer's end of one stream with a chaincode (fabric, core/chaincode/handler.go). Owns the calls that the chaincode
 * works on; the registry owns which session has which id.
 *
 * P1 Only REGISTER is taken before READY; anything else but KEEPALIVE ends the stream. A refused REGISTER is silent.
 * P2 One request at a time for each channel and transaction: a second one is dropped, logged, and never answered.
 * P3 When the stream ends, every call in it fails, the cursors that it has open are closed, and the id is deregistered.
 * P4 Nothing that a chaincode sends, or fails to send, affects another session or ends the process.
 */
export class PeerSession {
    readonly #stream: MessageStream;
    readonly #options: SessionOptions;
    readonly #calls = new Map<string, TransactionContext>();
    /** Transactions that have a request which is not answered yet. */
    readonly #busy = new Set<string>();
    #state: SessionState = 'created';
    #packageId = '';

    constructor(stream: MessageStream, options: SessionOptions) {
        this.#stream = stream;
        this.#options = options;
    }

    get isReady(): boolean {
        return this.#state === 'ready';
    }

    /** Takes what the chaincode sends until the stream ends. Never rejects. */
    async run(): Promise<void> {
        const keepalive = this.#startKeepalive();
        let reason: Error | undefined;
        try {
            for await (const frame of this.#stream.incoming) this.#handle(decodeMessage(frame));
        } catch (error) {
            const isRefused = error instanceof RefusedMessageError;
            const what = isRefused ? 'error handling message, ending stream' : 'receive from chaincode stream failed';
            reason = new Error(`${what}: ${errorText(error)}`, { cause: error });
            this.#options.logger.error({ packageId: this.#packageId }, reason.message);
        }
        clearInterval(keepalive);
        await this.close(reason);
    }

    /**
     * Has the chaincode run a transaction.
     * @returns its COMPLETED or ERROR
     * @throws Error in the peer's words: the transaction is under way here already, time is up, the stream ended
     */
    async execute({ call, chaincode, input }: SessionCall): Promise<ChaincodeMessage> {
        const id = callId(call);
        if (this.#state === 'closed') throw new Error(STREAM_TERMINATED);
        if (this.#calls.has(id)) throw new Error(`txid: ${call.txId}(${call.channelId}) exists`);
        const isInit = input.isInit ?? false;
        const context = new TransactionContext(call, { namespace: chaincode, isInit });
        this.#calls.set(id, context);
        const timer = setTimeout(() => {
            context.fail(new Error('timeout expired while executing transaction'));
        }, this.#options.executeTimeoutMs);
        try {
            this.#send({
                type: isInit ? MessageType.INIT : MessageType.TRANSACTION,
                payload: chaincodeInput.encode(input),
                txId: call.txId,
                channelId: call.channelId,
                proposal: Buffer.from(call.signedProposal),
            });
            return await context.completed;
        } finally {
            clearTimeout(timer);
            if (this.#calls.get(id) === context) this.#calls.delete(id);
            await context.close();
        }
    }

    /** Ends the stream and fails the calls in it. Idempotent. */
    async close(reason?: Error): Promise<void> {
        if (this.#state !== 'closed') {
            this.#state = 'closed';
            if (this.#packageId !== '') this.#options.registry.deregister(this.#packageId);
            for (const context of this.#calls.values()) context.fail(new Error(STREAM_TERMINATED));
            this.#calls.clear();
        }
        await this.#stream.close(reason);
    }

    #handle(message: ChaincodeMessage): void {
        if (message.type === MessageType.KEEPALIVE || this.#state === 'closed') return;
        if (this.#state === 'created' && message.type === MessageType.REGISTER) {
            this.#register(message);
            return;
        }
        if (this.#state !== 'ready') throw this.#unexpected(message);
        if (message.type === MessageType.COMPLETED || message.type === MessageType.ERROR) {
            this.#complete(message);
            return;
        }
        const answer = answerTo(message.type, this.#options.capabilities);
        if (answer === undefined) throw this.#unexpected(message);
        // Settles by sending an answer; it never rejects.
        void this.#answer(message, answer);
    }

    #register(message: ChaincodeMessage): void {
        const { registry, logger, capabilities } = this.#options;
        try {
            const { name } = chaincodeId.decode(message.payload);
            if (name === '') throw new Error('error in handling register chaincode, chaincodeID name is empty');
            this.#packageId = name;
            registry.register(name, this);
        } catch (error) {
            logger.error({ packageId: this.#packageId }, `failed to start ${this.#packageId} -- ${errorText(error)}`);
            if (this.#packageId !== '') registry.settle(this.#packageId, asError(error));
            return;
        }
        this.#send({ type: MessageType.REGISTERED });
        this.#state = 'established';
        this.#send({ type: MessageType.READY, payload: chaincodeAdditionalParams.encode(capabilities) });
        this.#state = 'ready';
        registry.settle(this.#packageId);
    }

    /** An answer to a transaction that is over, or never was, is passed over. */
    #complete(message: ChaincodeMessage): void {
        const id = callId(message);
        const context = this.#calls.get(id);
        this.#calls.delete(id);
        context?.complete(message);
    }

    async #answer(message: ChaincodeMessage, answer: Answer): Promise<void> {
        const { txId, channelId } = message;
        const id = callId(message);
        if (this.#busy.has(id)) {
            this.#options.logger.error(
                { packageId: this.#packageId, txId, channelId, type: messageTypeName(message.type) },
                'Another request pending for this CC, transaction and channel. Cannot process.',
            );
            return;
        }
        this.#busy.add(id);
        try {
            const frames = (await this.#faultyAnswer(message)) ?? [await this.#properAnswer(message, answer)];
            // Before the answer goes out: the chaincode may ask again as soon as it has it.
            this.#busy.delete(id);
            for (const frame of frames) this.#sendFrame(frame, message);
        } catch (error) {
            this.#busy.delete(id);
            this.#breakDown(error, message);
        }
    }

    /** @param error what the chaincode is told */
    #noteRefusal({ type, txId, channelId }: ChaincodeMessage, error: string, cause: unknown): void {
        const { logger, onRefusal } = this.#options;
        const hint = cause instanceof RefusedRequest ? cause.hint : undefined;
        logger.warn({ packageId: this.#packageId, txId, channelId, ...(hint !== undefined && { hint }) }, error);
        if (hint !== undefined) onRefusal({ channel: channelId, txId, request: messageTypeName(type), error, hint });
    }

    async #properAnswer(message: ChaincodeMessage, answer: Answer): Promise<Uint8Array> {
        const { txId, channelId } = message;
        let reply: ChaincodeMessageInput;
        try {
            const context = this.#calls.get(callId(message));
            if (context === undefined) throw new Error(noContext(message.type));
            const payload = await answer.run(message.payload, context, this.#options.services);
            reply = { type: MessageType.RESPONSE, payload, txId, channelId };
        } catch (error) {
            reply = errorReply(message, errorText(error));
            this.#noteRefusal(message, String(reply.payload), error);
        }
        return encodeMessage(reply);
    }

    /** The frames that a test wants in place of an answer; undefined to answer as usual. */
    async #faultyAnswer(message: ChaincodeMessage): Promise<readonly Uint8Array[] | undefined> {
        const { txId, channelId, payload } = message;
        // Only types that have an answer come here, and those are message types.
        const type = message.type as MessageType;
        const fault = await this.#options.services.faults.answer?.({ type, channelId, txId, payload });
        if (fault === undefined) return undefined;
        if (fault === 'silence') return [];
        if (fault === 'hang-up') {
            await this.close(new Error('a fault was asked for: hang-up'));
            return [];
        }
        if ('frames' in fault) return fault.frames;
        const reply =
            'error' in fault
                ? errorReply(message, fault.error)
                : { type: MessageType.RESPONSE, payload: fault.payload, txId, channelId };
        return [encodeMessage(reply)];
    }

    #send(message: ChaincodeMessageInput): void {
        let frame: Uint8Array;
        try {
            frame = encodeMessage(message);
        } catch (error) {
            this.#breakDown(error, message);
            return;
        }
        this.#sendFrame(frame, message);
    }

    #sendFrame(frame: Uint8Array, message: ChaincodeMessageInput): void {
        if (this.#state === 'closed') return;
        // A slow chaincode is held back by what it is owed: one answer for each of its transactions.
        this.#stream.send(frame)?.catch((error: unknown) => {
            this.#breakDown(error, message);
        });
    }

    /**
     * What cannot be sent ends the stream, with all transactions in it. Its own one fails as they do: a peer hears of the
     * stream's end before it gets to that transaction's error (measured).
     */
    #breakDown(error: unknown, message: ChaincodeMessageInput): void {
        if (this.#state === 'closed') return;
        const { txId = '', channelId = '', type } = message;
        const text = `[${txId.slice(0, 8)}] error sending ${messageTypeName(type)}: ${errorText(error)}`;
        this.#options.logger.error({ packageId: this.#packageId, txId, channelId }, text);
        // Closing does not fail: it waits for the stream, whose end is what run() waits for, too.
        void this.close(new Error(text, { cause: error }));
    }

    #unexpected({ txId, type }: ChaincodeMessage): Error {
        return this.#state === 'established'
            ? new RefusedMessageError(`handle message: invalid state established for transaction ${txId}`)
            : new RefusedMessageError(
                  `[${txId}] Fabric side handler cannot handle message (${messageTypeName(type)}) while in ${this.#state} state`,
              );
    }

    #startKeepalive(): NodeJS.Timeout | undefined {
        const { keepaliveMs } = this.#options;
        if (keepaliveMs === 0) return undefined;
        return setInterval(() => {
            this.#send({ type: MessageType.KEEPALIVE });
        }, keepaliveMs);
    }
}

/** A message that may not be sent in the state that the session is in. */
class RefusedMessageError extends Error {}

/** The same transaction id on two channels is two transactions. */
function callId({ channelId, txId }: { readonly channelId: string; readonly txId: string }): string {
    return `${channelId}\u0000${txId}`;
}

function noContext(type: number): string {
    return type === MessageType.INVOKE_CHAINCODE ? 'could not get valid transaction' : 'no ledger context';
}

function errorReply(message: ChaincodeMessage, text: string): ChaincodeMessageInput {
    const { type, txId, channelId } = message;
    const payload = Buffer.from(`${messageTypeName(type)} failed: transaction ID: ${txId}: ${text}`);
    return { type: MessageType.ERROR, payload, txId, channelId };
}

function asError(error: unknown): Error {
    return new Error(errorText(error), { cause: error });
}
