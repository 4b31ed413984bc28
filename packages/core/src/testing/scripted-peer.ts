import { type ChannelCredentials, type ChannelOptions, Client, credentials } from '@grpc/grpc-js';
import {
    chaincodeAdditionalParams,
    chaincodeId,
    chaincodeInput,
    type ChaincodeMessage,
    type ChaincodeMessageInput,
    chaincodeService,
    decodeMessage,
    encodeMessage,
    MAX_MESSAGE_BYTES,
    type MessageStream,
    MessageType,
    messageTypeName,
    type PeerCapabilities,
    proposalParts,
    streamOfClientCall,
} from '@heddle/protocol';
import { toError } from '../errors';
import { type Deferred, deferred } from './deferred';

/** Tells the messages that a test waits for. */
export interface MessageMatch {
    /** One type, or any of several. */
    readonly type?: number | readonly number[];
    readonly txId?: string;
    readonly channelId?: string;
}

/** A transaction that a test sends; its defaults are `ch`, `tx1` and no arguments. */
export interface ScriptedTransaction {
    readonly txId?: string;
    readonly channelId?: string;
    readonly args?: readonly (string | Uint8Array)[];
    readonly isInit?: boolean;
    /** An encoded SignedProposal. */
    readonly proposal?: Uint8Array;
}

interface Waiter extends Deferred<ChaincodeMessage> {
    readonly match: MessageMatch;
}

type Answer = (request: ChaincodeMessage) => Uint8Array | Promise<Uint8Array>;

/**
 * A peer whose every word a test decides: it says what it is told to, and keeps what it hears until it is asked for.
 * It knows no rules: it can also send what a real peer never would.
 *
 *     await using peer = ScriptedPeer.dial(address);
 *     await peer.register();
 *     await peer.invoke({ args: ['read', 'k'] });
 *     const request = await peer.next({ type: MessageType.GET_STATE });
 *     await peer.answer(request, Buffer.from('value'));       // or later, or never
 *     const { payload } = await peer.next({ type: MessageType.COMPLETED });
 */
export class ScriptedPeer {
    /** Resolves when the stream is over: with the error that ended it, where it was one. */
    readonly ended: Promise<Error | undefined>;
    readonly #stream: MessageStream;
    readonly #release: () => void;
    readonly #inbox: ChaincodeMessage[] = [];
    readonly #answers = new Map<number, Answer>();
    readonly #waiters: Waiter[] = [];
    #isOver = false;

    /** @param release is called when the peer is closed */
    constructor(stream: MessageStream, release: () => void = () => undefined) {
        this.#stream = stream;
        this.#release = release;
        this.ended = this.#listen();
    }

    /** Connects to a chaincode server as peers do. */
    static dial(
        address: string,
        channelCredentials: ChannelCredentials = credentials.createInsecure(),
        options: ChannelOptions = {},
    ): ScriptedPeer {
        const client = new Client(address, channelCredentials, {
            'grpc.max_receive_message_length': MAX_MESSAGE_BYTES,
            'grpc.max_send_message_length': MAX_MESSAGE_BYTES,
            // A channel of its own: what happens to one test's connection must not touch another's.
            'grpc.use_local_subchannel_pool': 1,
            ...options,
        });
        const { path, requestSerialize, responseDeserialize } = chaincodeService.connect;
        const call = client.makeBidiStreamRequest(path, requestSerialize, responseDeserialize);
        return new ScriptedPeer(streamOfClientCall(call), () => {
            // What has not been read stands before the status that would end the call.
            call.cancel();
            client.close();
        });
    }

    send(message: ChaincodeMessageInput): Promise<void> {
        return this.sendBytes(encodeMessage(message));
    }

    /** Sends bytes that need not be a message. */
    async sendBytes(frame: Uint8Array): Promise<void> {
        await this.#stream.send(frame);
    }

