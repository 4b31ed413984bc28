import { ArchiveError } from './archive-error';

/**
 * Reads the extended header of PAX archives: records `23 path=folder/file.json\n`, whose number counts the bytes of all of it.
 *
 * @throws ArchiveError if a record is no such thing
 */
export function paxFields(bytes: Buffer): Readonly<Record<string, string | undefined>> {
    const fields = new Map<string, string>();
    let offset = 0;
    while (offset < bytes.length) {
        const [record, length] = recordAt(bytes, offset);
        const equals = record.indexOf('=');
        if (equals < 1) throw damaged();
        fields.set(record.slice(0, equals), record.slice(equals + 1));
        offset += length;
    }
    return Object.fromEntries(fields);
}

/** What stands between the length and the line break, and the length. */
function recordAt(bytes: Buffer, offset: number): [string, number] {
    const [digits] = /^\d{1,9}(?= )/.exec(bytes.toString('latin1', offset, offset + 10)) ?? [];
    if (digits === undefined) throw damaged();
    const length = Number(digits);
    const end = offset + length;
    if (length < digits.length + 4 || end > bytes.length || bytes[end - 1] !== 0x0a) throw damaged();
    return [bytes.toString('utf8', offset + digits.length + 1, end - 1), length];
}

function damaged(): ArchiveError {
    return new ArchiveError('is damaged: an extended header cannot be read');
}
