import { compareKeys, type LedgerRows } from '@heddle/core/internal';
import { ContractError } from '../failures/contract-error';
import { quote } from '../failures/failures';
import { batchesOf } from './batches';
import { decodeBookmark, encodeBookmark } from './bookmark';
import type { RowQuery } from './entity-state';
import { Page } from './page';
import { type FoundRow, RowScan, type RowSource } from './row-scan';
import { startCall } from './start-call';
import type { LedgerKeyRange } from './view';

/** More rows at once are a page's, or a loop's. */
const MOST_ROWS = 1_000;

/** The rows that a where-clause chooses. */
export class ScanQuery<T> implements RowQuery<T> {
    readonly #source: RowSource<T>;

    constructor(source: RowSource<T>) {
        this.#source = source;
    }

    async *[Symbol.asyncIterator](): AsyncGenerator<T, void, undefined> {
        const scan = await this.#begin();
        const next = (): Promise<readonly FoundRow[]> => this.#ask(Symbol.asyncIterator, () => scan.next());
        for await (const rows of batchesOf({ next, close: () => scan.close() })) yield* this.#decoded(rows);
    }

    first(): Promise<T | undefined> {
        return this.#ask('first', async () => (await this.#take(1))[0]);
    }

    take(count: number): Promise<T[]> {
        return this.#ask('take', () => this.#take(checkCount(this.#source.operation, count)));
    }

    page(size: number, bookmark = ''): Promise<Page<T>> {
        return this.#ask('page', async () => {
            checkSize(size);
            const from = this.#startOf(bookmark);
            const found = await (from.collection === '' ? this.#askForPage(size, from) : this.#scanForPage(size, from));
            // Nothing is pending: the guard refuses pages in a transaction that has written.
            const rows = await this.#source.read(found.slice(0, size), 0);
            const next = found[size];
            return new Page(Array.from(this.#decoded(rows)), next && encodeBookmark(next.found));
        });
    }

    /** One call of the author's. */
    #ask<R>(method: 'first' | 'take' | 'page' | typeof Symbol.asyncIterator, run: () => Promise<R>): Promise<R> {
        const { operation, view } = this.#source;
        return startCall(
            view,
            { name: operation, kind: 'read', method: Reflect.get(ScanQuery.prototype, method) as unknown },
            run,
        );
    }

    /** Behind all changes that were called before. */
    async #begin(range?: LedgerKeyRange): Promise<RowScan<T>> {
        return this.#source.view.order.look(() => new RowScan(this.#source, range));
    }

    async #take(count: number): Promise<T[]> {
        const taken: T[] = [];
        if (count === 0) return taken;
        const scan = await this.#begin();
        const next = (): Promise<readonly FoundRow[]> => scan.next(count - taken.length);
        for await (const rows of batchesOf({ next, close: () => scan.close() })) {
            taken.push(...this.#decoded(rows));
            if (taken.length >= count) break;
        }
        return taken;
    }

    /** One by one: a row that cannot be read is an error when its turn comes. */
    *#decoded(rows: readonly FoundRow[]): Generator<T, void, undefined> {
        for (const row of rows) {
            const value = this.#source.decode(row);
            if (value !== undefined) yield value;
        }
    }

    /** Where a page begins. */
    #startOf(bookmark: string): LedgerKeyRange {
        const { range } = this.#source;
        return bookmark === '' ? range : { ...range, startKey: decodeBookmark(bookmark, range) };
    }

    /** What stands on a page, and one more where there is more. */
    async #askForPage(size: number, range: LedgerKeyRange): Promise<readonly FoundRow[]> {
        const { view, operation } = this.#source;
        const found: FoundRow[] = [];
        // No value is within the bounds.
        if (compareKeys(range.startKey, range.endKey) >= 0) return found;
        for (let from: string | undefined = range.startKey; from !== undefined && found.length <= size;) {
            const page = { size: size + 1 - found.length, bookmark: '' };
            const rows = await view.ledger.range(operation, { ...range, startKey: from, page });
            from = this.#takePage(rows, found, range.endKey);
        }
        return found;
    }

    /**
     * Takes the rows of a page; answers where the peer would go on, undefined behind the last one. A peer cuts pages at
     * its `totalQueryLimit`, and on CouchDB it gives the end of the range for none.
     */
    #takePage(rows: LedgerRows, found: FoundRow[], endKey: string): string | undefined {
        let last: string | undefined;
        for (let row = rows.take(); row !== undefined; row = rows.take()) {
            last = row.key;
            const led = this.#source.lead(row);
            if (led !== undefined && this.#source.isVisible(led)) found.push(led);
        }
        const { bookmark } = this.#source.view.ledger.pageMetadata(rows);
        return bookmark === '' || bookmark === endKey || last === undefined ? undefined : `${last}\u0000`;
    }

    /** Private rows have no pages: a range that is left when there are enough. */
    async #scanForPage(size: number, range: LedgerKeyRange): Promise<readonly FoundRow[]> {
        const found: FoundRow[] = [];
        const scan = await this.#begin(range);
        const next = (): Promise<readonly FoundRow[]> => scan.nextFound(size + 1 - found.length);
        for await (const rows of batchesOf({ next, close: () => scan.close() })) {
            found.push(...rows.filter((row) => this.#source.isVisible(row)));
            if (found.length > size) break;
        }
        return found;
    }
}

/** @throws ContractError PAGE_SIZE, status 400 */
export function checkSize(size: number): void {
    if (!Number.isInteger(size) || size < 1 || size > MOST_ROWS)
        throw new ContractError('PAGE_SIZE', `a page has 1 to ${MOST_ROWS} rows, not ${quote(size)}`);
}

/** @throws ContractError STATE_MISUSE, status 500 */
export function checkCount(operation: string, count: number): number {
    if (Number.isInteger(count) && count >= 0 && count <= MOST_ROWS) return count;
    const message = `${operation}: take gives at most ${MOST_ROWS} rows, not ${quote(count)}: loop over more with \`for await\``;
    throw new ContractError('STATE_MISUSE', message, { status: 500 });
}
