import { type Chaincode, type LogFields, type Logger, type LogLevel, SessionRunner } from '@heddle/core';
import { toError } from '@heddle/core/internal';
import {
    chaincodeAdditionalParams,
    chaincodeEvent,
    chaincodeInput,
    type ChaincodeMessage,
    createStreamPair,
    decodeMessage,
    encodeMessage,
    type MessageStream,
    MessageType,
    type PeerCapabilities,
    proposalParts,
    requests,
    response,
    toTimestamp,
} from '@heddle/protocol';

/** What a call was answered with. */
export interface Answer {
    readonly status: number;
    readonly message: string;
    /** As text. */
    readonly payload: string;
    readonly bytes: Buffer;
    /** `Name payload`; undefined where there is no event. */
    readonly event: string | undefined;
}

export interface LogLine {
    readonly level: LogLevel;
    readonly fields: LogFields;
    readonly message: string;
}

/** A logger whose lines a test reads. */
export function recordingLogger(): { readonly logger: Logger; readonly lines: LogLine[] } {
    const lines: LogLine[] = [];
    const at =
        (level: LogLevel) =>
        (fields: LogFields, message: string): void => {
            lines.push({ level, fields, message });
        };
    const logger = { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
    return { logger: { ...logger, isLevelEnabled: () => true }, lines };
}

type Argument = string | Uint8Array;

/** What a peer can do, and how it answers. */
export interface ScriptedPeerOptions {
    readonly logger?: Logger;
    /** What READY announces. Default: nothing, as before Fabric 3.1. */
    readonly capabilities?: Partial<PeerCapabilities>;
    /** Answers a request; what it throws is answered with ERROR. Default: reads and puts, in `state`. */
    readonly serve?: (request: ChaincodeMessage) => Uint8Array;
    /** Is told how each transaction ended. */
    readonly completed?: (status: number) => void;
}

/**
 * The least of a peer that runs a chaincode through core's own session: it registers, sends transactions, keeps a state
 * of keys and values, and hears the answers.
 */
export class ScriptedPeer {
    readonly state = new Map<string, Buffer>();
    readonly #options: ScriptedPeerOptions;
    readonly #stream: MessageStream;
    readonly #waiting = new Map<string, (answer: Answer) => void>();
    readonly #ended: Promise<unknown>;
    readonly #ready: Promise<void>;
    #becomeReady: (() => void) | undefined;
    #count = 0;
    /** When clients say that it is. */
    time = new Date(1_700_000_000_000);
    /** Who calls: an encoded SerializedIdentity. */
    creator: Uint8Array = proposalParts.serializedIdentity.encode({ mspId: 'Org1MSP', idBytes: Buffer.from('none') });

    constructor(chaincode: Chaincode, options: ScriptedPeerOptions = {}) {
        const { logger = recordingLogger().logger } = options;
        this.#options = options;
        const [ours, theirs] = createStreamPair();
        this.#stream = ours;
        this.#ready = new Promise((resolve) => (this.#becomeReady = resolve));
        const session = new SessionRunner(theirs, { packageId: 'test:1', chaincode, logger });
        this.#ended = Promise.all([session.run(), this.#read()]);
    }

    invoke(...args: readonly Argument[]): Promise<Answer> {
        return this.#call(MessageType.TRANSACTION, args);
    }

    init(...args: readonly Argument[]): Promise<Answer> {
        return this.#call(MessageType.INIT, args);
    }

    async close(): Promise<void> {
        await this.#stream.close();
        await this.#ended;
    }

    [Symbol.asyncDispose](): Promise<void> {
        return this.close();
    }

    async #call(type: MessageType, args: readonly Argument[]): Promise<Answer> {
        await this.#ready;
        this.#count += 1;
        const txId = `tx${this.#count}`;
        const answer = new Promise<Answer>((resolve) => this.#waiting.set(txId, resolve));
        const payload = chaincodeInput.encode({ args: args.map((arg) => Buffer.from(arg)) });
        await this.#send({ type, payload, channelId: 'ch', txId, proposal: this.#proposal() });
        return await answer;
    }

    #proposal(): Uint8Array {
        const header = proposalParts.header.encode({
            channelHeader: proposalParts.channelHeader.encode({ timestamp: toTimestamp(this.time) }),
            signatureHeader: proposalParts.signatureHeader.encode({ creator: this.creator }),
        });
        return proposalParts.signedProposal.encode({ proposal: proposalParts.proposal.encode({ header }) });
    }

    async #send(message: Parameters<typeof encodeMessage>[0]): Promise<void> {
        await this.#stream.send(encodeMessage(message));
    }

    async #read(): Promise<void> {
        // Not awaited, since peers read at all times; what cannot be sent any more is of no interest.
        for await (const frame of this.#stream.incoming) void this.#answer(decodeMessage(frame)).catch(() => undefined);
    }

    async #answer(message: ChaincodeMessage): Promise<void> {
        const { type, channelId, txId, payload, event } = message;
        if (type === MessageType.REGISTER) {
            await this.#send({ type: MessageType.REGISTERED });
            const { capabilities = {} } = this.#options;
            await this.#send({ type: MessageType.READY, payload: chaincodeAdditionalParams.encode(capabilities) });
            this.#becomeReady?.();
        } else if (type === MessageType.COMPLETED) {
            const answer = response.decode(payload);
            this.#options.completed?.(answer.status);
            this.#waiting.get(txId)?.({
                ...answer,
                bytes: answer.payload,
                payload: answer.payload.toString(),
                event: eventText(event),
            });
        } else await this.#send({ channelId, txId, ...this.#reply(message) });
    }

    #reply(request: ChaincodeMessage): { readonly type: MessageType; readonly payload: Uint8Array } {
        try {
            const payload = this.#options.serve?.(request) ?? this.#serve(request);
            return { type: MessageType.RESPONSE, payload };
        } catch (error) {
            return { type: MessageType.ERROR, payload: Buffer.from(toError(error).message) };
        }
    }

    #serve({ type, payload }: ChaincodeMessage): Uint8Array {
        if (type === MessageType.GET_STATE)
            return this.state.get(requests.getState.query.decode(payload).key) ?? Buffer.alloc(0);
        if (type === MessageType.PUT_STATE) {
            const { key, value } = requests.putState.query.decode(payload);
            this.state.set(key, Buffer.from(value));
        }
        return Buffer.alloc(0);
    }
}

function eventText(encoded: Uint8Array): string | undefined {
    if (encoded.length === 0) return undefined;
    const { name, payload } = chaincodeEvent.decode(encoded);
    return `${name} ${payload.toString()}`;
}
