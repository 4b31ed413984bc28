const HEADER_BYTES = 5;

/** Writes what stands before each gRPC message: one byte, 0 for uncompressed, and its length in four. */
export function frameHeader(length: number): Buffer {
    const header = Buffer.allocUnsafe(HEADER_BYTES);
    header[0] = 0;
    header.writeUInt32BE(length, 1);
    return header;
}

/** Finds the gRPC messages in the chunks of an HTTP/2 stream, wherever their boundaries are. */
export class FrameReader {
    #parts: Buffer[] = [];
    #have = 0;
    #needed = HEADER_BYTES;

    /**
     * Hands on each message that `chunk` completes; its bytes are views that stay valid.
     * @throws Error for a compressed message: nobody asked for one.
     */
    push(chunk: Buffer, take: (message: Buffer) => void): void {
        this.#parts.push(chunk);
        this.#have += chunk.length;
        // Joined only when a message is whole, so that a large one in small chunks is copied once and not each time.
        if (this.#have < this.#needed) return;
        const [only] = this.#parts;
        const bytes = this.#parts.length === 1 && only !== undefined ? only : Buffer.concat(this.#parts);
        const rest = bytes.subarray(takeWhole(bytes, take));
        this.#parts = rest.length === 0 ? [] : [rest];
        this.#have = rest.length;
        this.#needed = rest.length < HEADER_BYTES ? HEADER_BYTES : HEADER_BYTES + rest.readUInt32BE(1);
    }
}

/** Takes the whole messages at the front of `bytes`; returns where the first incomplete one begins. */
function takeWhole(bytes: Buffer, take: (message: Buffer) => void): number {
    let at = 0;
    while (bytes.length - at >= HEADER_BYTES) {
        if (bytes[at] !== 0) throw new Error('the server sent a compressed message, which nobody asked for');
        const start = at + HEADER_BYTES;
        const end = start + bytes.readUInt32BE(at + 1);
        if (end > bytes.length) break;
        take(bytes.subarray(start, end));
        at = end;
    }
    return at;
}
