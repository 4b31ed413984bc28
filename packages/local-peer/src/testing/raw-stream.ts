import {
    chaincodeId,
    type ChaincodeMessage,
    type ChaincodeMessageInput,
    createStreamPair,
    decodeMessage,
    encodeMessage,
    type MessageStream,
    MessageType,
} from '@heddle/protocol';

/** The chaincode's end of a stream, driven message by message. */
export class RawStream {
    readonly peerEnd: MessageStream;
    readonly #stream: MessageStream;
    readonly #incoming: AsyncIterator<Uint8Array>;

    constructor() {
        [this.peerEnd, this.#stream] = createStreamPair();
        this.#incoming = this.#stream.incoming[Symbol.asyncIterator]();
    }

    send(message: ChaincodeMessageInput): Promise<void> {
        return this.sendFrame(encodeMessage(message));
    }

    async sendFrame(frame: Uint8Array): Promise<void> {
        await this.#stream.send(frame);
    }

    sendRegister(packageId: string): Promise<void> {
        return this.send({ type: MessageType.REGISTER, payload: chaincodeId.encode({ name: packageId }) });
    }

    /** The next message; undefined where the peer has ended the stream, with an error or without. */
    async next(): Promise<ChaincodeMessage | undefined> {
        try {
            const next = await this.#incoming.next();
            return next.done === true ? undefined : decodeMessage(next.value);
        } catch {
            return undefined;
        }
    }

    /** Registers and takes REGISTERED and READY. */
    async register(packageId: string): Promise<void> {
        await this.sendRegister(packageId);
        await this.next();
        await this.next();
    }

    close(): Promise<void> {
        return this.#stream.close();
    }
}
