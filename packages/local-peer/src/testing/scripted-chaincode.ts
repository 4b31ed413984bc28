import {
    chaincodeEvent,
    chaincodeId,
    chaincodeInput,
    type ChaincodeMessage,
    type ChaincodeMessageInput,
    createStreamPair,
    decodeMessage,
    encodeMessage,
    type MessageStream,
    MessageType,
    type Request,
    response,
} from '@heddle/protocol';

/**
 * A chaincode made of the wire protocol alone, for tests of the peer: it has no queues and no guards, so that it can
 * do what a proper shim does not.
 */

export interface ScriptedTransaction {
    readonly message: ChaincodeMessage;
    /** As strings, the function name first. */
    readonly args: readonly string[];
    /** Asks the peer and waits for its answer. @throws Error with the text of an ERROR */
    readonly ask: <Q, QInput, R, RInput>(request: Request<Q, R, RInput, QInput>, query: QInput) => Promise<R>;
    /** Sends any message, and does not wait for an answer. */
    readonly send: (message: ChaincodeMessageInput) => Promise<void>;
}

export interface ScriptedResponse {
    readonly status?: number;
    readonly message?: string;
    readonly payload?: string | Uint8Array;
    readonly event?: { readonly name: string; readonly payload: string };
}

export type ScriptedResult = ScriptedResponse | string | Uint8Array | undefined;

/** What a transaction of this function does; what it throws becomes a status of 500. */
export type ScriptedFunction = (
    transaction: ScriptedTransaction,
    ...args: readonly string[]
) => Promise<ScriptedResult> | ScriptedResult;

export type Script = Readonly<Record<string, ScriptedFunction>>;

export class ScriptedChaincode {
    readonly packageId: string;
    /** Messages that were no request's answer. */
    readonly received: ChaincodeMessage[] = [];
    /** Streams that the peer has opened. */
    readonly streams: MessageStream[] = [];
    readonly #script: Script;
    readonly #waiting = new Map<string, (answer: ChaincodeMessage) => void>();

    constructor(packageId: string, script: Script = {}) {
        this.packageId = packageId;
        this.#script = script;
    }

    /** For `connect` of LocalPeer.install: registers at once. */
    readonly connect = (): MessageStream => {
        const [peerEnd, chaincodeEnd] = createStreamPair();
        this.serve(chaincodeEnd);
        return peerEnd;
    };

    /** Registers on a stream and serves it until it ends. */
    serve(stream: MessageStream): void {
        this.streams.push(stream);
        void this.#serve(stream);
    }

    async #serve(stream: MessageStream): Promise<void> {
        const payload = chaincodeId.encode({ name: this.packageId });
        await stream.send(encodeMessage({ type: MessageType.REGISTER, payload }));
        try {
            for await (const frame of stream.incoming) this.#take(stream, decodeMessage(frame));
        } catch {
            // The peer broke the stream: nothing more to serve.
        }
    }

    #take(stream: MessageStream, message: ChaincodeMessage): void {
        const { type } = message;
        if (type === MessageType.TRANSACTION || type === MessageType.INIT) {
            void this.#run(stream, message);
            return;
        }
        const waiting = this.#waiting.get(idOf(message));
        this.#waiting.delete(idOf(message));
        if (waiting === undefined) this.received.push(message);
        else waiting(message);
    }

    async #run(stream: MessageStream, message: ChaincodeMessage): Promise<void> {
        const args = chaincodeInput.decode(message.payload).args.map((arg) => arg.toString());
        const transaction = this.#transaction(stream, message, args);
        const { txId, channelId } = message;
        let result: ScriptedResponse;
        try {
            const [name = '', ...rest] = args;
            result = toResponse(await this.#script[name]?.(transaction, ...rest));
        } catch (error) {
            result = { status: 500, message: String(error instanceof Error ? error.message : error) };
        }
        const { status = 200, message: text = '', payload = '', event } = result;
        await stream
            .send(
                encodeMessage({
                    type: MessageType.COMPLETED,
                    txId,
                    channelId,
                    payload: response.encode({ status, message: text, payload: Buffer.from(payload) }),
                    event: event && chaincodeEvent.encode({ ...event, payload: Buffer.from(event.payload) }),
                }),
            )
            ?.catch(() => undefined);
    }

    #transaction(stream: MessageStream, message: ChaincodeMessage, args: readonly string[]): ScriptedTransaction {
        const { txId, channelId } = message;
        return {
            message,
            args,
            send: async (input) => {
                await stream.send(encodeMessage(input));
            },
            ask: async (request, query) => {
                const answered = new Promise<ChaincodeMessage>((resolve) => {
                    this.#waiting.set(idOf(message), resolve);
                });
                const payload = request.query.encode(query);
                await stream.send(encodeMessage({ type: request.type, payload, txId, channelId }));
                const answer = await answered;
                if (answer.type === MessageType.ERROR) throw new Error(answer.payload.toString());
                return request.reply.decode(answer.payload);
            },
        };
    }
}

function idOf({ channelId, txId }: ChaincodeMessage): string {
    return `${channelId} ${txId}`;
}

function toResponse(result: ScriptedResult): ScriptedResponse {
    if (typeof result === 'string' || result instanceof Uint8Array) return { payload: result };
    return result ?? {};
}