    /** The first message that matches, of those not taken yet; rejects when the stream ends before it comes. */
    async next(match: MessageMatch = {}): Promise<ChaincodeMessage> {
        const index = this.#inbox.findIndex((message) => isMatch(message, match));
        const [message] = index < 0 ? [] : this.#inbox.splice(index, 1);
        if (message !== undefined) return message;
        if (this.#isOver) throw streamEnded(match);
        const waiter = { ...deferred<ChaincodeMessage>(), match };
        this.#waiters.push(waiter);
        return waiter.promise;
    }

    /** Messages that nobody took. */
    get unread(): readonly ChaincodeMessage[] {
        return this.#inbox;
    }

    /** Answers all requests of a type from now on, instead of keeping them. A throw is answered with ERROR. */
    answerAll(type: number, answer: Answer): void {
        this.#answers.set(type, answer);
    }

    /** Answers a request with RESPONSE. */
    answer({ txId, channelId }: ChaincodeMessage, payload: Uint8Array = Buffer.alloc(0)): Promise<void> {
        return this.send({ type: MessageType.RESPONSE, txId, channelId, payload });
    }

    /** Answers a request with ERROR. */
    refuse({ txId, channelId }: ChaincodeMessage, text: string): Promise<void> {
        return this.send({ type: MessageType.ERROR, txId, channelId, payload: Buffer.from(text) });
    }

    /** Takes REGISTER, and sends REGISTERED and READY at once, as peers do. Returns the package id. */
    async register(capabilities?: Partial<PeerCapabilities>): Promise<string> {
        const { payload } = await this.next({ type: MessageType.REGISTER });
        await this.send({ type: MessageType.REGISTERED });
        await this.send({
            type: MessageType.READY,
            payload: chaincodeAdditionalParams.encode(capabilities ?? {}),
        });
        return chaincodeId.decode(payload).name;
    }

    /** Sends a transaction; what comes of it is to be asked for with `next`. */
    invoke(transaction: ScriptedTransaction = {}): Promise<void> {
        const { txId = 'tx1', channelId = 'ch', args = [], isInit = false, proposal } = transaction;
        const payload = chaincodeInput.encode({ args: args.map((arg) => Buffer.from(arg)), isInit });
        const type = isInit ? MessageType.INIT : MessageType.TRANSACTION;
        return this.send({ type, txId, channelId, payload, proposal });
    }

    /** Sends a transaction and takes its COMPLETED or ERROR. */
    async result(transaction: ScriptedTransaction = {}): Promise<ChaincodeMessage> {
        const { txId = 'tx1', channelId = 'ch' } = transaction;
        await this.invoke(transaction);
        return this.next({ type: [MessageType.COMPLETED, MessageType.ERROR], txId, channelId });
    }

    /** Hangs up. Idempotent. */
    async close(reason?: Error): Promise<void> {
        await this.#stream.close(reason);
        this.#release();
    }

    [Symbol.asyncDispose](): Promise<void> {
        return this.close();
    }

    async #listen(): Promise<Error | undefined> {
        try {
            for await (const frame of this.#stream.incoming) this.#take(decodeMessage(frame));
            return undefined;
        } catch (thrown) {
            return toError(thrown);
        } finally {
            this.#isOver = true;
            for (const { match, reject } of this.#waiters) reject(streamEnded(match));
        }
    }

    #take(message: ChaincodeMessage): void {
        const answer = this.#answers.get(message.type);
        const index = this.#waiters.findIndex(({ match }) => isMatch(message, match));
        if (index >= 0) this.#waiters.splice(index, 1)[0]?.resolve(message);
        // Not awaited: requests of other transactions go on meanwhile, and nobody is left to hear of a closed stream.
        else if (answer !== undefined) void this.#reply(message, answer).catch(() => undefined);
        else this.#inbox.push(message);
    }

    async #reply(request: ChaincodeMessage, answer: Answer): Promise<void> {
        let payload: Uint8Array;
        try {
            payload = await answer(request);
        } catch (thrown) {
            await this.refuse(request, toError(thrown).message);
            return;
        }
        await this.answer(request, payload);
    }
}

/** An encoded SignedProposal of a client. */
export function signedProposalOfClient(creator: { readonly mspId: string; readonly idBytes: Uint8Array }): Buffer {
    const { signedProposal, proposal, header, channelHeader, signatureHeader, serializedIdentity } = proposalParts;
    return signedProposal.encode({
        proposal: proposal.encode({
            header: header.encode({
                channelHeader: channelHeader.encode({ type: 3, channelId: 'ch', txId: 'tx1' }),
                signatureHeader: signatureHeader.encode({
                    creator: serializedIdentity.encode(creator),
                    nonce: Buffer.from('nonce'),
                }),
            }),
        }),
        signature: Buffer.from('signature'),
    });
}

function isMatch(message: ChaincodeMessage, match: MessageMatch): boolean {
    return (
        (match.type === undefined || typesOf(match).includes(message.type)) &&
        (match.txId === undefined || match.txId === message.txId) &&
        (match.channelId === undefined || match.channelId === message.channelId)
    );
}

function typesOf({ type }: MessageMatch): readonly number[] {
    return typeof type === 'number' ? [type] : (type ?? []);
}

function streamEnded(match: MessageMatch): Error {
    const awaited = typesOf(match).map(messageTypeName).join(' or ') || 'a message';
    const transaction = match.txId === undefined ? '' : ` for ${match.txId}`;
    return new Error(`the stream ended while ${awaited} was awaited${transaction}`);
}
