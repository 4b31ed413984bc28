import type { MessageType, writeRecord } from '@heddle/protocol';

/** A write as a record of a batch. */
export type WriteRecord = Parameters<typeof writeRecord.encode>[0];
/** What a write says, under the names that it has in a request of its own and in a record of a batch. */
export type Write = Omit<WriteRecord, 'type'>;

/** A guess at what a record takes besides its texts and values, in bytes. */
const RECORD_OVERHEAD = 64;
/** No UTF-16 unit of a text takes more as UTF-8. */
const BYTES_PER_UNIT = 3;

/** At least as many bytes as a write takes on the wire. */
export function sizeOfWrite({ key = '', value, collection = '', metadata }: Write): number {
    const texts = (key.length + collection.length) * BYTES_PER_UNIT;
    return RECORD_OVERHEAD + texts + (value?.length ?? 0) + (metadata?.value?.length ?? 0);
}

/** A record to be sent later: its bytes are a copy of what the author may change meanwhile. */
export function ownRecord(type: MessageType, { key, value, collection, metadata }: Write): WriteRecord {
    return {
        type,
        key,
        value: ownBytes(value),
        collection,
        metadata: metadata && { ...metadata, value: ownBytes(metadata.value) },
    };
}

function ownBytes(bytes: Uint8Array | undefined): Buffer | undefined {
    return bytes && Buffer.from(bytes);
}
