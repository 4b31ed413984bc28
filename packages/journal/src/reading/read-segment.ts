import { checksumOf, HAS_CHECKSUM } from '../format/checksum';
import {
    CHUNK_HEADER_BYTES,
    FORMAT_VERSION,
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
    const tail = new SegmentTail();
    const records = tail.push(bytes);
    const { header, problem } = tail;
    if (header === undefined) return { ...NOT_A_SEGMENT, problem: problem ?? 'no segment' };
    return { header, problem: tail.isWhole ? undefined : 'torn', records };
}

/** Reads a segment as it grows. */
export class SegmentTail {
    #rest: Buffer = Buffer.alloc(0);
    #header: SegmentHeader | undefined;
    #started = 0;
    #problem: ReadableSegment['problem'];

    get header(): SegmentHeader | undefined {
        return this.#header;
    }

    /** Why nothing more can be read of it. */
    get problem(): ReadableSegment['problem'] {
        return this.#problem;
    }

    /** Whether it ends where a chunk ends. */
    get isWhole(): boolean {
        return this.#problem === undefined && this.#rest.length === 0;
    }

    /** Takes its next bytes; the records that are whole with them. */
    push(bytes: Buffer): JournalRecord[] {
        if (this.#problem !== undefined) return [];
        this.#rest = this.#rest.length === 0 ? bytes : Buffer.concat([this.#rest, bytes]);
        if (this.#header === undefined) this.#readHeader();
        return this.#header === undefined ? [] : this.#readChunks(this.#header);
    }

    #readHeader(): void {
        const bytes = this.#rest;
        const start = MAGIC_BYTES + 4;
        if (bytes.length < start) return;
        const version = /^HJ(\d\d)$/.exec(bytes.toString('latin1', 0, MAGIC_BYTES))?.[1];
        if (version === undefined) this.#problem = 'no segment';
        else if (Number(version) > FORMAT_VERSION) this.#problem = 'newer format';
        const end = start + bytes.readUInt32LE(MAGIC_BYTES);
        if (this.#problem !== undefined || end > bytes.length) return;
        this.#header = parseHeader(bytes.toString('utf8', start, end));
        if (this.#header === undefined) this.#problem = 'no segment';
        else this.#started = Date.parse(this.#header.started);
        this.#rest = bytes.subarray(end);
    }

    #readChunks({ crc }: SegmentHeader): JournalRecord[] {
        const records: JournalRecord[] = [];
        while (this.#rest.length >= CHUNK_HEADER_BYTES) {
            const end = CHUNK_HEADER_BYTES + this.#rest.readUInt32LE(0);
            const isTorn = end === CHUNK_HEADER_BYTES;
            // The rest of it may come yet.
            if (end > this.#rest.length && !isTorn) break;
            const chunk = isTorn ? undefined : chunkOf(this.#rest.subarray(0, end), crc);
            const read = chunk === undefined ? undefined : recordsOf(chunk, this.#started);
            if (read === undefined) {
                this.#problem = 'torn';
                break;
            }
            for (const record of read) records.push(record);
            this.#rest = this.#rest.subarray(end);
        }
        return records;
    }
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

/** The records of a chunk with its header, as bytes; undefined where they are not what was written. */
function chunkOf(bytes: Buffer, hasChecksum: boolean): Buffer | undefined {
    const chunk = bytes.subarray(CHUNK_HEADER_BYTES);
    const isWhole = !hasChecksum || !HAS_CHECKSUM || checksumOf(chunk) === bytes.readUInt32LE(4);
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
