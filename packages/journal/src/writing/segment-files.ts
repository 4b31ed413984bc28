import { type FileHandle, open } from 'node:fs/promises';
import { join } from 'node:path';
import { HAS_CHECKSUM } from '../format/checksum';
import { encodeHeader, FORMAT_VERSION, type SegmentHeader } from '../format/layout';
import { processName, segmentName } from '../format/segment-file';
import type { Chunk } from './chunk';
import type { ResolvedJournalOptions } from './journal-options';
import { deleteOldSegments } from './retention';

/** What may wait for a slow disk; more is dropped. */
const MOST_PENDING = 32 * 1024 * 1024;
const AGE_CHECK_MS = 60 * 60 * 1_000;
/** A trouble is over when nothing was lost for so long; the next one is told again. */
const TROUBLE_MS = 60_000;
/** So many chunks are kept to be used again. */
const MOST_SPARE = 8;

/**
 * Puts chunks into the files of one process.
 *
 * Owns: the files, and chunks from `write` on. Nobody waits for the disk: F1: a chunk is written whole, or its loss is told
 * to `onLost`. F2: behind a chunk that failed, nothing is written to that file, since a reader goes no further in it. F3:
 * nothing is written to a file that was deleted.
 */
export class SegmentFiles {
    readonly #options: ResolvedJournalOptions;
    readonly #onLost: (chunk: Chunk) => void;
    readonly #header: SegmentHeader;
    readonly #pending: Chunk[] = [];
    readonly #spare: Chunk[] = [];
    readonly #timers: readonly NodeJS.Timeout[];
    #pendingBytes = 0;
    #number = 0;
    #file: FileHandle | undefined;
    #name: string | undefined;
    #pumping: Promise<void> | undefined;
    #lastTrouble = -Infinity;

    constructor(options: ResolvedJournalOptions, started: Date, onLost: (chunk: Chunk) => void) {
        this.#options = options;
        this.#onLost = onLost;
        this.#header = {
            format: FORMAT_VERSION,
            heddle: options.heddle,
            node: process.version,
            started: started.toISOString(),
            process: processName(started),
            crc: HAS_CHECKSUM,
        };
        const age = setInterval(() => {
            this.#deleteOld();
        }, AGE_CHECK_MS);
        const sync = options.syncMs > 0 ? [setInterval(() => void this.#sync(), options.syncMs)] : []; // never rejects
        this.#timers = [age, ...sync].map((timer) => timer.unref());
        this.#deleteOld();
    }

    /** A chunk that was written, to be filled again. */
    takeSpare(): Chunk | undefined {
        return this.#spare.pop();
    }

    /** Takes a chunk. False where too much waits already: it is not taken then. */
    write(chunk: Chunk): boolean {
        if (this.#pendingBytes > 0 && this.#pendingBytes + chunk.length > MOST_PENDING) {
            this.#noteTrouble('the disk is too slow for the journal');
            return false;
        }
        this.#pending.push(chunk);
        this.#pendingBytes += chunk.length;
        this.#pumping ??= this.#pump();
        return true;
    }

    /** Writes what is pending, and closes. */
    async close(): Promise<void> {
        for (const timer of this.#timers) clearInterval(timer);
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
            if (this.#file === undefined) this.#onLost(chunk);
            else await this.#append(this.#file, chunk);
        } catch (error) {
            this.#noteTrouble(`the journal cannot be written (${(error as Error).message})`);
            await this.#closeFile();
            this.#onLost(chunk);
        }
    }

    /** What is written to a file that was deleted would be lost without a word. */
    async #append(file: FileHandle, chunk: Chunk): Promise<void> {
        const { nlink } = await file.stat();
        if (nlink === 0) throw new Error(`ENOENT: ${this.#name ?? ''} was deleted`);
        await writeAll(file, chunk.seal());
    }

    async #openNext(): Promise<void> {
        await this.#closeFile();
        const { folder } = this.#options;
        this.#number += 1;
        const name = segmentName(this.#header.process, this.#number);
        this.#name = name;
        this.#deleteOld();
        this.#file = await open(join(folder, name), 'wx', 0o600);
        await writeAll(this.#file, encodeHeader(this.#header));
    }

    /** With room for the segment that is about to be written. */
    #deleteOld(): void {
        const { folder, maxBytes, maxAgeMs, segmentBytes } = this.#options;
        try {
            deleteOldSegments({ folder, maxBytes: maxBytes - segmentBytes, maxAgeMs, current: this.#name });
        } catch {
            // A folder that cannot be read cannot be written to, which tells of it.
        }
    }

    async #sync(): Promise<void> {
        await this.#file?.datasync().catch(() => undefined); // it tells nothing that the next write does not tell
    }

    /** A file that cannot be closed has been given up. */
    async #closeFile(): Promise<void> {
        const file = this.#file;
        this.#file = undefined;
        await file?.close().catch(() => undefined);
    }

    #noteTrouble(what: string): void {
        const now = performance.now();
        const isNew = now - this.#lastTrouble > TROUBLE_MS;
        this.#lastTrouble = now;
        if (!isNew) return;
        this.#options.warn(
            `${what}: transactions go on and are not recorded until it can; look at the disk of ${this.#options.folder}`,
        );
    }
}

async function writeAll(file: FileHandle, bytes: Buffer): Promise<void> {
    for (let at = 0; at < bytes.length;) {
        const { bytesWritten } = await file.write(bytes, at, bytes.length - at);
        at += bytesWritten;
    }
}
