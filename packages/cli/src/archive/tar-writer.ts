import { ArchiveError } from './archive-error';
import { TAR_BLOCK_BYTES, TAR_FIELDS, tarChecksum } from './tar-header';

/** A file to be packed. */
export interface ArchiveFile {
    /** Relative, with slashes. */
    readonly name: string;
    readonly content: Uint8Array;
}

const MAX_SIZE = 8 ** 11;

/** Where a name is in a header. */
interface Place {
    readonly prefix: string;
    readonly rest: string;
}

/** By which readers know an extended header, which belongs to the file behind it. */
const EXTENDED: Place = { prefix: '', rest: 'PaxHeader' };

/**
 * Writes an archive of regular files: ustar (POSIX.1-1988), and with an extended header (POSIX.1-2001) where ustar has no room
 * for a name. The same files give the same bytes: they are sorted by the bytes of their names, and have the mode 0644, the
 * ids 0 and the time 0.
 *
 * @throws ArchiveError if a file has no name, is there twice or is too large
 */
export function createTar(files: readonly ArchiveFile[]): Buffer {
    const sorted = [...files].sort((one, other) => Buffer.compare(Buffer.from(one.name), Buffer.from(other.name)));
    const names = new Set(sorted.map(({ name }) => name));
    if (names.size < sorted.length) throw new ArchiveError('would have two files of one name');
    const end = Buffer.alloc(2 * TAR_BLOCK_BYTES);
    return Buffer.concat([...sorted.flatMap(blocksOf), end]);
}

function blocksOf({ name, content }: ArchiveFile): Uint8Array[] {
    if (name === '') throw new ArchiveError('would have a file without a name');
    if (content.length >= MAX_SIZE) throw new ArchiveError(`has no room for ${name}: it is too large`);
    const place = splitName(name);
    if (place !== undefined) return entryOf('0', place, content);
    const short = { prefix: '', rest: name.replaceAll(/[^\x20-\x7e]/g, '_').slice(-TAR_FIELDS.name.length) };
    return [...entryOf('x', EXTENDED, pathRecord(name)), ...entryOf('0', short, content)];
}

/** Counts its own bytes, those of the number among them. */
function pathRecord(name: string): Buffer {
    const record = Buffer.from(` path=${name}\n`);
    let length = record.length;
    while (length < record.length + String(length).length) length++;
    return Buffer.concat([Buffer.from(String(length)), record]);
}

function entryOf(type: string, place: Place, content: Uint8Array): Uint8Array[] {
    return [headerOf(type, place, content.length), content, paddingOf(content.length)];
}

function headerOf(type: string, { prefix, rest }: Place, size: number): Buffer {
    const header = Buffer.alloc(TAR_BLOCK_BYTES);
    header.write(rest, TAR_FIELDS.name.start);
    header.write(prefix, TAR_FIELDS.prefix.start);
    header.write('0000644\0', TAR_FIELDS.mode.start);
    for (const field of [TAR_FIELDS.uid, TAR_FIELDS.gid, TAR_FIELDS.devMajor, TAR_FIELDS.devMinor]) {
        header.write('0000000\0', field.start);
    }
    header.write(`${octal(size, 11)}\0`, TAR_FIELDS.size.start);
    header.write(`${octal(0, 11)}\0`, TAR_FIELDS.mtime.start);
    header.write(type, TAR_FIELDS.type.start);
    header.write('ustar\x0000', TAR_FIELDS.magic.start);
    header.write(`${octal(tarChecksum(header), 6)}\0 `, TAR_FIELDS.checksum.start);
    return header;
}

function paddingOf(size: number): Buffer {
    return Buffer.alloc((TAR_BLOCK_BYTES - (size % TAR_BLOCK_BYTES)) % TAR_BLOCK_BYTES);
}

/** ustar has 100 bytes of ASCII for a name, and 155 for folders before it. Undefined where it has no room. */
function splitName(name: string): Place | undefined {
    if (!/^[\x20-\x7e]+$/.test(name)) return undefined;
    if (name.length <= TAR_FIELDS.name.length) return { prefix: '', rest: name };
    const slash = name.lastIndexOf('/', TAR_FIELDS.prefix.length);
    const rest = name.slice(slash + 1);
    const fits = slash > 0 && rest !== '' && rest.length <= TAR_FIELDS.name.length;
    return fits ? { prefix: name.slice(0, slash), rest } : undefined;
}

function octal(value: number, digits: number): string {
    return value.toString(8).padStart(digits, '0');
}
