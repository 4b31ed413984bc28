import { EMPTY, requests, type Request } from '@heddle/protocol';
import { ChaincodeError } from './errors';
import type { WriteRecord } from './lane-requests';
import type { Operation } from './operation';
import { iterable, metadataOf, QueryIterator, type Page, type Query, type StateQueryResponse } from './state-iterator';
import { sendWrite } from './state-writes';
import type { Transaction } from './transaction';
import { VALIDATION_PARAMETER } from './validation-parameter';

interface KeyQuery {
    readonly key: string;
    readonly collection?: string;
}

/** A query that is answered with pages, and how its rows are read. */
export interface PagedRequest<QInput, T> {
    readonly request: Request<unknown, QInput, Page, never>;
    readonly query: () => QInput;
    readonly row: { decode(bytes: Uint8Array): T };
}

/**
 * How the stub's methods become requests in the transaction's lane: reads, writes and queries, each kind once. The
 * stub has checked the arguments; what a transaction may do is checked here.
 */
export class LedgerAccess {
    readonly #transaction: Transaction;
    readonly #beforeWrite: ((operation: string) => void) | undefined;

    /** @param beforeWrite is told of each write, and throws to refuse it */
    constructor(transaction: Transaction, beforeWrite?: (operation: string) => void) {
        this.#transaction = transaction;
        this.#beforeWrite = beforeWrite;
    }

    /** Starts an operation that changes nothing. */
    start<T>(name: string, run: () => Promise<T>): Operation<T> {
        return this.#transaction.start(name, 'read', run);
    }

    /** @param batch the author asked for a multiple read, so that `coalesce: false` does not matter */
    readState(key: string, { batch = false }: { batch?: boolean } = {}): Promise<Buffer> {
        const { lane, coalesce } = this.#transaction;
        return lane.request(requests.getState, { key }, 'read', batch || coalesce ? { kind: 'read', key } : undefined);
    }

    /** Never as a part of a multiple read: that skips the check of private data against its hash. */
    readPrivate(query: KeyQuery): Promise<Buffer> {
        return this.#transaction.lane.request(requests.getState, query, 'read');
    }

    readPrivateHash(query: KeyQuery): Promise<Buffer> {
        return this.#transaction.lane.request(requests.getPrivateDataHash, query, 'read');
    }

    async readPolicy(query: KeyQuery): Promise<Buffer> {
        const { entries } = await this.#transaction.lane.request(requests.getStateMetadata, query);
        return entries.find(({ metakey }) => metakey === VALIDATION_PARAMETER)?.value ?? EMPTY;
    }

    write(name: string, record: () => WriteRecord): Operation<void> {
        return this.#transaction.start(name, 'write', () => {
            this.#beforeWrite?.(name);
            const checked = record();
            const { guard, lane, coalesce } = this.#transaction;
            guard.beforeWrite(name);
            return this.#transaction.keepBack(checked) ? Promise.resolve() : sendWrite(lane, checked, coalesce);
        });
    }

    startWriteBatch(): void {
        this.#beforeWrite?.('startWriteBatch');
        this.#transaction.startWriteBatch();
    }

    finishWriteBatch(): Operation<void> {
        return this.#transaction.start('finishWriteBatch', 'write', () => this.#transaction.finishWriteBatch());
    }

    /** A query after which the transaction may still write. */
    query<QInput, T>(name: string, paged: PagedRequest<QInput, T>): Query<T> {
        return iterable(
            this.start(name, async () => this.#iterator(await this.#ask(paged), paged)),
            (iterator) => iterator,
        );
    }

    /** A query over private data, after which peers refuse writes. */
    privateQuery<QInput, T>(name: string, paged: PagedRequest<QInput, T>): Query<T> {
        return this.query(name, this.#guarded(name, paged));
    }

    /** A query for one page, after which peers refuse writes. */
    queryPage<QInput, T>(name: string, paged: PagedRequest<QInput, T>): Query<T, StateQueryResponse<T>> {
        const guarded = this.#guarded(name, paged);
        const run = async (): Promise<StateQueryResponse<T>> => {
            const page = await this.#ask(guarded);
            return { iterator: this.#iterator(page, guarded), metadata: metadataOf(page) };
        };
        return iterable(this.start(name, run), ({ iterator }) => iterator);
    }

    /** Checks the arguments first: a query that cannot be asked leaves the right to write. */
    #guarded<QInput, T>(name: string, paged: PagedRequest<QInput, T>): PagedRequest<QInput, T> {
        const query = (): QInput => {
            const checked = paged.query();
            this.#transaction.guard.beforeReadOnlyQuery(name);
            return checked;
        };
        return { ...paged, query };
    }

    async #ask<QInput, T>({ request, query }: PagedRequest<QInput, T>): Promise<Page> {
        return this.#transaction.lane.request(request, query());
    }

    #iterator<QInput, T>(first: Page, { row }: PagedRequest<QInput, T>): QueryIterator<T> {
        const { lane } = this.#transaction;
        const cursor = {
            next: (id: string) => this.start('next', () => lane.request(requests.queryStateNext, { id })),
            close: (id: string) => this.start('close', () => lane.request(requests.queryStateClose, { id })),
        };
        return new QueryIterator(first, cursor, (bytes) => row.decode(bytes));
    }
}

/** Refuses the writes of a transaction that is declared to be evaluated only. */
export function refuseWrite(operation: string): void {
    throw new ChaincodeError(
        'READ_ONLY_TRANSACTION',
        `${operation} in a transaction that is declared to be evaluated only: declare it with @Transaction() if it is ` +
            'meant to write',
    );
}
