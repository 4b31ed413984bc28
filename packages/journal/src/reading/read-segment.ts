import { checksumOf, HAS_CHECKSUM } from '../format/checksum';
import {
    CHUNK_HEADER_BYTES,
    FORMAT_VERSION,
    MAGIC,
    MAGIC_BYTES,
    RECORD_HEADER_BYTES,
    RecordFlag,
    type SegmentHeader,
} from '../format/layout';

/** A record of a segment. */
export interface JournalRecord {
    /** One of RecordKind, or a number that this version does not know. */
    readonly kind: number;
    readonly isRedacted: boolean;
    readonly isRepeated: boolean;
    readonly session: number;
    /** When it was written, in milliseconds since 1970; the same for all of a chunk. */
    readonly time: number;
    /** A view of the segment's bytes. */
    readonly bytes: Buffer;
}

/** A segment, as far as it can be read. */
export interface ReadableSegment {
    /** Undefined where nothing of it can be read. */
    readonly header: SegmentHeader | undefined;
    /** Why it cannot be read, or not to its end: `torn` where a chunk is not whole, as a crash leaves it. */
    readonly problem: 'torn' | 'no segment' | 'newer format' | undefined;
    readonly records: readonly JournalRecord[];
}

const NOT_A_SEGMENT: ReadableSegment = { header: undefined, problem: 'no segment', records: [] };

/** Reads the bytes of a segment. It never throws: what is not whole is where it ends. */
export function readSegment(bytes: Buffer): ReadableSegment {
    const letters = bytes.toString('latin1', 0, MAGIC_BYTES);
    const version = /^HJ(\d\d)$/.exec(letters)?.[1];
    if (version === undefined || !letters.startsWith(MAGIC)) return NOT_A_SEGMENT;
    if (Number(version) > FORMAT_VERSION) return { ...NOT_A_SEGMENT, problem: 'newer format' };
    const start = MAGIC_BYTES + 4;
    if (bytes.length < start) return NOT_A_SEGMENT;
    const end = start + bytes.readUInt32LE(MAGIC_BYTES);
    const header = end > bytes.length ? undefined : parseHeader(bytes.toString('utf8', start, end));
    return header === undefined ? NOT_A_SEGMENT : readChunks(bytes, end, header);
}

function parseHeader(text: string): SegmentHeader | undefined {
    try {
        const header = JSON.parse(text) as Partial<SegmentHeader>; // written by a segment writer, or torn
        const { format, started, process, crc } = header;
        const isWhole = typeof format === 'number' && typeof process === 'string' && typeof crc === 'boolean';
        return isWhole && !Number.isNaN(Date.parse(started ?? '')) ? (header as SegmentHeader) : undefined;
    } catch {
        return undefined;
    }
}

function readChunks(bytes: Buffer, from: number, header: SegmentHeader): ReadableSegment {
    const records: JournalRecord[] = [];
    const started = Date.parse(header.started);
    for (let at = from; at < bytes.length;) {
        const chunk = chunkAt(bytes, at, header.crc);
        const read = chunk === undefined ? undefined : recordsOf(chunk, started);
        if (chunk === undefined || read === undefined) return { header, problem: 'torn', records };
        for (const record of read) records.push(record);
        at += CHUNK_HEADER_BYTES + chunk.length;
    }
    return { header, problem: undefined, records };
}

/** Undefined where it is not whole. */
function chunkAt(bytes: Buffer, at: number, hasChecksum: boolean): Buffer | undefined {
    const start = at + CHUNK_HEADER_BYTES;
    if (start > bytes.length) return undefined;
    const length = bytes.readUInt32LE(at);
    // Zeros behind the end of a file are what some file systems leave of a crash.
    if (length === 0 || start + length > bytes.length) return undefined;
    const chunk = bytes.subarray(start, start + length);
    const isWhole = !hasChecksum || !HAS_CHECKSUM || checksumOf(chunk) === bytes.readUInt32LE(at + 4);
    return isWhole ? chunk : undefined;
}

function recordsOf(chunk: Buffer, started: number): JournalRecord[] | undefined {
    const records: JournalRecord[] = [];
    for (let at = 0; at < chunk.length;) {
        const start = at + RECORD_HEADER_BYTES;
        if (start > chunk.length) return undefined;
        const end = start + chunk.readUInt32LE(at);
        if (end > chunk.length) return undefined;
        const flags = chunk[at + 5] ?? 0;
        records.push({
            kind: chunk[at + 4] ?? 0,
            isRedacted: (flags & RecordFlag.REDACTED) !== 0,
            isRepeated: (flags & RecordFlag.REPEATED) !== 0,
            session: chunk.readUInt32LE(at + 8),
            time: started + chunk.readDoubleLE(at + 12),
            bytes: chunk.subarray(start, end),
        });
        at = end;
    }
    return records;
}
