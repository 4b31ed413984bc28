import { Server, ServerCredentials, type ServerDuplexStream } from '@grpc/grpc-js';
import {
    type ChaincodeMessage,
    chaincodeService,
    decodeMessage,
    MAX_MESSAGE_BYTES,
    type MessageStream,
    streamOfServerCall,
} from '@heddle/protocol';

/** A message that went over the wire. */
export interface WireMessage {
    readonly from: 'chaincode' | 'peer';
    readonly message: ChaincodeMessage;
    /** Its bytes. */
    readonly frame: Uint8Array;
}

export interface WireServerOptions {
    /** Is told of each message, in the order in which they go. */
    readonly record?: (message: WireMessage) => void;
}

/** A chaincode's side of the wire and nothing else: hands on each stream that a peer opens, and keeps what goes over it. */
export class WireServer implements AsyncDisposable {
    readonly messages: WireMessage[] = [];
    readonly #server = new Server({
        'grpc.max_receive_message_length': MAX_MESSAGE_BYTES,
        'grpc.max_send_message_length': MAX_MESSAGE_BYTES,
    });

    readonly #record: (message: WireMessage) => void;

    /** @param serve runs for each stream, until it ends */
    constructor(serve: (stream: MessageStream) => Promise<void>, { record }: WireServerOptions = {}) {
        this.#record = record ?? (() => undefined);
        this.#server.addService(chaincodeService, {
            connect: (call: ServerDuplexStream<Uint8Array, Uint8Array>) => {
                const stream = this.#recorded(streamOfServerCall(call));
                // A broken stream has ended, too, and its server waits for the end.
                serve(stream).catch(() => stream.close());
            },
        });
    }

    /** @returns the port, which is a free one where the address says 0 */
    listen(address: string): Promise<number> {
        return new Promise((resolve, reject) => {
            this.#server.bindAsync(address, ServerCredentials.createInsecure(), (error, port) => {
                if (error === null) resolve(port);
                else reject(error);
            });
        });
    }

    [Symbol.asyncDispose](): Promise<void> {
        this.#server.forceShutdown();
        return Promise.resolve();
    }

    #recorded(stream: MessageStream): MessageStream {
        const record = (from: WireMessage['from'], frame: Uint8Array): void => {
            const message = { from, message: decodeMessage(frame), frame };
            this.messages.push(message);
            this.#record(message);
        };
        return {
            incoming: (async function* () {
                for await (const frame of stream.incoming) {
                    record('peer', frame);
                    yield frame;
                }
            })(),
            send: (frame) => {
                record('chaincode', frame);
                return stream.send(frame);
            },
            close: (reason) => stream.close(reason),
        };
    }
}
