import { closeSync, ftruncateSync, mkdirSync, openSync, readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { decodeFetchedBlock, readBlock } from '@heddle/local-peer/internal';
import { blockFilesIn, BLOCKS_SUFFIX, delimit, delimitedAt } from './block-files';

/** A new file begins behind so many bytes: a reader has one in memory at a time. */
const MOST_BYTES = 32 * 1024 * 1024;
const NAME_DIGITS = 12;

interface OpenFile {
    readonly descriptor: number;
    size: number;
}

/**
 * A folder that blocks are fetched into, one behind the other, over as many calls as it takes.
 *
 * F1 What is in the folder is a row of whole blocks. A block that was cut off when a process ended is taken away, and
 * fetched again.
 */
export class BlockFolder implements Disposable {
    readonly #path: string;
    #file: OpenFile | undefined;
    #next: bigint;

    private constructor(path: string, next: bigint, file: OpenFile | undefined) {
        this.#path = path;
        this.#next = next;
        this.#file = file;
    }

    /**
     * Opens a folder, and makes it where there is none.
     * @throws the system's error; ProtocolError where a file in it has something else than blocks
     */
    static open(path: string): BlockFolder {
        mkdirSync(path, { recursive: true });
        const last = blockFilesIn(path).at(-1);
        if (last === undefined) return new BlockFolder(path, 0n, undefined);
        const descriptor = openSync(last, 'r+');
        const { end, next } = wholeBlocksOf(readFileSync(last), numberIn(last));
        ftruncateSync(descriptor, end);
        return new BlockFolder(path, next, { descriptor, size: end });
    }

    /** The number of the block that is to come next. */
    get next(): bigint {
        return this.#next;
    }

    /** Adds the next block. @param encoded a peer.BlockAndPrivateData */
    append(encoded: Uint8Array): void {
        const message = delimit(encoded);
        const file = this.#fileFor(message.length);
        writeSync(file.descriptor, message, 0, message.length, file.size);
        file.size += message.length;
        this.#next += 1n;
    }

    /** Idempotent. */
    close(): void {
        if (this.#file !== undefined) closeSync(this.#file.descriptor);
        this.#file = undefined;
    }

    [Symbol.dispose](): void {
        this.close();
    }

    #fileFor(length: number): OpenFile {
        if (this.#file !== undefined && (this.#file.size === 0 || this.#file.size + length <= MOST_BYTES))
            return this.#file;
        this.close();
        const name = String(this.#next).padStart(NAME_DIGITS, '0') + BLOCKS_SUFFIX;
        this.#file = { descriptor: openSync(join(this.#path, name), 'wx', 0o600), size: 0 };
        return this.#file;
    }
}

function wholeBlocksOf(bytes: Buffer, first: bigint): { readonly end: number; readonly next: bigint } {
    let [end, next] = [0, first];
    for (let one = delimitedAt(bytes, 0); one !== undefined; one = delimitedAt(bytes, end)) {
        next = readBlock(Buffer.from(decodeFetchedBlock(one.bytes).block)).number + 1n;
        end = one.end;
    }
    return { end, next };
}

/** A file is named after its first block. */
function numberIn(file: string): bigint {
    const [, digits = '0'] = /(\d+)\.blocks$/.exec(file) ?? [];
    return BigInt(digits);
}
