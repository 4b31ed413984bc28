import { Server, ServerCredentials, type ServerDuplexStream } from '@grpc/grpc-js';
import {
    chaincodeId,
    chaincodeInput,
    type ChaincodeMessage,
    type ChaincodeMessageInput,
    chaincodeSupportService,
    decodeMessage,
    encodeMessage,
    type MessageStream,
    MessageType,
    streamOfServerCall,
} from '@heddle/protocol';

/** A peer as far as chaincode that dials it can tell: it takes streams, and a test says what goes over them. */
export class ListeningPeer implements Disposable {
    readonly address: string;
    readonly #server: Server;
    readonly #streams: PeerStream[];
    readonly #wakers: (() => void)[];

    private constructor(address: string, server: Server, streams: PeerStream[], wakers: (() => void)[]) {
        this.address = address;
        this.#server = server;
        this.#streams = streams;
        this.#wakers = wakers;
    }

    /** @param port 0: any that is free */
    static async listen(credentials = ServerCredentials.createInsecure(), port = 0): Promise<ListeningPeer> {
        const streams: PeerStream[] = [];
        const wakers: (() => void)[] = [];
        const server = new Server();
        server.addService(chaincodeSupportService, {
            register: (call: ServerDuplexStream<Uint8Array, Uint8Array>) => {
                streams.push(new PeerStream(streamOfServerCall(call)));
                for (const wake of wakers.splice(0)) wake();
            },
        });
        const bound = await new Promise<number>((resolve, reject) => {
            server.bindAsync(`127.0.0.1:${port}`, credentials, (error, actual) => {
                if (error === null) resolve(actual);
                else reject(error);
            });
        });
        return new ListeningPeer(`localhost:${bound}`, server, streams, wakers);
    }

    get port(): number {
        return Number(this.address.split(':')[1]);
    }

    /** The next stream that chaincode opens. */
    async accept(): Promise<PeerStream> {
        for (;;) {
            const stream = this.#streams.shift();
            if (stream !== undefined) return stream;
            await new Promise<void>((resolve) => this.#wakers.push(resolve));
        }
    }

    /** Breaks all connections, and takes no more. */
    [Symbol.dispose](): void {
        this.#server.forceShutdown();
    }
}

/** A stream of chaincode, from the peer's side. */
export class PeerStream {
    readonly #stream: MessageStream;
    readonly #incoming: AsyncIterator<Uint8Array>;

    constructor(stream: MessageStream) {
        this.#stream = stream;
        this.#incoming = stream.incoming[Symbol.asyncIterator]();
    }

    /** Accepts the registration. @returns the id that the chaincode registers with */
    async register(): Promise<string> {
        const { type, payload } = await this.next();
        if (type !== MessageType.REGISTER) throw new Error(`the chaincode begins with a message of type ${type}`);
        await this.#send({ type: MessageType.REGISTERED });
        await this.#send({ type: MessageType.READY });
        return chaincodeId.decode(payload).name;
    }

    async invoke(txId: string, ...args: readonly string[]): Promise<void> {
        const payload = chaincodeInput.encode({ args: args.map((arg) => Buffer.from(arg)) });
        await this.#send({ type: MessageType.TRANSACTION, txId, channelId: 'ch', payload });
    }

    /** The next message of the chaincode. */
    async next(): Promise<ChaincodeMessage> {
        const result = await this.#incoming.next();
        if (result.done === true) throw new Error('the chaincode has ended the stream');
        return decodeMessage(result.value);
    }

    /** Ends the stream in order. */
    end(): Promise<void> {
        return this.#stream.close();
    }

    async #send(message: ChaincodeMessageInput): Promise<void> {
        await this.#stream.send(encodeMessage(message));
    }
}
