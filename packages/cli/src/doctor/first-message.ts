import type { ClientHttp2Session, ClientHttp2Stream, IncomingHttpHeaders } from 'node:http2';
import { chaincodeId, decodeMessage, MessageType, messageTypeName } from '@heddle/protocol';

/** gRPC puts a flag and a length before each message. */
const PREFIX_BYTES = 5;
/** The first message has a package id, and little else. */
const MAX_BYTES = 64 * 1024;

/**
 * Opens the stream that a peer opens, and waits for the server's first message.
 *
 * @returns the package id with which the server registers
 */
export async function readFirstMessage(
    session: ClientHttp2Session,
    authority: string,
    signal: AbortSignal,
): Promise<string> {
    const stream = session.request({
        ':method': 'POST',
        ':path': '/protos.Chaincode/Connect',
        ':authority': authority,
        'content-type': 'application/grpc',
        te: 'trailers',
    });
    try {
        return packageIdIn(await firstFrame(stream, signal));
    } finally {
        stream.on('error', () => undefined).close();
    }
}

function firstFrame(stream: ClientHttp2Stream, signal: AbortSignal): Promise<Buffer> {
    return new Promise((resolve, reject) => {
        let received: Buffer = Buffer.alloc(0);
        let trailers: IncomingHttpHeaders = {};
        signal.addEventListener('abort', () => {
            reject(timeout());
        });
        const remember = (headers: IncomingHttpHeaders): void => {
            trailers = { ...trailers, ...headers };
        };
        stream.on('response', remember).on('trailers', remember);
        stream.on('error', reject);
        stream.on('data', (bytes: Buffer) => {
            received = Buffer.concat([received, bytes]);
            if (received.length < PREFIX_BYTES) return;
            const end = PREFIX_BYTES + received.readUInt32BE(1);
            if (received[0] !== 0 || end > MAX_BYTES) reject(new Error('the server does not speak as chaincode does'));
            else if (received.length >= end) resolve(received.subarray(PREFIX_BYTES, end));
        });
        stream.on('close', () => {
            reject(new Error(`the server ended the stream${statusIn(trailers)}`));
        });
    });
}

function statusIn(headers: IncomingHttpHeaders): string {
    const [status, message] = [headers['grpc-status'], headers['grpc-message']];
    if (status === undefined) return ` with the HTTP status ${String(headers[':status'])}`;
    return ` with the gRPC status ${String(status)}${message === undefined ? '' : ` (${String(message)})`}`;
}

function packageIdIn(frame: Buffer): string {
    const { type, payload } = decodeMessage(frame);
    if (type === MessageType.REGISTER) return chaincodeId.decode(payload).name;
    throw new Error(`the server begins with ${messageTypeName(type)} instead of REGISTER`);
}

function timeout(): Error {
    return Object.assign(new Error('the server says nothing'), { code: 'ABORT_ERR' });
}
