import { message, type MessageCodec } from './codec';
import { bool, bytes, string } from './fields';
import { LengthReader, type UsualRow } from './usual-row';
import { asBuffer, EMPTY, WireReader, WireType } from './wire';

/** QueryResponse again, as those read it who take its rows one by one; see queryPage. */

/** What a page says beside its rows, which are passed over. */
const frame = message({ hasMore: bool(2), id: string(3), metadata: bytes(4) });

/** Both are the first field of their message. */
const RESULT_TAG = (1 << 3) | WireType.BYTES;
const ROW_TAG = RESULT_TAG;

/** Reads pages of rows of one kind. */
export interface RowPages<T> {
    /** @throws ProtocolError where the bytes are not a page; a row that cannot be read is noticed when it is taken */
    decode(page: Uint8Array): RowPage<T>;
}

/**
 * Makes the reader of pages whose rows are read by this codec.
 * @param usual reads most of them faster; what it does not know, the codec reads
 */
export function rowPages<T>(row: Pick<MessageCodec<T>, 'read' | 'decode'>, usual?: UsualRow<T>): RowPages<T> {
    // Of a row at its defaults, nothing is left on the wire.
    const readResult = (reader: WireReader): T => nextEmbedded(reader, row.read) ?? row.decode(EMPTY);
    return { decode: (page) => new RowPage(page, readResult, usual) };
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
    readonly #page: Buffer;
    readonly #reader: WireReader;
    readonly #readRow: (reader: WireReader) => T;
    readonly #usual: UsualRow<T> | undefined;
    readonly #lengths = new LengthReader();

    /** @param usual reads a row of the usual form, which `readRow` need not look at then */
    constructor(page: Uint8Array, readRow: (reader: WireReader) => T, usual?: UsualRow<T>) {
        const { hasMore, id, metadata } = frame.decode(page);
        this.hasMore = hasMore;
        this.id = id;
        this.metadata = metadata;
        this.#page = asBuffer(page);
        this.#reader = new WireReader(page);
        this.#readRow = readRow;
        this.#usual = usual;
    }

    /**
     * Takes the next row; undefined behind the last one.
     * @throws ProtocolError where it is not such a row; the next one can still be taken
     */
    take(): T | undefined {
        return this.#takeUsual() ?? nextEmbedded(this.#reader, this.#readRow);
    }

    /**
     * Takes all rows that are left.
     * @throws ProtocolError where one of them is not such a row; those behind it can still be taken
     */
    takeAll(): T[] {
        const rows: T[] = [];
        for (let row = this.take(); row !== undefined; row = this.take()) rows.push(row);
        return rows;
    }

    /** Takes the next row where it is of the usual form, in a result that has nothing else. */
    #takeUsual(): T | undefined {
        if (this.#usual === undefined) return undefined;
        const result = this.#lengths.read(this.#page, RESULT_TAG, this.#reader.at);
        if (this.#lengths.read(this.#page, ROW_TAG, this.#lengths.at) !== result) return undefined;
        if (result > this.#page.length) return undefined;
        const row = this.#usual(this.#page, this.#lengths.at, result);
        if (row !== undefined) this.#reader.at = result;
        return row;
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
