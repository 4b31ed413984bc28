import { Server, ServerCredentials, type ServerDuplexStream } from '@grpc/grpc-js';
import { chaincodeSupportService, MAX_MESSAGE_BYTES } from '@heddle/protocol';
import type { DialledTls } from '../transport/dialled-socket';
import { PeerConnection, type PeerConnectionOptions } from '../transport/peer-connection';

/** A call of `Register`, as the server of grpc-js has it. */
export type RegisterCall = ServerDuplexStream<Uint8Array, Uint8Array>;

/** A peer by grpc-js, as far as the calls of chaincode that dials it: what happens in them is the test's. */
export class RegisterServer {
    readonly port: number;
    readonly #server: Server;

    private constructor(server: Server, port: number) {
        this.#server = server;
        this.port = port;
    }

    static async listen(
        register: (call: RegisterCall) => void,
        credentials = ServerCredentials.createInsecure(),
        host = '127.0.0.1',
    ): Promise<RegisterServer> {
        const server = new Server({
            'grpc.max_receive_message_length': MAX_MESSAGE_BYTES,
            'grpc.max_send_message_length': MAX_MESSAGE_BYTES,
        });
        server.addService(chaincodeSupportService, { register });
        const port = await new Promise<number>((resolve, reject) => {
            server.bindAsync(`${host}:0`, credentials, (error, bound) => {
                if (error === null) resolve(bound);
                else reject(error);
            });
        });
        return new RegisterServer(server, port);
    }

    /** Resolves when the last call and the last connection have ended. */
    async close(): Promise<void> {
        await new Promise((resolve) => {
            this.#server.tryShutdown(resolve);
        });
    }

    /** Cuts everything. */
    [Symbol.dispose](): void {
        this.#server.forceShutdown();
    }
}

/** A connection to a port of this machine. */
export function connectionTo(
    port: number,
    options: Partial<PeerConnectionOptions> & { readonly tls?: DialledTls | undefined } = {},
): PeerConnection {
    return new PeerConnection({
        host: '127.0.0.1',
        port,
        authority: `127.0.0.1:${port}`,
        tls: undefined,
        keepalive: { timeMs: 0, timeoutMs: 0 },
        dialTimeoutMs: 20_000,
        ...options,
    });
}
