import { keyValue, type QueryPage, queryPage, requests } from '@heddle/protocol';

/** A query of the recorded run, with what it gave. */
export interface RecordedQuery {
    /** Its request, as bytes. */
    readonly request: Buffer;
    /** Those that the chaincode took. */
    readonly pages: QueryPage[];
    readonly isRedacted: boolean;
}

/** A range of a recorded run, all of whose rows are known. */
interface KnownRange {
    readonly start: Buffer;
    /** Undefined for no end. */
    readonly end: Buffer | undefined;
    readonly collection: string;
    readonly rows: ReadonlyMap<string, Buffer>;
}

/** What ranges of a recorded run tell of single keys, and of ranges within them: all of one run saw one state. */
export class RecordedRows {
    readonly #ranges: readonly KnownRange[];
    readonly #values = new Map<string, Buffer>();

    constructor(ranges: readonly RecordedQuery[]) {
        this.#ranges = ranges.flatMap((range) => this.#knownRange(range) ?? []);
    }

    /** The value of a key, empty where it is known that there is none; undefined where nothing is known. */
    value(key: string, collection: string): Buffer | undefined {
        const known = this.#values.get(nameOf(key, collection));
        if (known !== undefined) return known;
        const bytes = Buffer.from(key);
        const covering = this.#ranges.find((range) => range.collection === collection && covers(range, bytes));
        return covering === undefined ? undefined : Buffer.alloc(0);
    }

    /** The rows of a range within one that is known, as one page; undefined where there is no such one. */
    page(payload: Buffer): QueryPage | undefined {
        const { startKey, endKey, collection, metadata } = requests.getStateByRange.query.decode(payload);
        if (metadata.length > 0) return undefined;
        const [start, end] = [Buffer.from(startKey), endKey === '' ? undefined : Buffer.from(endKey)];
        const around = this.#ranges.find((range) => range.collection === collection && encloses(range, start, end));
        if (around === undefined) return undefined;
        const rows = [...around.rows].filter(([key]) => isBetween(Buffer.from(key), start, end));
        const results = rows.map(([key, value]) => ({ resultBytes: keyValue.encode({ namespace: '', key, value }) }));
        return { results, hasMore: false, id: '', metadata: Buffer.alloc(0) };
    }

    /** Undefined where it was left before its end, or is a page of a longer one. */
    #knownRange({ request, pages, isRedacted }: RecordedQuery): KnownRange | undefined {
        if (isRedacted) return undefined;
        const { startKey, endKey, collection, metadata } = requests.getStateByRange.query.decode(request);
        const rows = new Map<string, Buffer>();
        for (const { resultBytes } of pages.flatMap(({ results }) => results)) {
            const { key, value } = keyValue.decode(resultBytes);
            rows.set(key, value);
            this.#values.set(nameOf(key, collection), value);
        }
        if (metadata.length > 0 || pages.at(-1)?.hasMore !== false) return undefined;
        return { start: Buffer.from(startKey), end: endKey === '' ? undefined : Buffer.from(endKey), collection, rows };
    }
}

function nameOf(key: string, collection: string): string {
    return `${collection}\0${key}`;
}

function covers({ start, end }: KnownRange, key: Buffer): boolean {
    return isBetween(key, start, end);
}

function encloses(range: KnownRange, start: Buffer, end: Buffer | undefined): boolean {
    if (Buffer.compare(range.start, start) > 0) return false;
    return range.end === undefined || (end !== undefined && Buffer.compare(end, range.end) <= 0);
}

function isBetween(key: Buffer, start: Buffer, end: Buffer | undefined): boolean {
    return Buffer.compare(key, start) >= 0 && (end === undefined || Buffer.compare(key, end) < 0);
}

/** A page as its bytes. */
export function encodePage(page: QueryPage): Buffer {
    return queryPage.encode(page);
}
