import { Server, ServerCredentials, type ServerDuplexStream } from '@grpc/grpc-js';
import { chaincodeService, type MessageStream, streamOfServerCall } from '@heddle/protocol';

/** A gRPC server of the Chaincode service, on a port of its own. */
export class ScriptServer implements AsyncDisposable {
    readonly port: number;
    readonly #server: Server;

    private constructor(server: Server, port: number) {
        this.#server = server;
        this.port = port;
    }

    /** @param serve takes each stream that a peer opens */
    static async listen(
        serve: (stream: MessageStream) => void,
        options: { readonly credentials?: ServerCredentials; readonly port?: number } = {},
    ): Promise<ScriptServer> {
        const server = new Server();
        server.addService(chaincodeService, {
            connect: (call: ServerDuplexStream<Uint8Array, Uint8Array>) => {
                serve(streamOfServerCall(call));
            },
        });
        const { credentials = ServerCredentials.createInsecure(), port = 0 } = options;
        const bound = await new Promise<number>((resolve, reject) => {
            server.bindAsync(`localhost:${port}`, credentials, (error, number) => {
                if (error === null) resolve(number);
                else reject(error);
            });
        });
        return new ScriptServer(server, bound);
    }

    get address(): string {
        return `localhost:${this.port}`;
    }

    [Symbol.asyncDispose](): Promise<void> {
        this.#server.forceShutdown();
        return Promise.resolve();
    }
}
