import * as zlib from 'node:zlib';

/** Node has it from 20.15 and 22.2 on. */
const { crc32 } = zlib as { readonly crc32?: (bytes: Uint8Array) => number };

/** Whether this Node.js can make checksums. */
export const HAS_CHECKSUM: boolean = crc32 !== undefined;

/** CRC-32 of the bytes; 0 where this Node.js has none. */
export function checksumOf(bytes: Uint8Array): number {
    return crc32 === undefined ? 0 : crc32(bytes);
}
