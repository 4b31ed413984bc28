/**
 * The form of a segment, version 1; numbers are little-endian.
 *
 *     segment = "HJ01", u32 length, JSON of SegmentHeader, chunks
 *     chunk   = u32 length, u32 CRC-32 (0 where the header says that there is none), records
 *     record  = u32 length, u8 kind, u8 flags, u16 0, u32 session, f64 milliseconds since the header's start, bytes
 *
 * A reader passes over kinds that it does not know. A chunk that is not whole ends the reading of its segment.
 */
export const FORMAT_VERSION = 1;

/** The letters of a segment, before its version in two digits. */
export const MAGIC = 'HJ';
export const MAGIC_BYTES = 4;
export const CHUNK_HEADER_BYTES = 8;
export const RECORD_HEADER_BYTES = 20;

/** What a record tells. */
export const RecordKind = {
    /** A session begins: JSON of SessionHeader. */
    SESSION: 0,
    FROM_PEER: 1,
    TO_PEER: 2,
    /** A session has ended: JSON with the reason, where there was one. */
    ENDED: 3,
    /** Something was not written: JSON of Gap. */
    GAP: 4,
} as const;

export const RecordFlag = {
    /** Private bytes of the frame are zeros. */
    REDACTED: 1,
    /** It was written before: a segment begins with what its reader has to know of the sessions. */
    REPEATED: 2,
} as const;

/** What a segment says of itself. */
export interface SegmentHeader {
    readonly format: number;
    /** The version of Heddle that wrote it. */
    readonly heddle: string;
    /** The version of Node.js. */
    readonly node: string;
    /** When the process began to write, ISO 8601: times of records count from here. */
    readonly started: string;
    /** Names the process, and says nothing of its machine. */
    readonly process: string;
    /** Whether chunks have a checksum. */
    readonly crc: boolean;
}

/** What a session runs by. */
export interface SessionHeader {
    readonly packageId: string;
    readonly mspId?: string | undefined;
    readonly coalesce: boolean;
    readonly transactionTimeoutMs: number;
    readonly workers: number;
    readonly remote: string;
    /** Of the package.json of the contracts. */
    readonly name?: string | undefined;
    readonly version?: string | undefined;
    /** Of their code, as `digestOfFolder` has it. */
    readonly digest?: string | undefined;
}

/** What was not written. */
export interface Gap {
    readonly records: number;
    readonly bytes: number;
}

/** The bytes that a segment begins with. */
export function encodeHeader(header: SegmentHeader): Buffer {
    const json = Buffer.from(JSON.stringify(header));
    const start = Buffer.alloc(8);
    start.write(`${MAGIC}${String(header.format).padStart(2, '0')}`, 'latin1');
    start.writeUInt32LE(json.length, 4);
    return Buffer.concat([start, json]);
}
