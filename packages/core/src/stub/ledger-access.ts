import { EMPTY, requests, type Request } from '@heddle/protocol';
import { ChaincodeError } from '../errors';
import type { WriteRecord } from '../transaction/lane-requests';
import type { Operation } from '../transaction/operation';
import { iterable, metadataOf, QueryIterator, type Page, type Query, type StateQueryResponse } from './state-iterator';
import { sendWrite } from './state-writes';
import type { Transaction } from '../transaction/transaction';
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
    readonly #methods: Readonly<Record<string, unknown>>;
    readonly #beforeWrite: ((operation: string) => void) | undefined;

    /**
     * @param methods what the author calls, by the names that operations have here
     * @param beforeWrite is told of each write, and throws to refuse it
     */
    constructor(transaction: Transaction, methods: object, beforeWrite?: (operation: string) => void) {
        this.#transaction = transaction;
        this.#methods = methods as Readonly<Record<string, unknown>>;
        this.#beforeWrite = beforeWrite;
    }

    /** Starts an operation that changes nothing. */
    start<T>(name: string, run: () => Promise<T>): Operation<T> {
        return this.#transaction.operations.start({ name, kind: 'read' }, run);
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
        return this.#startWrite(name, () => {
            this.#beforeWrite?.(name);
            const checked = record();
            const { batch, guard } = this.#transaction;
            guard.beforeWrite(name);
            return batch.keepBack(checked) ? undefined : this.#send(checked);
        });
    }

    async #send(record: WriteRecord): Promise<void> {
        const { guard, lane, coalesce } = this.#transaction;
        try {
            await sendWrite(lane, record, coalesce);
        } catch (error) {
            guard.writesFailed(1);
            throw error;
        }
    }

    startWriteBatch(): void {
        this.#beforeWrite?.('startWriteBatch');
        this.#transaction.batch.start();
    }

    finishWriteBatch(): Operation<void> {
        return this.#startWrite('finishWriteBatch', () => this.#transaction.batch.finish());
    }

    #startWrite(name: string, run: () => Promise<void> | undefined): Operation<void> {
        return this.#transaction.operations.start({ name, kind: 'write', method: this.#methods[name] }, run);
    }

    /** A query after which the transaction may still write. */
    query<QInput, T>(name: string, paged: PagedRequest<QInput, T>): Query<T> {
        return iterable(
            this.start(name, async () => {
                const first = await this.#transaction.lane.request(paged.request, paged.query());
                return this.#iterator(name, first, paged);
            }),
            (iterator) => iterator,
        );
    }

    /** A query over private data, after which peers refuse writes. */
    privateQuery<QInput, T>(name: string, paged: PagedRequest<QInput, T>): Query<T> {
        return iterable(
            this.start(name, async () => this.#iterator(name, await this.#askReadOnly(name, paged), paged)),
            (iterator) => iterator,
        );
    }

    /** A query for one page, after which peers refuse writes. */
    queryPage<QInput, T>(name: string, paged: PagedRequest<QInput, T>): Query<T, StateQueryResponse<T>> {
        const run = async (): Promise<StateQueryResponse<T>> => {
            const page = await this.#askReadOnly(name, paged);
            return { iterator: this.#iterator(name, page, paged), metadata: metadataOf(page) };
        };
        return iterable(this.start(name, run), ({ iterator }) => iterator);
    }

    /** Checks the arguments first: a query that cannot be asked leaves the right to write. */
    async #askReadOnly<QInput, T>(name: string, { request, query }: PagedRequest<QInput, T>): Promise<Page> {
        const { guard, lane } = this.#transaction;
        const checked = query();
        guard.beforeReadOnlyQuery(name);
        try {
            return await lane.request(request, checked);
        } catch (error) {
            guard.queryFailed();
            throw error;
        }
    }

    #iterator<QInput, T>(name: string, first: Page, { row }: PagedRequest<QInput, T>): QueryIterator<T> {
        const { lane } = this.#transaction;
        const cursor = {
            next: (id: string) => this.start(`next of ${name}`, () => lane.request(requests.queryStateNext, { id })),
            close: (id: string) => this.start(`close of ${name}`, () => lane.request(requests.queryStateClose, { id })),
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
