import { gunzipSync } from 'node:zlib';
import { reasonOf } from '../reporting/reason-of';
import { ArchiveError, MAX_ARCHIVE_BYTES } from './archive-error';
import { crc32 } from './crc32';

/** Deflate, no flags, no time, no level, no operating system: nothing of the machine that wrote it. */
const HEADER = Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff]);
const MAX_BLOCK_BYTES = 0xffff;

/**
 * Wraps bytes as gzip without compressing them: what deflate makes of the same bytes differs between builds of zlib, and
 * with it the package id.
 */
export function gzipStored(bytes: Uint8Array): Buffer {
    const trailer = Buffer.alloc(8);
    trailer.writeUInt32LE(crc32(bytes));
    trailer.writeUInt32LE(bytes.length % 2 ** 32, 4);
    return Buffer.concat([HEADER, ...storedBlocks(bytes), trailer]);
}

/** Blocks of RFC 1951, section 3.2.4. There is always one, which says that it is the last. */
function storedBlocks(bytes: Uint8Array): Uint8Array[] {
    const parts: Uint8Array[] = [];
    let start = 0;
    do {
        const block = bytes.subarray(start, start + MAX_BLOCK_BYTES);
        start += block.length;
        const head = Buffer.from([start >= bytes.length ? 1 : 0, 0, 0, 0, 0]);
        head.writeUInt16LE(block.length, 1);
        head.writeUInt16LE(~block.length & 0xffff, 3);
        parts.push(head, block);
    } while (start < bytes.length);
    return parts;
}

/**
 * Unpacks gzip of any writer.
 *
 * @throws ArchiveError if it is not an archive, is cut off or damaged, or would be larger than `maxBytes`
 */
export function gunzip(bytes: Uint8Array, maxBytes: number = MAX_ARCHIVE_BYTES): Buffer {
    if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) throw new ArchiveError('is not gzip');
    try {
        return gunzipSync(bytes, { maxOutputLength: maxBytes });
    } catch (cause) {
        const { code } = cause as NodeJS.ErrnoException;
        if (code === 'ERR_BUFFER_TOO_LARGE')
            throw new ArchiveError(`unpacks to more than ${maxBytes} bytes`, { cause });
        throw new ArchiveError(`is damaged gzip (${reasonOf(cause)})`, { cause });
    }
}
