import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server as TcpServer, type Socket } from 'node:net';
import {
    type ChannelOptions,
    Client,
    type ClientDuplexStream,
    credentials,
    Server,
    ServerCredentials,
    type ServerDuplexStream,
} from '@grpc/grpc-js';
import { chaincodeService } from '../service';

const UNLIMITED: ChannelOptions = { 'grpc.max_receive_message_length': -1, 'grpc.max_send_message_length': -1 };

/** Both ends of one call over a real port. */
export interface GrpcCall {
    readonly server: ServerDuplexStream<Uint8Array, Uint8Array>;
    readonly client: ClientDuplexStream<Uint8Array, Uint8Array>;
    /** Destroys the sockets between them. */
    readonly cut: () => void;
    /** Shuts client and server down; resolves only when every call on them has ended. */
    close(): Promise<void>;
}

/** Serves Chaincode.Connect on a port, and calls it through a second one that can be cut. */
export async function makeGrpcCall(): Promise<GrpcCall> {
    const server = new Server(UNLIMITED);
    const called = new Promise<ServerDuplexStream<Uint8Array, Uint8Array>>((resolve) => {
        server.addService(chaincodeService, { connect: resolve });
    });
    const tunnel = await openTunnel(await listen(server));
    const client = new Client(`127.0.0.1:${tunnel.port}`, credentials.createInsecure(), UNLIMITED);
    const call = makeCall(client);
    return {
        server: await called,
        client: call,
        cut: tunnel.cut,
        async close() {
            client.close();
            await shutDown(server);
            await tunnel.close();
        },
    };
}

/** Calls Chaincode.Connect. */
export function makeCall(client: Client): ClientDuplexStream<Uint8Array, Uint8Array> {
    const { path, requestSerialize, responseDeserialize } = chaincodeService.connect;
    return client.makeBidiStreamRequest(path, requestSerialize, responseDeserialize);
}

/** A port on which nobody listens. */
export async function findUnusedPort(): Promise<number> {
    const { port, close } = await openTunnel(0);
    await close();
    return port;
}

function listen(server: Server): Promise<number> {
    return new Promise((resolve, reject) => {
        server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, port) => {
            if (error === null) resolve(port);
            else reject(error);
        });
    });
}

function shutDown(server: Server): Promise<void> {
    return new Promise((resolve, reject) => {
        server.tryShutdown((error) => {
            if (error === undefined) resolve();
            else reject(error);
        });
    });
}

interface Tunnel {
    readonly port: number;
    readonly cut: () => void;
    readonly close: () => Promise<void>;
}

/** Passes bytes on to a port of this machine, until it is cut. */
async function openTunnel(port: number): Promise<Tunnel> {
    const sockets = new Set<Socket>();
    const tunnel: TcpServer = createServer((near) => {
        const far = connect(port, '127.0.0.1');
        for (const [socket, partner] of [
            [near, far],
            [far, near],
        ] as const) {
            sockets.add(socket);
            socket.pipe(partner);
            // A cut is not a failure of the tunnel.
            socket.on('error', () => partner.destroy());
            socket.on('close', () => partner.destroy());
        }
    });
    tunnel.listen(0, '127.0.0.1');
    await once(tunnel, 'listening');
    const cut = (): void => {
        for (const socket of sockets) socket.destroy();
    };
    return {
        port: (tunnel.address() as AddressInfo).port,
        cut,
        async close() {
            tunnel.close();
            await once(tunnel, 'close');
        },
    };
}
