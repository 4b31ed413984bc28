import { type FileHandle, mkdir, open, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { HAS_CHECKSUM } from '../format/checksum';
import { JournalError } from '../format/journal-error';
import { encodeHeader, FORMAT_VERSION, type SegmentHeader } from '../format/layout';
import { processName, segmentName } from '../format/segment-file';
import type { Chunk } from './chunk';
import type { ResolvedJournalOptions } from './journal-options';
import { deleteOldSegments } from './retention';
import type { TroubleNotice } from './trouble-notice';

/** What may wait for a slow disk; more is dropped. */
const MOST_PENDING = 32 * 1024 * 1024;
/** So many chunks are kept to be used again. */
const MOST_SPARE = 8;

export interface SegmentFilesOptions extends ResolvedJournalOptions {
    readonly started: Date;
    /** Is told of what is not written, and why. */
    readonly onLost: (chunk: Chunk, why: string) => void;
    /** Takes what is no loss of a chunk. */
    readonly notice: TroubleNotice;
}

/**
 * Puts chunks into the files of one process.
 *
 * Owns: the files, and chunks from `write` on. Nobody waits for the disk: F1: a chunk is written whole, or its loss is told
 * to `onLost`. F2: behind a chunk that failed, nothing is written to that file, since a reader goes no further in it. F3:
 * nothing is written to a file that was deleted. F4: a file without a whole chunk is deleted: while the disk is full, there
 * would be another one with each chunk.
 */
export class SegmentFiles {
    readonly #options: SegmentFilesOptions;
    readonly #header: SegmentHeader;
    readonly #pending: Chunk[] = [];
    readonly #spare: Chunk[] = [];
    readonly #sync: NodeJS.Timeout | undefined;
    #pendingBytes = 0;
    #number = 0;
    #file: FileHandle | undefined;
    #name: string | undefined;
    #hasChunks = false;
    #pumping: Promise<void> | undefined;
    /** Why there is no file. */
    #failure = '';

    constructor(options: SegmentFilesOptions) {
        this.#options = options;
        const { started, heddle, syncMs } = options;
        this.#header = {
            format: FORMAT_VERSION,
            heddle,
            node: process.version,
            started: started.toISOString(),
            process: processName(started),
            crc: HAS_CHECKSUM,
        };
        if (syncMs > 0) this.#sync = setInterval(() => void this.#synchronize(), syncMs).unref(); // never rejects
        this.deleteOld();
    }

    /** A chunk that was written, to be filled again. */
    takeSpare(): Chunk | undefined {
        return this.#spare.pop();
    }

    /** Takes a chunk. False where too much waits already: it is not taken then. */
    write(chunk: Chunk): boolean {
        if (this.#pendingBytes > 0 && this.#pendingBytes + chunk.length > MOST_PENDING) return false;
        this.#pending.push(chunk);
        this.#pendingBytes += chunk.length;
        this.#pumping ??= this.#pump();
        return true;
    }

    /** Closes the current segment, unless something waits to be written to it. False then. */
    endSegment(): boolean {
        if (this.#pumping !== undefined) return false;
        this.#pumping = this.#closeFile().then(() => this.#pump());
        return true;
    }

    /** Deletes what is too old or too much, with room for the segment that is about to be written. */
    deleteOld(): void {
        const { folder, maxBytes, maxAgeMs, segmentBytes } = this.#options;
        const bounds = { folder, maxBytes: maxBytes - segmentBytes, maxAgeMs };
        try {
            const why = deleteOldSegments({ ...bounds, process: this.#header.process, current: this.#name });
            if (why !== undefined) this.#tellUndeleted(why);
        } catch (error) {
            const code = codeOf(JournalError.is(error) ? error.cause : error);
            // A folder that is not there has nothing to delete.
            if (code !== 'ENOENT' && code !== 'ENOTDIR') this.#tellUndeleted(code ?? messageOf(error));
        }
    }

    /** Writes what is pending, and closes. */
    async close(): Promise<void> {
        clearInterval(this.#sync);
        await this.#pumping;
        await this.#closeFile();
    }

    async #pump(): Promise<void> {
        for (let chunk = this.#pending.shift(); chunk !== undefined; chunk = this.#pending.shift()) {
            await this.#put(chunk);
            this.#pendingBytes -= chunk.length;
            if (chunk.isRegular && this.#spare.length < MOST_SPARE) this.#spare.push(chunk);
        }
        this.#pumping = undefined;
    }

    async #put(chunk: Chunk): Promise<void> {
        try {
            if (chunk.startsSegment) await this.#openNext();
            if (this.#file === undefined) this.#lose(chunk);
            else await this.#append(this.#file, chunk);
        } catch (error) {
            this.#failure = messageOf(error);
            await this.#giveUp();
            this.#lose(chunk);
        }
    }

    /** What is written to a file that was deleted would be lost without a word. */
    async #append(file: FileHandle, chunk: Chunk): Promise<void> {
        const { nlink } = await file.stat();
        if (nlink === 0) throw new Error(`ENOENT: ${this.#name ?? ''} was deleted`);
        await writeAll(file, chunk.seal());
        this.#hasChunks = true;
    }

    async #openNext(): Promise<void> {
        await this.#closeFile();
        this.#number += 1;
        const name = segmentName(this.#header.process, this.#number);
        this.#name = name;
        this.deleteOld();
        this.#hasChunks = false;
        this.#file = await openIn(this.#options.folder, name);
        await writeAll(this.#file, encodeHeader(this.#header));
    }

    /** A file that cannot be written to any more. */
    async #giveUp(): Promise<void> {
        const { folder } = this.#options;
        const isEmpty = this.#file !== undefined && !this.#hasChunks;
        const path = join(folder, this.#name ?? '');
        // What it could tell is told already.
        await this.#file?.close().catch(() => undefined);
        this.#file = undefined;
        this.#name = undefined;
        if (isEmpty) await unlink(path).catch(() => undefined);
    }

    /** Some file systems tell of what they could not write only now. */
    async #synchronize(): Promise<void> {
        const file = this.#file;
        try {
            await file?.datasync();
        } catch (error) {
            // One that was closed meanwhile tells by itself.
            if (file === this.#file) this.#tellUnsafe(error);
        }
    }

    /** Those of a network tell it here. */
    async #closeFile(): Promise<void> {
        const file = this.#file;
        this.#file = undefined;
        try {
            await file?.close();
        } catch (error) {
            this.#tellUnsafe(error);
        }
        this.#name = undefined;
    }

    #lose(chunk: Chunk): void {
        this.#options.onLost(chunk, `the journal cannot be written (${this.#failure})`);
    }

    #tellUnsafe(error: unknown): void {
        this.#options.notice.note(
            `what was written last to the journal may not be on the disk (${messageOf(error)}): look at the disk of ${this.#options.folder}`,
        );
    }

    #tellUndeleted(why: string): void {
        this.#options.notice.note(
            `what is too old or too much in the journal cannot be deleted (${why}): it is tried again; look at the rights of ${this.#options.folder}`,
        );
    }
}

/** A folder that was deleted is made again, for its owner alone. */
async function openIn(folder: string, name: string): Promise<FileHandle> {
    const create = async (): Promise<FileHandle> => open(join(folder, name), 'wx', 0o600);
    try {
        return await create();
    } catch (error) {
        if (codeOf(error) !== 'ENOENT') throw error;
        await mkdir(folder, { recursive: true, mode: 0o700 });
        return create();
    }
}

async function writeAll(file: FileHandle, bytes: Buffer): Promise<void> {
    for (let at = 0; at < bytes.length;) {
        const { bytesWritten } = await file.write(bytes, at, bytes.length - at);
        at += bytesWritten;
    }
}

function codeOf(error: unknown): string | undefined {
    return (error as NodeJS.ErrnoException | undefined)?.code;
}

function messageOf(error: unknown): string {
    return (error as Error).message;
}
