import { ChaincodeError } from '@heddle/core';
import type { LedgerRows } from '@heddle/core/internal';
import type { EntityPlan } from '../entity/entity-plan';
import { ContractError } from '../failures/contract-error';
import { refusal } from '../failures/contract-error';
import { Failures } from '../failures/failures';
import { canonicalJson } from '../json/canonical-json';
import { DEEPEST_NESTING } from '../json/json-reader';
import { batchesOf } from './batches';
import type { RichStateQuery, RowQuery } from './entity-state';
import { Page } from './page';
import { checkCount, checkSize } from './query';
import { misuse } from './row-errors';
import { startCall } from './start-call';
import type { SeenRow, TransactionView } from './view';

const KNOWN = ['selector', 'sort', 'unchecked'];

/** The rows that a selector of CouchDB's finds. They are not checked again at commit. */
export class RichQuery implements RowQuery<object> {
    readonly #view: TransactionView;
    readonly #plan: EntityPlan;
    readonly #query: string;
    readonly #selected: readonly string[];

    /** @throws ContractError STATE_MISUSE for a query that cannot be, and in a transaction that may write */
    constructor(view: TransactionView, plan: EntityPlan, query: RichStateQuery) {
        checkQuery(plan, query);
        if (view.ledger.mayWrite && query.unchecked !== true) throw mayWrite(plan);
        this.#view = view;
        this.#plan = plan;
        this.#query = textOf(plan, query);
        this.#selected = Object.keys(query.selector).filter((name) => !name.startsWith('$'));
    }

    async *[Symbol.asyncIterator](): AsyncGenerator<object, void, undefined> {
        for await (const rows of batchesOf(this.#scan())) yield* rows;
    }

    /** The rows page by page, as the peer hands them out. */
    #scan(): { next: () => Promise<readonly object[]>; close: () => Promise<void> } {
        const { ledger } = this.#view;
        let page: LedgerRows | undefined;
        const turn = (): Promise<LedgerRows> => (page === undefined ? this.#first() : ledger.nextRows(page));
        const next = async (): Promise<readonly object[]> => {
            let rows: readonly object[] = [];
            while (rows.length === 0 && page?.hasMore !== false) {
                page = await this.#ask(Symbol.asyncIterator, turn);
                rows = this.#rowsOf(page);
            }
            return rows;
        };
        const close = async (): Promise<void> => {
            if (page?.hasMore === true) await ledger.closeRows(page);
        };
        return { next, close };
    }

    #rowsOf(page: LedgerRows): object[] {
        const rows: object[] = [];
        for (let row = page.take(); row !== undefined; row = page.take()) {
            const value = this.#decode(row);
            if (value !== undefined) rows.push(value);
        }
        return rows;
    }

    first(): Promise<object | undefined> {
        return this.#ask('first', async () => (await this.#take(1))[0]);
    }

    take(count: number): Promise<object[]> {
        return this.#ask('take', () => this.#take(checkCount(this.#operation, count)));
    }

    page(size: number, bookmark = ''): Promise<Page<object>> {
        return this.#ask('page', async () => {
            checkSize(size);
            const page = { size, bookmark: Buffer.from(bookmark, 'base64url').toString() };
            const found = await this.#first(page);
            const rows = this.#rowsOf(found);
            // CouchDB cannot tell whether there is more: the page behind a full one may be empty.
            const { bookmark: next, fetchedRecordsCount: count } = this.#view.ledger.pageMetadata(found);
            return new Page(rows, count < size ? undefined : Buffer.from(next).toString('base64url'));
        });
    }

    async #take(count: number): Promise<object[]> {
        const taken: object[] = [];
        if (count === 0) return taken;
        for await (const row of this) if (taken.push(row) === count) break;
        return taken;
    }

    async #first(page?: { readonly size: number; readonly bookmark: string }): Promise<LedgerRows> {
        const collection = this.#plan.collection?.name ?? '';
        await this.#view.order.look(() => undefined);
        try {
            return await this.#view.ledger.select(this.#operation, { query: this.#query, collection, page });
        } catch (error) {
            throw this.#withRemedy(error);
        }
    }

    /** Peers on LevelDB refuse every selector, in words that name no way out. */
    #withRemedy(error: unknown): unknown {
        if (!ChaincodeError.is(error) || !error.message.includes('leveldb')) return error;
        const fields = this.#selected.map((name) => `'${name}'`).join(', ');
        const remedy = `the peer keeps its state in LevelDB, which has no rich queries: give ${this.#plan.name} an index such as [${fields}], and use findBy`;
        return new ContractError('STATE_MISUSE', `${error.message}: ${remedy}`, { status: 500, cause: error });
    }

    /** Rows that the transaction has changed come as they are now. */
    #decode({ key, value }: SeenRow): object | undefined {
        const { keys, rows, collection } = this.#plan;
        if (keys.read(key) === undefined) return undefined;
        const { change } = this.#view.at(key, collection?.name ?? '');
        const bytes = change === undefined ? value : change.value;
        return bytes && rows.readScanned(bytes, key);
    }

    get #operation(): string {
        return `rich of ${this.#plan.name}`;
    }

    #ask<R>(method: 'first' | 'take' | 'page' | typeof Symbol.asyncIterator, run: () => Promise<R>): Promise<R> {
        return startCall(
            this.#view,
            { name: this.#operation, kind: 'read', method: Reflect.get(RichQuery.prototype, method) },
            run,
        );
    }
}

function checkQuery({ name, tag }: EntityPlan, query: RichStateQuery): void {
    if (Object.keys(tag).length === 0)
        throw misuse(
            `rich queries need a \`tag\` of ${name}, such as { docType: '${name}' }: else they find rows of others`,
        );
    const unknown = Object.keys(query).find((member) => !KNOWN.includes(member));
    if (unknown !== undefined) throw misuse(`a rich query has ${KNOWN.join(', ')}, and not ${JSON.stringify(unknown)}`);
    const open = undefinedIn(query.selector, 'selector');
    if (open !== undefined)
        throw misuse(
            `${open} of a rich query of ${name} is undefined: give it a value, or leave it out of the selector`,
        );
    const double = Object.keys(tag).find((member) => member in query.selector);
    if (double !== undefined)
        throw misuse(`the selector of a rich query must not have ${double}, which is of the tag of ${name}`);
}

/** A value that a client left out would not be written, and all rows would be chosen. */
function undefinedIn(value: unknown, path: string, depth = 0): string | undefined {
    if (value === undefined) return path;
    // What is deeper is refused when it is written.
    if (typeof value !== 'object' || value === null || depth > DEEPEST_NESTING) return undefined;
    for (const [name, member] of Object.entries(value)) {
        const found = undefinedIn(member, `${path}.${name}`, depth + 1);
        if (found !== undefined) return found;
    }
    return undefined;
}

function mayWrite({ name }: EntityPlan): ContractError {
    return misuse(
        `what a rich query of ${name} finds is not checked again at commit: query in a transaction with @Evaluate, or say ` +
            '`unchecked: true` where it does not matter that others change it meanwhile',
    );
}

function textOf({ name, tag }: EntityPlan, { selector, sort }: RichStateQuery): string {
    const failures = new Failures();
    const query = { selector: { ...selector, ...tag }, sort };
    const json = canonicalJson(query, failures, { parent: undefined, key: `rich of ${name}` });
    if (failures.count > 0) throw refusal('STATE_MISUSE', failures, 500);
    return json;
}
