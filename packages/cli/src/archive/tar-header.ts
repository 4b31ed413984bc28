/** Archives consist of blocks: a header, and the content filled up with zeros. */
export const TAR_BLOCK_BYTES = 512;

interface TarField {
    readonly start: number;
    readonly length: number;
}

/** Where the fields of a ustar header are. */
export const TAR_FIELDS = {
    name: { start: 0, length: 100 },
    mode: { start: 100, length: 8 },
    uid: { start: 108, length: 8 },
    gid: { start: 116, length: 8 },
    size: { start: 124, length: 12 },
    mtime: { start: 136, length: 12 },
    checksum: { start: 148, length: 8 },
    type: { start: 156, length: 1 },
    /** With the version. */
    magic: { start: 257, length: 8 },
    devMajor: { start: 329, length: 8 },
    devMinor: { start: 337, length: 8 },
    prefix: { start: 345, length: 155 },
} as const satisfies Record<string, TarField>;

/** The bytes of a field. */
export function tarField(header: Buffer, { start, length }: TarField): Buffer {
    return header.subarray(start, start + length);
}

/** The sum of a header's bytes, those of the checksum counted as spaces. */
export function tarChecksum(header: Buffer): number {
    const { start, length } = TAR_FIELDS.checksum;
    return header.reduce((sum, byte, at) => sum + (at >= start && at < start + length ? 0x20 : byte), 0);
}
