import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { errorText } from '../errors';
import { readVarint } from './record-reader';
import { unusable } from './unusable';

const FORMAT = 1;

/** A namespace, and how many records it has in the file of data. */
export interface NamespaceCount {
    readonly namespace: string;
    readonly count: number;
}

/** One of the small files of a snapshot, read as a whole. @throws LocalPeerError SNAPSHOT_UNUSABLE */
export class WholeFile {
    readonly #folder: string;
    readonly #file: string;
    readonly #bytes: Buffer;
    #at = 1;

    private constructor(folder: string, file: string, bytes: Buffer) {
        this.#folder = folder;
        this.#file = file;
        this.#bytes = bytes;
    }

    static async read(folder: string, file: string, hash: string): Promise<WholeFile> {
        let bytes: Buffer;
        try {
            bytes = await readFile(join(folder, file));
        } catch (error) {
            throw unusable(folder, file, `cannot be read (${errorText(error)})`, error);
        }
        const found = createHash('sha256').update(bytes).digest('hex');
        if (found !== hash) throw unusable(folder, file, `has the SHA-256 ${found} in place of ${hash}`);
        if (bytes[0] !== FORMAT) throw unusable(folder, file, `has another format than ${FORMAT}`);
        return new WholeFile(folder, file, bytes);
    }

    number(): number {
        const next = readVarint(this.#bytes, this.#at);
        if (next === undefined) throw unusable(this.#folder, this.#file, 'ends too soon');
        this.#at = next.end;
        return next.value;
    }

    text(): string {
        const length = this.number();
        const end = this.#at + length;
        if (end > this.#bytes.length) throw unusable(this.#folder, this.#file, 'ends too soon');
        const text = this.#bytes.toString('utf8', this.#at, end);
        this.#at = end;
        return text;
    }

    /** As the metadata of states has them: a count, and pairs. */
    namespaces(): NamespaceCount[] {
        return Array.from({ length: this.number() }, () => ({ namespace: this.text(), count: this.number() }));
    }
}
