import { createServer, type ServerHttp2Stream } from 'node:http2';
import { chaincodeId, encodeMessage, MessageType } from '@heddle/protocol';
import { frameHeader, FrameReader } from '../generator/frame-reader';

/** What node:http2 alone costs, with one write per tick: registers, and sends everything back as it came. */
const { CORE_CHAINCODE_ID: name = '', CORE_CHAINCODE_ADDRESS: address = '' } = process.env;
const WINDOW_BYTES = 16 * 1024 * 1024;
const [host, port] = address.split(':');

const server = createServer({ settings: { initialWindowSize: WINDOW_BYTES } });
server.on('session', (session) => {
    session.setLocalWindowSize(WINDOW_BYTES);
    session.on('error', () => undefined);
});
server.on('stream', (stream) => {
    stream.respond({ ':status': 200, 'content-type': 'application/grpc' });
    echo(stream);
});
server.listen(Number(port), host);

function echo(stream: ServerHttp2Stream): void {
    const reader = new FrameReader();
    let parts: Buffer[] = [];
    const send = (message: Buffer): void => {
        if (parts.length === 0) setImmediate(flush);
        parts.push(frameHeader(message.length), message);
    };
    const flush = (): void => {
        if (!stream.destroyed) stream.write(Buffer.concat(parts));
        parts = [];
    };
    send(encodeMessage({ type: MessageType.REGISTER, payload: chaincodeId.encode({ name }) }));
    stream.on('data', (chunk: Buffer) => {
        reader.push(chunk, send);
    });
    stream.on('error', () => undefined);
}
