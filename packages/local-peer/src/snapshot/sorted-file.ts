import { type FileHandle, open } from 'node:fs/promises';
import { join } from 'node:path';
import { readRecords, readVarint } from './record-reader';
import { nothing, type RecordCursor, type SortedRecords } from './sorted-records';
import { unusable } from './unusable';

/** A place in the file that is known by heart: the key of the record there. */
interface Signpost {
    readonly key: Buffer;
    readonly offset: number;
}

/** A part of the file whose records are sorted by key: those of one namespace. */
interface Section {
    readonly signposts: Signpost[];
    end: number;
}

/** At most so many records, or so many bytes, are read to find one. */
const RECORDS_APART = 64;
const BYTES_APART = 64 * 1024;

export interface SortedFileOptions {
    readonly folder: string;
    readonly file: string;
    /** SHA-256, hexadecimal. */
    readonly hash: string;
    /** Sections in the order of the file, and how many records each has. */
    readonly sections: readonly { readonly name: string; readonly count: number }[];
    readonly keyOf: (record: Buffer) => Buffer;
}

/**
 * A file of a snapshot as the database that it is: its records are in the order of their keys' bytes, so that a sparse
 * index of them, made while its hash is computed, finds each one in one read.
 */
export class SortedFile implements SortedRecords {
    readonly #handle: FileHandle;
    readonly #sections: ReadonlyMap<string, Section>;
    readonly #keyOf: (record: Buffer) => Buffer;

    private constructor(handle: FileHandle, sections: ReadonlyMap<string, Section>, keyOf: (record: Buffer) => Buffer) {
        this.#handle = handle;
        this.#sections = sections;
        this.#keyOf = keyOf;
    }

    /** @throws LocalPeerError SNAPSHOT_UNUSABLE */
    static async open(options: SortedFileOptions): Promise<SortedFile> {
        const index = new IndexBuilder(options);
        await readRecords(options, (record, offset, end) => {
            index.add(record, offset, end);
        });
        const fault = index.fault();
        if (fault !== undefined) throw unusable(options.folder, options.file, fault);
        const handle = await open(join(options.folder, options.file));
        return new SortedFile(handle, index.sections, options.keyOf);
    }

    async find(section: string, key: Buffer): Promise<Buffer | undefined> {
        const place = this.#sections.get(section);
        const at = place === undefined ? -1 : lastUpTo(place.signposts, key);
        if (place === undefined || at < 0) return undefined;
        const records = await this.#stretch(place, at);
        return records.find((record) => this.#keyOf(record).equals(key));
    }

    from(section: string, start: Buffer): RecordCursor {
        const place = this.#sections.get(section);
        if (place === undefined) return nothing;
        let stretch = Math.max(0, lastUpTo(place.signposts, start));
        let records: Buffer[] = [];
        let at = 0;
        let isFirst = true;
        return {
            next: async () => {
                while (at >= records.length) {
                    if (stretch >= place.signposts.length) return undefined;
                    records = await this.#stretch(place, stretch++);
                    at = isFirst ? records.findIndex((record) => Buffer.compare(this.#keyOf(record), start) >= 0) : 0;
                    if (at < 0) at = records.length;
                    isFirst = false;
                }
                return records[at++];
            },
            close: () => Promise.resolve(),
        };
    }

    async close(): Promise<void> {
        await this.#handle.close();
    }

    /** The records from one signpost to the next. */
    async #stretch({ signposts, end }: Section, index: number): Promise<Buffer[]> {
        const from = signposts[index]?.offset ?? end;
        const bytes = Buffer.allocUnsafe((signposts[index + 1]?.offset ?? end) - from);
        await this.#handle.read(bytes, 0, bytes.length, from);
        const records: Buffer[] = [];
        for (let at = 0; at < bytes.length;) {
            const length = readVarint(bytes, at);
            if (length === undefined) break;
            at = length.end + length.value;
            records.push(bytes.subarray(length.end, at));
        }
        return records;
    }
}

/** Sets up signposts while the file goes by. */
class IndexBuilder {
    readonly sections = new Map<string, Section>();
    readonly #options: SortedFileOptions;
    #current: Section | undefined;
    #next = 0;
    #left = 0;
    #sinceSignpost = 0;
    #surplus = 0;

    constructor(options: SortedFileOptions) {
        this.#options = options;
    }

    add(record: Buffer, offset: number, end: number): void {
        while (this.#left === 0 && this.#next < this.#options.sections.length) this.#beginSection();
        const section = this.#current;
        if (section === undefined || this.#left === 0) {
            this.#surplus++;
            return;
        }
        const last = section.signposts.at(-1);
        if (last === undefined || this.#sinceSignpost >= RECORDS_APART || end - last.offset > BYTES_APART) {
            section.signposts.push({ key: Buffer.from(this.#options.keyOf(record)), offset });
            this.#sinceSignpost = 0;
        }
        this.#sinceSignpost++;
        this.#left--;
        section.end = end;
    }

    fault(): string | undefined {
        const missing = this.#options.sections.slice(this.#next).reduce((sum, { count }) => sum + count, this.#left);
        if (missing > 0) return `has ${missing} records less than its metadata says`;
        return this.#surplus > 0 ? `has ${this.#surplus} records more than its metadata says` : undefined;
    }

    #beginSection(): void {
        const { name = '', count = 0 } = this.#options.sections[this.#next++] ?? {};
        this.#current = { signposts: [], end: 0 };
        this.sections.set(name, this.#current);
        this.#left = count;
    }
}

/** The last signpost whose key is not above this one; -1 if there is none. */
function lastUpTo(signposts: readonly Signpost[], key: Buffer): number {
    let [low, high] = [0, signposts.length];
    while (low < high) {
        const middle = (low + high) >>> 1;
        const found = signposts[middle];
        if (found !== undefined && Buffer.compare(found.key, key) <= 0) low = middle + 1;
        else high = middle;
    }
    return low - 1;
}
