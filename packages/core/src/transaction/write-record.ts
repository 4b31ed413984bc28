import type { writeRecord } from '@heddle/protocol';

/** A write as a record of a batch, whose fields single requests have under the same names. */
export type WriteRecord = Parameters<typeof writeRecord.encode>[0];

/** A guess at what a record takes besides its texts and values, in bytes. */
const RECORD_OVERHEAD = 64;
/** No UTF-16 unit of a text takes more as UTF-8. */
const BYTES_PER_UNIT = 3;

/** At least as many bytes as a record takes on the wire. */
export function sizeOfRecord({ key = '', value, collection = '', metadata }: WriteRecord): number {
    const texts = (key.length + collection.length) * BYTES_PER_UNIT;
    return RECORD_OVERHEAD + texts + (value?.length ?? 0) + (metadata?.value?.length ?? 0);
}

/** A record to be sent later: its bytes are a copy of what the author may change meanwhile. */
export function ownRecord(record: WriteRecord): WriteRecord {
    const { value, metadata } = record;
    if (metadata !== undefined) return { ...record, metadata: { ...metadata, value: ownBytes(metadata.value) } };
    return value === undefined ? record : { ...record, value: ownBytes(value) };
}

function ownBytes(bytes: Uint8Array | undefined): Buffer | undefined {
    return bytes && Buffer.from(bytes);
}
