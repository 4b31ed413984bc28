import { ArchiveError } from './archive-error';
import { TAR_BLOCK_BYTES, TAR_FIELDS, tarChecksum } from './tar-header';

/** A file to be packed. */
export interface ArchiveFile {
    /** Relative, with slashes. */
    readonly name: string;
    readonly content: Uint8Array;
}

const MAX_SIZE = 8 ** 11;

/**
 * Writes a ustar archive (POSIX.1-1988) of regular files. The same files give the same bytes: they are sorted by the
 * bytes of their names, and have the mode 0644, the ids 0 and the time 0.
 *
 * @throws ArchiveError if a name has no room, or is there twice
 */
export function createTar(files: readonly ArchiveFile[]): Buffer {
    const sorted = [...files].sort((one, other) => Buffer.compare(Buffer.from(one.name), Buffer.from(other.name)));
    const names = new Set(sorted.map(({ name }) => name));
    if (names.size < sorted.length) throw new ArchiveError('would have two files of one name');
    const end = Buffer.alloc(2 * TAR_BLOCK_BYTES);
    return Buffer.concat([...sorted.flatMap((file) => [headerOf(file), file.content, paddingOf(file)]), end]);
}

function headerOf({ name, content }: ArchiveFile): Buffer {
    if (content.length >= MAX_SIZE) throw new ArchiveError(`has no room for ${name}: it is too large`);
    const header = Buffer.alloc(TAR_BLOCK_BYTES);
    const { prefix, rest } = splitName(name);
    header.write(rest, TAR_FIELDS.name.start);
    header.write(prefix, TAR_FIELDS.prefix.start);
    header.write('0000644\0', TAR_FIELDS.mode.start);
    for (const field of [TAR_FIELDS.uid, TAR_FIELDS.gid, TAR_FIELDS.devMajor, TAR_FIELDS.devMinor]) {
        header.write('0000000\0', field.start);
    }
    header.write(`${octal(content.length, 11)}\0`, TAR_FIELDS.size.start);
    header.write(`${octal(0, 11)}\0`, TAR_FIELDS.mtime.start);
    header.write('0', TAR_FIELDS.type.start);
    header.write('ustar\x0000', TAR_FIELDS.magic.start);
    header.write(`${octal(tarChecksum(header), 6)}\0 `, TAR_FIELDS.checksum.start);
    return header;
}

function paddingOf({ content }: ArchiveFile): Buffer {
    return Buffer.alloc((TAR_BLOCK_BYTES - (content.length % TAR_BLOCK_BYTES)) % TAR_BLOCK_BYTES);
}

/** ustar has 100 bytes for a name, and 155 for folders before it. */
function splitName(name: string): { prefix: string; rest: string } {
    if (!/^[\x20-\x7e]+$/.test(name)) {
        throw new ArchiveError(`has no room for ${JSON.stringify(name)}: names have printable ASCII characters only`);
    }
    if (name.length <= TAR_FIELDS.name.length) return { prefix: '', rest: name };
    const slash = name.lastIndexOf('/', TAR_FIELDS.prefix.length);
    const rest = name.slice(slash + 1);
    if (slash > 0 && rest !== '' && rest.length <= TAR_FIELDS.name.length)
        return { prefix: name.slice(0, slash), rest };
    throw new ArchiveError(`has no room for ${name}: the name is too long`);
}

function octal(value: number, digits: number): string {
    return value.toString(8).padStart(digits, '0');
}
