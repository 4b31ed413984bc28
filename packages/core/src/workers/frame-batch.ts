/** The bytes before each frame that say how long it is. */
const PREFIX_BYTES = 4;

/**
 * Copies frames into memory of their own, which another thread can take over without a further copy. Frames cannot be
 * handed over themselves: they are views on what the transport has read, which other frames share.
 */
export function joinFrames(frames: readonly Uint8Array[]): ArrayBuffer {
    const size = frames.reduce((sum, { length }) => sum + PREFIX_BYTES + length, 0);
    const batch = new ArrayBuffer(size);
    const bytes = Buffer.from(batch);
    let offset = 0;
    for (const frame of frames) {
        offset = bytes.writeUInt32LE(frame.length, offset);
        bytes.set(frame, offset);
        offset += frame.length;
    }
    return batch;
}

/** The frames of a batch, as views on it. */
export function splitFrames(batch: ArrayBuffer): Buffer[] {
    const bytes = Buffer.from(batch);
    const frames: Buffer[] = [];
    for (let offset = 0; offset < bytes.length;) {
        const start = offset + PREFIX_BYTES;
        const end = start + bytes.readUInt32LE(offset);
        frames.push(bytes.subarray(start, end));
        offset = end;
    }
    return frames;
}
