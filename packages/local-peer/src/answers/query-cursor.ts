import { EMPTY, pageMetadata } from '@heddle/protocol';

/** Rows in one RESPONSE at most, unless the chaincode asks for pages (fabric, chaincode_support.go, MaxResultLimit). */
const BATCH_ROWS = 100;

/** Where the rows of a query come from, encoded as the chaincode gets them. */
export interface RowSource {
    next(): Promise<Uint8Array | undefined>;
    /** Where the next page begins, and closes the source. For paginated queries only. */
    bookmark?(): Promise<string>;
    close(): Promise<void>;
}

/** A QueryResponse. */
export interface CursorPage {
    readonly results: readonly { readonly resultBytes: Uint8Array }[];
    readonly hasMore: boolean;
    readonly id: string;
    readonly metadata: Uint8Array;
}

export interface CursorOptions {
    readonly id: string;
    /** Rows in all, at most. */
    readonly limit: number;
    readonly paginated: boolean;
}

/** An open query of a transaction (fabric, core/chaincode/query_response_generator.go). */
export class QueryCursor {
    readonly id: string;
    readonly #rows: RowSource;
    readonly #options: CursorOptions;
    #pending: Uint8Array[] = [];
    #count = 0;

    constructor(rows: RowSource, options: CursorOptions) {
        this.id = options.id;
        this.#rows = rows;
        this.#options = options;
    }

    /** The next rows. Without pagination, one row beyond the batch is read, and kept for the next one. */
    async nextPage(): Promise<CursorPage> {
        while (this.#count < this.#options.limit) {
            const row = await this.#rows.next();
            if (row === undefined) break;
            this.#count++;
            const isFull = !this.#options.paginated && this.#pending.length === BATCH_ROWS;
            const batch = isFull ? this.#cut() : undefined;
            this.#pending.push(row);
            if (batch !== undefined) return { results: batch, hasMore: true, id: this.id, metadata: EMPTY };
        }
        const results = this.#cut();
        return { results, hasMore: false, id: this.id, metadata: await this.#finish() };
    }

    close(): Promise<void> {
        return this.#rows.close();
    }

    #cut(): { resultBytes: Uint8Array }[] {
        const batch = this.#pending.map((resultBytes) => ({ resultBytes }));
        this.#pending = [];
        return batch;
    }

    async #finish(): Promise<Uint8Array> {
        if (!this.#options.paginated) {
            await this.close();
            return EMPTY;
        }
        const bookmark = (await this.#rows.bookmark?.()) ?? '';
        return pageMetadata.encode({ fetchedRecordsCount: this.#count, bookmark });
    }
}
