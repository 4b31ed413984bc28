import { type Gap, RecordFlag, RecordKind } from '../format/layout';
import { Chunk, type Ranges } from './chunk';
import type { ResolvedJournalOptions } from './journal-options';
import { QUIET_MS } from './retention';
import { SegmentFiles } from './segment-files';
import { TroubleNotice } from './trouble-notice';

/** How long a record waits at most for others to be written with. */
const FLUSH_MS = 100;
const NOTHING: Ranges = [];

/** What a segment begins with. */
export interface OpenSession {
    readonly id: number;
    /** JSON of SessionHeader. */
    readonly header: Buffer;
    /** The frame by which the peer said what it can do; undefined until it came. */
    readonly ready: Uint8Array | undefined;
}

/**
 * Puts records together to chunks.
 *
 * R1: a record is handed to the files within 100 ms, in the order of the calls.
 * R2: what is lost is counted, and told by a gap in front of what comes next.
 * R3: a segment can be read without those before it: it begins with the sessions that are open.
 * R4: a segment ends in time also where nothing comes any more: as long as it is open, it is not deleted.
 */
export class RecordWriter {
    readonly #options: ResolvedJournalOptions;
    readonly #files: SegmentFiles;
    readonly #sessions: () => Iterable<OpenSession>;
    readonly #started = performance.now();
    readonly #notice: TroubleNotice;
    readonly #watch: NodeJS.Timeout;
    #chunk = new Chunk();
    #timer: NodeJS.Timeout | undefined;
    #segmentBytes = Infinity;
    #segmentSince = 0;
    /** When it last began a chunk. */
    #writtenAt = 0;
    #gap: Gap | undefined;
    #lostBytes = 0;
    #isClosed = false;

    /** @param sessions those that are open */
    constructor(options: ResolvedJournalOptions, sessions: () => Iterable<OpenSession>) {
        this.#options = options;
        this.#sessions = sessions;
        this.#notice = new TroubleNotice(options.warn);
        const onLost = (chunk: Chunk, why: string): void => {
            // What is behind it in the file cannot be read.
            this.#segmentBytes = Infinity;
            this.#loseChunk(chunk, why);
        };
        this.#files = new SegmentFiles({ ...options, started: new Date(), onLost, notice: this.#notice });
        // Nobody need live for it: the next process deletes what this one leaves.
        this.#watch = setInterval(
            () => {
                this.#endSegment();
                this.#files.deleteOld();
            },
            Math.min(QUIET_MS, options.segmentMs),
        ).unref();
    }

    /** How many bytes were not written. */
    get lostBytes(): number {
        return this.#lostBytes;
    }

    /** Adds a record; ranges of its bytes are written as zeros. */
    write(kind: number, session: number, bytes: Uint8Array, hidden: Ranges = NOTHING): void {
        if (this.#isClosed) return;
        if (this.#chunk.isEmpty) this.#begin();
        else if (!this.#chunk.hasRoomFor(bytes.length)) this.#next(bytes.length);
        if (!this.#chunk.hasRoomFor(bytes.length)) this.#exchangeFor(bytes.length);
        this.#chunk.add(kind, hidden.length > 0 ? RecordFlag.REDACTED : 0, session, bytes);
        if (hidden.length > 0) this.#chunk.hide(hidden, bytes.length);
    }

    /** Notes that something is not written. @param why for the log, with the remedy */
    lose(records: number, bytes: number, why: string): void {
        this.#notice.note(why, records, bytes);
        this.#lostBytes += bytes;
        this.#gap = { records: (this.#gap?.records ?? 0) + records, bytes: (this.#gap?.bytes ?? 0) + bytes };
    }

    /** Writes what there is, and closes. */
    async close(): Promise<void> {
        this.#isClosed = true;
        clearInterval(this.#watch);
        this.#flush();
        await this.#files.close();
        this.#notice.close();
    }

    #next(bytes: number): void {
        this.#flush();
        this.#begin();
        if (!this.#chunk.hasRoomFor(bytes)) this.#exchangeFor(bytes);
    }

    #begin(): void {
        const now = performance.now();
        this.#chunk.reset(now - this.#started);
        const isOver = this.#isOver(now);
        this.#writtenAt = now;
        if (isOver) {
            this.#chunk.startsSegment = true;
            this.#segmentBytes = 0;
            this.#segmentSince = now;
        }
        if (isOver || this.#gap !== undefined) this.#introduce();
        this.#timer ??= setTimeout(() => {
            this.#flush();
        }, FLUSH_MS).unref();
    }

    /** Whether what comes belongs into another segment. */
    #isOver(now: number): boolean {
        const { segmentBytes, segmentMs } = this.#options;
        return (
            this.#segmentBytes >= segmentBytes ||
            now - this.#segmentSince > segmentMs ||
            now - this.#writtenAt > QUIET_MS
        );
    }

    /** Ends the current segment where it is over, and nothing comes that would begin another one. */
    #endSegment(): void {
        const isOpen = this.#segmentBytes < Infinity;
        if (!isOpen || !this.#chunk.isEmpty || !this.#isOver(performance.now())) return;
        if (this.#files.endSegment()) this.#segmentBytes = Infinity;
    }

    /** What a reader has to know that has not read what came before. */
    #introduce(): void {
        if (this.#gap !== undefined) this.#repeat(RecordKind.GAP, 0, Buffer.from(JSON.stringify(this.#gap)));
        this.#gap = undefined;
        for (const { id, header, ready } of this.#sessions()) {
            this.#repeat(RecordKind.SESSION, id, header);
            if (ready !== undefined) this.#repeat(RecordKind.FROM_PEER, id, ready);
        }
    }

    #repeat(kind: number, session: number, bytes: Uint8Array): void {
        if (!this.#chunk.hasRoomFor(bytes.length)) this.#exchangeFor(bytes.length);
        this.#chunk.add(kind, RecordFlag.REPEATED, session, bytes);
    }

    /** Goes on with a chunk of another size: for a record that is larger than a chunk is. */
    #exchangeFor(bytes: number): void {
        const now = performance.now();
        const { startsSegment, isEmpty } = this.#chunk;
        if (!isEmpty) this.#hand(this.#chunk);
        this.#chunk = new Chunk(bytes + ROOM_BESIDES);
        this.#chunk.reset(now - this.#started);
        this.#chunk.startsSegment = isEmpty && startsSegment;
    }

    #flush(): void {
        clearTimeout(this.#timer);
        this.#timer = undefined;
        if (this.#chunk.isEmpty) return;
        const chunk = this.#chunk;
        this.#chunk = this.#files.takeSpare() ?? new Chunk();
        this.#chunk.reset(0);
        this.#hand(chunk);
    }

    #hand(chunk: Chunk): void {
        this.#segmentBytes += chunk.length;
        if (this.#files.write(chunk)) return;
        if (chunk.startsSegment) this.#segmentBytes = Infinity;
        this.#loseChunk(chunk, 'the disk is too slow for the journal');
    }

    #loseChunk({ records, length }: Chunk, what: string): void {
        const { folder } = this.#options;
        const remedy = `transactions go on and are not recorded until it can; look at the disk of ${folder}`;
        this.lose(records, length, `${what}: ${remedy}`);
    }
}

/** For the headers around it. */
const ROOM_BESIDES = 1_024;
