import { ArchiveError } from './archive-error';
import { paxFields } from './pax-fields';
import { TAR_BLOCK_BYTES, TAR_FIELDS, tarChecksum, tarField } from './tar-header';

/** What an entry of an archive is; of the rest it only matters that a peer refuses it. */
export type TarEntryKind = 'file' | 'folder' | 'link' | 'device' | 'sparse file' | 'global header' | 'unknown entry';

export interface TarEntry {
    /** As it is in the archive: it may lead out of a folder. */
    readonly name: string;
    readonly kind: TarEntryKind;
    /** The file's permissions. */
    readonly mode: number;
    readonly content: Buffer;
}

/** What headers of their own say about the entry that follows. */
interface Ahead {
    readonly name?: string;
    readonly size?: number;
    readonly sparse?: boolean;
}

const MAX_ENTRIES = 10_000;

/** Kinds by type flag, as Go's archive/tar tells them apart. '\0' is a file, of old archives. */
const KINDS: Readonly<Record<string, TarEntryKind>> = {
    '0': 'file',
    '\0': 'file',
    '1': 'link',
    '2': 'link',
    '3': 'device',
    '4': 'device',
    '5': 'folder',
    '6': 'device',
    S: 'sparse file',
    g: 'global header',
};

/** They have no content, whatever their size field says. */
const WITHOUT_CONTENT = /[1-6]/;

/**
 * Reads a tar archive in memory, of any writer: ustar, GNU and PAX. Nothing is written anywhere. It understands archives
 * as Go's archive/tar does, which a peer uses.
 *
 * @throws ArchiveError if it is not an archive, is cut off or damaged
 */
export function readTar(bytes: Buffer): TarEntry[] {
    const entries: TarEntry[] = [];
    let offset = 0;
    let ahead: Ahead = {};
    for (;;) {
        const header = headerAt(bytes, offset);
        if (header === undefined) return entries;
        const type = tarField(header, TAR_FIELDS.type).toString('latin1');
        const size = sizeOf(header, type, ahead);
        const start = offset + TAR_BLOCK_BYTES;
        if (size > bytes.length - start) throw new ArchiveError(`is cut off in ${nameOf(header, ahead)}`);
        const content = bytes.subarray(start, start + size);
        offset = start + Math.ceil(size / TAR_BLOCK_BYTES) * TAR_BLOCK_BYTES;
        const next = aheadOf(type, content, ahead);
        if (next === undefined) entries.push(entryOf(header, type, { content, ahead }));
        ahead = next ?? {};
        if (entries.length > MAX_ENTRIES) throw new ArchiveError(`has more than ${MAX_ENTRIES} entries`);
    }
}

/** The header at an offset; undefined if the archive ends: at two blocks of zeros, or with its bytes. */
function headerAt(bytes: Buffer, offset: number): Buffer | undefined {
    if (offset >= bytes.length) return undefined;
    const header = bytes.subarray(offset, offset + TAR_BLOCK_BYTES);
    if (header.length < TAR_BLOCK_BYTES) throw new ArchiveError('is cut off');
    if (header.every((byte) => byte === 0)) {
        const second = bytes.subarray(offset + TAR_BLOCK_BYTES, offset + 2 * TAR_BLOCK_BYTES);
        if (second.every((byte) => byte === 0)) return undefined;
        throw new ArchiveError('is damaged: a header is empty');
    }
    const told = octalOf(header, TAR_FIELDS.checksum);
    if (told !== tarChecksum(header)) {
        throw new ArchiveError(offset === 0 ? 'is not tar' : 'is damaged: the checksum of a header is wrong');
    }
    return header;
}

/** What an entry says about the next one; undefined if it stands for itself. */
function aheadOf(type: string, content: Buffer, ahead: Ahead): Ahead | undefined {
    if (type === 'L') return { ...ahead, name: textOf(content) };
    // The target of a link, which is refused anyway.
    if (type === 'K') return ahead;
    if (type !== 'x') return undefined;
    const { path, size, ...others } = paxFields(content);
    return {
        ...(path !== undefined && { name: path }),
        ...(size !== undefined && { size: decimal(size) }),
        sparse: Object.keys(others).some((key) => key.startsWith('GNU.sparse.')),
    };
}

interface Body {
    readonly content: Buffer;
    readonly ahead: Ahead;
}

function entryOf(header: Buffer, type: string, { content, ahead }: Body): TarEntry {
    const name = nameOf(header, ahead);
    const mode = octalOf(header, TAR_FIELDS.mode) & 0o777;
    const kind = ahead.sparse === true ? 'sparse file' : (KINDS[type] ?? 'unknown entry');
    return { name, kind: type === '\0' && name.endsWith('/') ? 'folder' : kind, mode, content };
}

function nameOf(header: Buffer, ahead: Ahead): string {
    if (ahead.name !== undefined) return ahead.name;
    const name = textOf(tarField(header, TAR_FIELDS.name));
    // GNU tar has other things in the place of the prefix.
    const isUstar = tarField(header, TAR_FIELDS.magic).toString('latin1') === 'ustar\x0000';
    const prefix = isUstar ? textOf(tarField(header, TAR_FIELDS.prefix)) : '';
    return prefix === '' ? name : `${prefix}/${name}`;
}

function sizeOf(header: Buffer, type: string, ahead: Ahead): number {
    const told = octalOf(header, TAR_FIELDS.size);
    if (WITHOUT_CONTENT.test(type)) return 0;
    // Headers about the next entry have a size of their own.
    return /[xgLK]/.test(type) ? told : (ahead.size ?? told);
}

/** A number in octal, or, as GNU tar writes large ones, in binary; those that no archive of ours can have are refused. */
function octalOf(header: Buffer, field: { readonly start: number; readonly length: number }): number {
    const bytes = tarField(header, field);
    const [first = 0] = bytes;
    if (first >= 0x80) {
        const [marker, high] = [first, bytes.subarray(1, -6)];
        if (marker !== 0x80 || high.some((byte) => byte !== 0)) throw new ArchiveError('has a number out of range');
        return bytes.readUIntBE(bytes.length - 6, 6);
    }
    const text = textOf(bytes).trim();
    if (!/^[0-7]*$/.test(text)) throw new ArchiveError('is not tar');
    return text === '' ? 0 : parseInt(text, 8);
}

function decimal(text: string): number {
    const value = Number(text);
    if (/^\d+$/.test(text) && Number.isSafeInteger(value)) return value;
    throw new ArchiveError('has a size that is not a number');
}

/** Up to the first zero. */
function textOf(bytes: Buffer): string {
    const end = bytes.indexOf(0);
    return bytes.toString('utf8', 0, end < 0 ? bytes.length : end);
}
