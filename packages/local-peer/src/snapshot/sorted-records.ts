/** Records in sections, which are namespaces, each in the order of their keys' bytes. */
export interface SortedRecords {
    /** The record of a key. */
    find(section: string, key: Buffer): Promise<Buffer | undefined>;
    /** The records from a key on, to the end of the section. */
    from(section: string, start: Buffer): RecordCursor;
    /** Idempotent. */
    close(): Promise<void>;
}

/** Records one by one; undefined at the end. Must be closed. */
export interface RecordCursor {
    next(): Promise<Buffer | undefined>;
    close(): Promise<void>;
}

export const nothing: RecordCursor = { next: () => Promise.resolve(undefined), close: () => Promise.resolve() };

/** What a snapshot has none of, such as private data where there are no collections. */
export const noRecords: SortedRecords = {
    find: () => Promise.resolve(undefined),
    from: () => nothing,
    close: () => Promise.resolve(),
};
