import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';

/** The frames of HTTP/2 that tests send (RFC 9113, 6). */
export const FrameType = { DATA: 0, HEADERS: 1, RST_STREAM: 3, SETTINGS: 4, PING: 6, GOAWAY: 7 } as const;

/** One frame of HTTP/2. */
export function http2Frame(
    type: number,
    flags: number,
    streamId: number,
    payload: Uint8Array = Buffer.alloc(0),
): Buffer {
    const frame = Buffer.alloc(9 + payload.length);
    frame.writeUIntBE(payload.length, 0, 3);
    frame[3] = type;
    frame[4] = flags;
    frame.writeUInt32BE(streamId, 5);
    frame.set(payload, 9);
    return frame;
}

/** 32-bit numbers, as the payloads of some frames have them. */
export function uint32(...numbers: readonly number[]): Buffer {
    const bytes = Buffer.alloc(4 * numbers.length);
    for (const [index, number] of numbers.entries()) bytes.writeUInt32BE(number, 4 * index);
    return bytes;
}

export const SETTINGS = http2Frame(FrameType.SETTINGS, 0, 0);
export const SETTINGS_ACK = http2Frame(FrameType.SETTINGS, 1, 0);
/** The headers of a response, `:status: 200` and `content-type: application/grpc`, to the first call. */
export const RESPONSE = http2Frame(
    FrameType.HEADERS,
    4,
    1,
    Buffer.concat([Buffer.of(0x88, 0x0f, 0x10, 16), Buffer.from('application/grpc')]),
);

/** A peer whose every byte a test decides. */
export class RawPeer implements Disposable {
    readonly port: number;
    readonly #server: Server;
    readonly #sockets: Set<Socket>;

    private constructor(server: Server, sockets: Set<Socket>) {
        this.#server = server;
        this.#sockets = sockets;
        this.port = (server.address() as AddressInfo).port;
    }

    /** @param greet is given each connection; what comes by it is read and dropped unless that is changed */
    static async listen(greet: (socket: Socket) => void): Promise<RawPeer> {
        const sockets = new Set<Socket>();
        const server = createServer((socket) => {
            sockets.add(socket);
            socket.on('error', () => undefined);
            socket.resume();
            greet(socket);
        });
        server.listen(0, '127.0.0.1');
        await once(server, 'listening');
        return new RawPeer(server, sockets);
    }

    /** Speaks HTTP/2, and does as it is told when `Register` has been called. */
    static async onCall(act: (socket: Socket) => void): Promise<RawPeer> {
        return RawPeer.listen((socket) => {
            socket.write(Buffer.concat([SETTINGS, SETTINGS_ACK]));
            let received = Buffer.alloc(0);
            socket.on('data', function onData(chunk: Buffer) {
                received = Buffer.concat([received, chunk]);
                if (!hasHeaders(received)) return;
                socket.off('data', onData);
                socket.resume();
                act(socket);
            });
        });
    }

    [Symbol.dispose](): void {
        this.#server.close();
        for (const socket of this.#sockets) socket.destroy();
    }
}

/** Whether a client's frames, behind its preface, have come to those of a call. */
function hasHeaders(bytes: Buffer): boolean {
    for (let at = 24; at + 9 <= bytes.length; at += 9 + bytes.readUIntBE(at, 3)) {
        if (bytes[at + 3] === FrameType.HEADERS) return true;
    }
    return false;
}
