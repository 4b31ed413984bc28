import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { decodeFetchedBlock, type FetchedBlock } from '@heddle/local-peer/internal';
import { ProtocolError } from '@heddle/protocol';

/**
 * Files of blocks. `NAME.blocks` has many, each a peer.BlockAndPrivateData behind its length, the way protobuf delimits
 * messages; it may be compressed, as `NAME.blocks.gz`. `NAME.block` is a single common.Block, as `peer channel fetch`
 * writes it.
 */
export const BLOCKS_SUFFIX = '.blocks';

const COMPRESSED_SUFFIX = '.blocks.gz';
const SINGLE_SUFFIX = '.block';

/** Files that cannot be read as blocks. */
export class BlockFileError extends Error {
    override readonly name = 'BlockFileError';
}

/** The bytes of a delimited message, and where the next one begins. */
export interface Delimited {
    readonly bytes: Buffer;
    readonly end: number;
}

/**
 * Reads the blocks of a folder, or of one file, in the order of the files' names, numbers in them by value.
 * @throws BlockFileError where there are none, and for a file that ends within a block; the system's error
 */
export async function* readBlockFiles(path: string): AsyncGenerator<FetchedBlock> {
    const files = filesOf(path);
    if (files.length === 0)
        throw new BlockFileError(`${path} has no blocks: fetch them with heddle blocks fetch ${path}`);
    // Each file as a whole: heddle blocks fetch begins a new one before they get large.
    for (const file of files) yield* await Promise.resolve(blocksOf(file));
}

/** Whether a path is a file, or a folder with files of blocks in it. */
export function hasBlockFiles(path: string): boolean {
    return existsSync(path) && filesOf(path).length > 0;
}

/** The delimited message at a place; undefined where the bytes end before it does. */
export function delimitedAt(bytes: Buffer, start: number): Delimited | undefined {
    let length = 0;
    for (let at = start, shift = 0; at < bytes.length && shift < 35; at++, shift += 7) {
        const byte = bytes.readUInt8(at);
        length += (byte & 0x7f) * 2 ** shift;
        if (byte >= 0x80) continue;
        const end = at + 1 + length;
        return end > bytes.length ? undefined : { bytes: bytes.subarray(at + 1, end), end };
    }
    return undefined;
}

/** Puts its length before a message. */
export function delimit(message: Uint8Array): Buffer {
    const length: number[] = [];
    let rest = message.length;
    for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) length.push((rest % 0x80) | 0x80);
    return Buffer.concat([Buffer.of(...length, rest), message]);
}

/** The files with many blocks in a folder, in order. */
export function blockFilesIn(folder: string): string[] {
    return inOrder(readdirSync(folder).filter((name) => name.endsWith(BLOCKS_SUFFIX))).map((name) =>
        join(folder, name),
    );
}

function filesOf(path: string): string[] {
    if (!statSync(path).isDirectory()) return [path];
    const names = readdirSync(path);
    const many = names.filter((name) => name.endsWith(BLOCKS_SUFFIX) || name.endsWith(COMPRESSED_SUFFIX));
    const chosen = many.length > 0 ? many : names.filter((name) => name.endsWith(SINGLE_SUFFIX));
    return inOrder(chosen).map((name) => join(path, name));
}

function inOrder(names: string[]): string[] {
    const { compare } = new Intl.Collator('en', { numeric: true });
    return names.sort(compare);
}

function blocksOf(file: string): FetchedBlock[] {
    const read = readFileSync(file);
    if (file.endsWith(SINGLE_SUFFIX)) return [{ block: read }];
    const bytes = file.endsWith(COMPRESSED_SUFFIX) ? gunzipSync(read) : read;
    const blocks: FetchedBlock[] = [];
    for (let at = 0; at < bytes.length;) {
        const message = delimitedAt(bytes, at);
        if (message === undefined)
            throw new BlockFileError(
                `${basename(file)} ends in the middle of its block ${blocks.length + 1}: fetch on with heddle blocks fetch, which mends it`,
            );
        blocks.push(decode(message.bytes, file));
        at = message.end;
    }
    return blocks;
}

function decode(bytes: Buffer, file: string): FetchedBlock {
    try {
        return decodeFetchedBlock(bytes);
    } catch (error) {
        if (!ProtocolError.is(error)) throw error;
        const what = `${basename(file)} has something else than blocks (${error.message})`;
        throw new BlockFileError(`${what}: give what heddle blocks fetch has written`, { cause: error });
    }
}
