import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { errorText } from '../errors';
import { unusable } from './unusable';

/** Of all files but the two of JSON (fabric, common/ledger/snapshot/file.go). */
const FORMAT = 1;
const CHUNK_BYTES = 1024 * 1024;
/** Longer than any that a number of a length needs. */
const MAX_VARINT_BYTES = 10;

/** A length or a number as Go's binary.PutUvarint writes it; undefined where the bytes end before it does. */
export function readVarint(bytes: Buffer, start: number): { readonly value: number; readonly end: number } | undefined {
    let value = 0;
    let factor = 1;
    for (let at = start; at < bytes.length; at++) {
        const byte = bytes[at] ?? 0;
        value += (byte & 0x7f) * factor;
        if (byte < 0x80) return { value, end: at + 1 };
        if (at - start >= MAX_VARINT_BYTES) throw new Error('has a number that is too long');
        factor *= 0x80;
    }
    return undefined;
}

/** A record of a file: its bytes, without its length, and where the length is. To keep the bytes, copy them. */
export type RecordListener = (bytes: Buffer, offset: number, end: number) => void;

/**
 * Reads a file of a snapshot once, record by record, and compares its hash.
 * @param onChunk awaited after each megabyte at most: for a listener whose work has to be done before there is more of it
 * @throws LocalPeerError SNAPSHOT_UNUSABLE for another hash, another format, and a record that is cut
 */
export async function readRecords(
    { folder, file, hash }: { readonly folder: string; readonly file: string; readonly hash: string },
    listener: RecordListener,
    onChunk: () => Promise<void> = () => Promise.resolve(),
): Promise<void> {
    const digest = createHash('sha256');
    const framing = new Framing(listener);
    for await (const part of chunksOf(folder, file)) {
        digest.update(part);
        framing.add(part);
        await onChunk();
    }
    const found = digest.digest('hex');
    if (found !== hash) throw unusable(folder, file, `has the SHA-256 ${found} in place of ${hash}`);
    if (framing.fault !== undefined) throw unusable(folder, file, framing.fault);
}

/** Each is overwritten by the next one. @throws LocalPeerError SNAPSHOT_UNUSABLE */
async function* chunksOf(folder: string, file: string): AsyncGenerator<Buffer> {
    try {
        await using handle = await open(join(folder, file));
        // One place for all of the file: a new one for each part would be garbage of the size of the file.
        const place = Buffer.allocUnsafeSlow(CHUNK_BYTES);
        for (let length = -1; length !== 0;) {
            length = (await handle.read(place)).bytesRead;
            yield place.subarray(0, length);
        }
    } catch (error) {
        throw unusable(folder, file, `cannot be read (${errorText(error)})`, error);
    }
}

/** Takes chunks apart into records. What is wrong is kept to the end: another hash says more. */
class Framing {
    readonly #listener: RecordListener;
    #rest: Buffer = Buffer.alloc(0);
    /** Where the rest begins in the file. */
    #offset = 0;
    #hasFormat = false;
    #fault: string | undefined;

    constructor(listener: RecordListener) {
        this.#listener = listener;
    }

    get fault(): string | undefined {
        return this.#fault ?? (this.#rest.length === 0 ? undefined : 'ends in the middle of a record');
    }

    add(chunk: Buffer): void {
        if (this.#fault !== undefined) return;
        try {
            this.#take(this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]));
        } catch (error) {
            this.#fault = errorText(error);
        }
    }

    #take(bytes: Buffer): void {
        let at = 0;
        if (!this.#hasFormat) {
            if (bytes[0] !== FORMAT) throw new Error(`has the format ${bytes[0] ?? 'of nothing'}, and not ${FORMAT}`);
            this.#hasFormat = true;
            at = 1;
        }
        for (let next = readVarint(bytes, at); next !== undefined; next = readVarint(bytes, at)) {
            const end = next.end + next.value;
            if (end > bytes.length) break;
            this.#listener(bytes.subarray(next.end, end), this.#offset + at, this.#offset + end);
            at = end;
        }
        this.#offset += at;
        this.#rest = Buffer.from(bytes.subarray(at));
    }
}
