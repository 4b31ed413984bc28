import { keyValue, queryPage } from '@heddle/protocol';

/** As many rows as a peer puts into one page (fabric, core/chaincode/query_response_generator.go, MaxResultLimit). */
const PAGE_ROWS = 100;
const NAMESPACE = 'bench';

/** The state that the transactions of a benchmark read and write: writes apply at once, and everything is counted. */
export class StateStore {
    readonly #values = new Map<string, Buffer>();
    readonly #ranges = new Map<string, readonly RangePage[]>();
    /** Keys read since the start, those of ranges included. */
    reads = 0;
    /** Keys written since the start. */
    writes = 0;

    /** The value; empty if the key has no value. */
    get(key: string): Buffer {
        this.reads++;
        return this.#values.get(key) ?? Buffer.alloc(0);
    }

    /** Keeps a copy: a view would keep the whole network chunk that the value came in. */
    put(key: string, value: Uint8Array): void {
        this.writes++;
        this.#values.set(key, Buffer.from(value));
        this.#ranges.clear();
    }

    /**
     * The pages of a range, encoded. They are kept until the next write: sorting and encoding a thousand rows for
     * each query would cost more than the chaincode that reads them.
     */
    range(start: string, end: string): readonly RangePage[] {
        const name = `${start}\u0000${end}`;
        const pages = this.#ranges.get(name) ?? this.#pagesOf(start, end);
        this.#ranges.set(name, pages);
        return pages;
    }

    #pagesOf(start: string, end: string): RangePage[] {
        const rows = [...this.#values]
            .filter(([key]) => key >= start && key < end)
            .sort(([left], [right]) => (left < right ? -1 : 1));
        const pages: RangePage[] = [];
        for (let at = 0; at === 0 || at < rows.length; at += PAGE_ROWS)
            pages.push(pageOf(rows.slice(at, at + PAGE_ROWS)));
        return pages;
    }
}

/** Some rows of a range, as the first part of an encoded QueryResponse. */
export interface RangePage {
    readonly rows: number;
    readonly encoded: Buffer;
}

function pageOf(rows: readonly (readonly [string, Buffer])[]): RangePage {
    const results = rows.map(([key, value]) => ({
        resultBytes: keyValue.encode({ namespace: NAMESPACE, key, value }),
    }));
    return { rows: rows.length, encoded: queryPage.encode({ results }) };
}
