import { message, type MessageCodec } from './codec';
import { bool, bytes, string } from './fields';
import { EMPTY, WireReader, WireType } from './wire';

/** QueryResponse again, as those read it who take its rows one by one; see queryPage. */

/** What a page says beside its rows, which are passed over. */
const frame = message({ hasMore: bool(2), id: string(3), metadata: bytes(4) });

/** Reads pages of rows of one kind. */
export interface RowPages<T> {
    /** @throws ProtocolError where the bytes are not a page; a row that cannot be read is noticed when it is taken */
    decode(page: Uint8Array): RowPage<T>;
}

/** Makes the reader of pages whose rows are read by this codec. */
export function rowPages<T>(row: Pick<MessageCodec<T>, 'read' | 'decode'>): RowPages<T> {
    // Of a row at its defaults, nothing is left on the wire.
    const readResult = (reader: WireReader): T => nextEmbedded(reader, row.read) ?? row.decode(EMPTY);
    return { decode: (page) => new RowPage(page, readResult) };
}

/**
 * A page whose rows are decoded when they are taken. Most live for a moment only; a hundred that wait for their turn are
 * what a garbage collector has most work with.
 */
export class RowPage<T> {
    readonly hasMore: boolean;
    /** Names the cursor at the peer. */
    readonly id: string;
    /** An encoded PageMetadata, of paginated queries only. */
    readonly metadata: Buffer;
    readonly #reader: WireReader;
    readonly #readRow: (reader: WireReader) => T;

    constructor(page: Uint8Array, readRow: (reader: WireReader) => T) {
        const { hasMore, id, metadata } = frame.decode(page);
        this.hasMore = hasMore;
        this.id = id;
        this.metadata = metadata;
        this.#reader = new WireReader(page);
        this.#readRow = readRow;
    }

    /**
     * Takes the next row; undefined behind the last one.
     * @throws ProtocolError where it is not such a row; the next one can still be taken
     */
    take(): T | undefined {
        return nextEmbedded(this.#reader, this.#readRow);
    }
}

/** Reads the next message in field 1: rows are that of a page, and what a row says is that of a row. */
function nextEmbedded<T>(reader: WireReader, read: (reader: WireReader) => T): T | undefined {
    while (reader.next()) {
        if (reader.field === 1 && reader.wireType === WireType.BYTES) return reader.message(read);
        reader.skip();
    }
    return undefined;
}
