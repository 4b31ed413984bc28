import { MAX_MESSAGE_BYTES } from '@heddle/protocol';
import { GrpcError, GrpcStatus } from './grpc-status';

/**
 * gRPC's framing of messages within an HTTP/2 stream: one byte that says whether the message is compressed, four bytes
 * of its length, the message (https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md).
 */

const PREFIX_BYTES = 5;

/**
 * Cuts what arrives into messages. A message within one chunk is a view on it; one that spans several is copied once,
 * into a buffer of its size, which is checked before it is allocated.
 */
export class FrameDecoder {
    readonly #prefix = Buffer.alloc(PREFIX_BYTES);
    #prefixLength = 0;
    #message: Buffer | undefined;
    #messageLength = 0;

    /**
     * Takes a chunk, and hands on each message that is complete.
     * @throws GrpcError for a compressed message, and for one above MAX_MESSAGE_BYTES
     */
    push(chunk: Buffer, onMessage: (message: Buffer) => void): void {
        let at = 0;
        while (at < chunk.length) {
            if (this.#message !== undefined) at += this.#continue(this.#message, chunk, at, onMessage);
            else if (this.#prefixLength > 0 || chunk.length - at < PREFIX_BYTES)
                at += this.#readPrefix(chunk, at, onMessage);
            else at += this.#begin(chunk, at, onMessage);
        }
    }

    /** Whether the stream may end here: not in the middle of a message. */
    get atBoundary(): boolean {
        return this.#prefixLength === 0 && this.#message === undefined;
    }

    /** The common case: the prefix, and mostly the message, lie within the chunk. */
    #begin(chunk: Buffer, at: number, onMessage: (message: Buffer) => void): number {
        const length = lengthOf(chunk, at);
        const start = at + PREFIX_BYTES;
        if (start + length <= chunk.length) {
            onMessage(chunk.subarray(start, start + length));
            return PREFIX_BYTES + length;
        }
        this.#allocate(length);
        return PREFIX_BYTES;
    }

    #readPrefix(chunk: Buffer, at: number, onMessage: (message: Buffer) => void): number {
        const taken = chunk.copy(this.#prefix, this.#prefixLength, at, at + PREFIX_BYTES - this.#prefixLength);
        this.#prefixLength += taken;
        if (this.#prefixLength < PREFIX_BYTES) return taken;
        this.#prefixLength = 0;
        const length = lengthOf(this.#prefix, 0);
        if (length === 0) onMessage(Buffer.alloc(0));
        else this.#allocate(length);
        return taken;
    }

    #continue(message: Buffer, chunk: Buffer, at: number, onMessage: (message: Buffer) => void): number {
        const taken = chunk.copy(message, this.#messageLength, at);
        this.#messageLength += taken;
        if (this.#messageLength === message.length) {
            this.#message = undefined;
            onMessage(message);
        }
        return taken;
    }

    #allocate(length: number): void {
        this.#message = Buffer.allocUnsafeSlow(length);
        this.#messageLength = 0;
    }
}

function lengthOf(bytes: Buffer, at: number): number {
    if (bytes[at] !== 0) {
        throw new GrpcError(GrpcStatus.UNIMPLEMENTED, 'the message is compressed, and no compression was agreed on');
    }
    const length = bytes.readUInt32BE(at + 1);
    if (length <= MAX_MESSAGE_BYTES) return length;
    throw new GrpcError(
        GrpcStatus.RESOURCE_EXHAUSTED,
        `a message of ${length} bytes exceeds the limit of ${MAX_MESSAGE_BYTES}`,
    );
}

/** Joins messages, each behind its prefix, to what is written at once. */
export function encodeFrames(messages: readonly Uint8Array[]): Buffer {
    let size = 0;
    for (const message of messages) size += PREFIX_BYTES + message.length;
    const frames = Buffer.allocUnsafe(size);
    let at = 0;
    for (const message of messages) {
        frames[at] = 0;
        frames.writeUInt32BE(message.length, at + 1);
        frames.set(message, at + PREFIX_BYTES);
        at += PREFIX_BYTES + message.length;
    }
    return frames;
}

/** The prefix alone, for a message so large that copying it would cost more than a write of its own. */
export function encodePrefix(message: Uint8Array): Buffer {
    const prefix = Buffer.alloc(PREFIX_BYTES);
    prefix.writeUInt32BE(message.length, 1);
    return prefix;
}
