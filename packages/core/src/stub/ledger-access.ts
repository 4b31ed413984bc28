import { EMPTY, requests, type RowPage, type RowPages } from '@heddle/protocol';
import { ChaincodeError } from '../errors';
import type { DeferredWrites } from '../transaction/deferred-writes';
import { FIRST_FAILURE_STATUS } from '../transaction/failure-status';
import { type Asked, SingleRequest, type WriteRequest } from '../transaction/lane-request';
import type { Operation, WatchedOperation } from '../transaction/operation';
import type { ObservedCall } from '../transaction/operation-watch';
import { quotedKey } from '../transaction/quoted-key';
import type { Row } from '../transaction/recent-reads';
import { follow, promised, type Recipient } from '../transaction/recipient';
import type { Transaction } from '../transaction/transaction';
import type { Write } from '../transaction/write-record';
import { callChaincode, type CalledChaincodeResponse } from './chaincode-call';
import { checkedArguments, checkedName, checkedText, checkedValue, toBytes } from './ledger-arguments';
import {
    type Cursor,
    iterable,
    pagedIterator,
    type Query,
    type QueryIterator,
    type RowIterator,
    type StateQueryResponse,
} from './query-iterator';
import { type ResultShape, resultShape } from './result-shape';
import { VALIDATION_PARAMETER } from './validation-parameter';

interface KeyQuery {
    readonly key: string;
    readonly collection?: string;
}

/** A query that is answered with pages, and how its rows are read. */
export interface PagedRequest<QInput, T extends Row> {
    readonly request: Pick<Asked<QInput, unknown>, 'type' | 'query'>;
    readonly query: () => QInput;
    readonly rows: RowPages<T>;
    /** Makes what the chaincode is handed of the rows. Default: the iterator as it is. */
    readonly iterator?: ((rows: QueryIterator<T>) => RowIterator<T>) | undefined;
}

/**
 * How the stub's methods become requests in the transaction's lane: reads, writes and queries, each kind once. The
 * stub has checked the arguments; what a transaction may do is checked here.
 */
export class LedgerAccess {
    readonly #transaction: Transaction;
    readonly #methods: Readonly<Record<string, unknown>>;
    /** In what shape answers are handed on. */
    readonly shape: ResultShape;
    #beforeWrite: ((operation: string) => void) | undefined;

    /**
     * @param methods what the author calls, by the names that operations have here
     * @param beforeWrite is told of each write, and throws to refuse it
     */
    constructor(transaction: Transaction, methods: object, beforeWrite?: (operation: string) => void) {
        this.#transaction = transaction;
        this.shape = resultShape(transaction.leniency);
        this.#methods = methods as Readonly<Record<string, unknown>>;
        this.#beforeWrite = beforeWrite;
    }

    /** Is told of each write, and throws to refuse it; undefined where the transaction may write. */
    get beforeWrite(): ((operation: string) => void) | undefined {
        return this.#beforeWrite;
    }

    /** Has a function told of each write from now on; it throws to refuse it. */
    watchWrites(beforeWrite: (operation: string) => void): void {
        this.#beforeWrite = beforeWrite;
    }

    /**
     * Starts an operation that changes nothing.
     * @param method what the author calls, where it is none of the stub's
     */
    start<T>(name: string, run: () => Promise<T>, method = this.#methods[name]): Promise<T> {
        return this.#start({ name, kind: 'read', method }, run);
    }

    /** Starts an operation that reads the values of several keys. */
    readAll(name: string, keys: unknown, run: () => Promise<Buffer[]>): Promise<Buffer[]> {
        return this.#start({ name, kind: 'read', method: this.#methods[name], keys }, run);
    }

    #start<T>(call: ObservedCall, run: () => Promise<T>): Promise<T> {
        return this.#transaction.operations.start(call, (recipient) => {
            follow(run(), recipient);
        });
    }

    /** Starts an operation that is one read: of the key's value, where there is a key. */
    read(name: string, keys: unknown, ask: (recipient: Recipient<Buffer>) => void): Promise<Buffer> {
        return this.#transaction.operations.start({ name, kind: 'read', method: this.#methods[name], keys }, ask);
    }

    readState(key: string, recipient: Recipient<Buffer>, mayBatch = this.#transaction.coalesce): void {
        this.#transaction.lane.read(key, recipient, mayBatch);
    }

    /** @param batch the author asked for a multiple read, so that `coalesce: false` does not matter */
    readStates(keys: readonly string[], { batch = false }: { batch?: boolean } = {}): Promise<Buffer[]> {
        const { coalesce } = this.#transaction;
        const read = (key: string): Promise<Buffer> =>
            promised((recipient) => {
                this.readState(key, recipient, batch || coalesce);
            });
        return Promise.all(keys.map(read));
    }

    /** Never as a part of a multiple read: that skips the check of private data against its hash. */
    readPrivate(query: KeyQuery, recipient: Recipient<Buffer>): void {
        this.#transaction.lane.ask(new SingleRequest(requests.getState, query, recipient, 'read'));
    }

    /** Each by itself. */
    readAllPrivate(queries: readonly KeyQuery[]): Promise<Buffer[]> {
        const read = (query: KeyQuery): Promise<Buffer> =>
            promised((recipient) => {
                this.readPrivate(query, recipient);
            });
        return Promise.all(queries.map(read));
    }

    readPrivateHash(query: KeyQuery, recipient: Recipient<Buffer>): void {
        this.#transaction.lane.ask(new SingleRequest(requests.getPrivateDataHash, query, recipient, 'read'));
    }

    async readPolicy(query: KeyQuery): Promise<Buffer> {
        const { entries } = await this.#transaction.lane.request(requests.getStateMetadata, query);
        return entries.find(({ metakey }) => metakey === VALIDATION_PARAMETER)?.value ?? EMPTY;
    }

    write(name: string, row: WriteRequest, write: () => Write): Promise<void> {
        const { deferred } = this.#transaction;
        const taken = deferred && this.#takeDeferred(deferred, name, row, write);
        if (taken !== undefined) return taken;
        return this.#startWrite(name, (recipient) => {
            this.beforeWrite?.(name);
            const checked = write();
            const { batch, guard } = this.#transaction;
            guard.beforeWrite(name);
            this.#transaction.noteStubWrite(row.type, checked);
            if (batch.keepBack(row, checked)) recipient.resolve(this.shape.written);
            else if (deferred?.takeFilling(row.type, checked, recipient) !== true) this.#send(row, checked, recipient);
        });
    }

    /**
     * A write that is taken at once is over, and no operation under way. Undefined for any other, an error included: those
     * go the usual way, where they are accounted for.
     */
    #takeDeferred(
        deferred: DeferredWrites,
        name: string,
        { type }: WriteRequest,
        write: () => Write,
    ): Promise<void> | undefined {
        const { batch, guard, operations } = this.#transaction;
        if (this.#beforeWrite !== undefined || batch.isOpen || !operations.isRunning) return undefined;
        let checked: Write;
        try {
            checked = write();
            guard.beforeWrite(name);
        } catch {
            return undefined;
        }
        const taken = deferred.take(type, checked, () => operations.siteOf('write', this.#methods[name]));
        if (taken === undefined) guard.writesFailed(1);
        else this.#transaction.noteStubWrite(type, checked);
        return taken;
    }

    #send(row: WriteRequest, write: Write, recipient: Recipient<void>): void {
        const { guard, lane, coalesce } = this.#transaction;
        const { written } = this.shape;
        const guarded: Recipient<void> = {
            resolve() {
                recipient.resolve(written);
            },
            reject(error) {
                guard.writesFailed(1);
                recipient.reject(error);
            },
        };
        lane.write(row, write, guarded, coalesce);
    }

    /**
     * The bytes of a value to be written by that method.
     * @throws ChaincodeError EMPTY_VALUE where an empty one is refused, INVALID_ARGUMENT
     */
    checkedValue(name: string, key: string, value: unknown): Uint8Array {
        if (this.#transaction.leniency.emptyValues !== 'delete') return checkedValue(key, value);
        const bytes = toBytes(`the value of ${quotedKey(key)}`, value ?? EMPTY);
        if (bytes.length === 0) {
            this.#transaction.warn('EMPTY_VALUE', {
                what: `${name} of ${quotedKey(key)}`,
                method: this.#methods[name],
            });
        }
        return bytes;
    }

    /**
     * Calls another chaincode. It may write on the caller's channel, so that a call there has to be waited for as a write;
     * of one on another channel the peer keeps nothing (fabric, handler.go, HandleInvokeChaincode).
     * @param answer makes what the author gets
     */
    call<T>({ name, channel, args }: ChaincodeArguments, answer: (called: CalledChaincodeResponse) => T): Promise<T> {
        const { channelId, lane, operations } = this.#transaction;
        const kind = channel === '' || channel === channelId ? 'write' : 'read';
        const observed: ObservedCall = { name: 'invokeChaincode', kind, method: this.#methods['invokeChaincode'] };
        const run = async (operation: Operation<T>): Promise<T> => {
            const called = await callChaincode(lane, {
                name: checkedName('the chaincode name', name),
                channel: checkedText('the channel', channel),
                args: checkedArguments(args),
            });
            if (called.status >= FIRST_FAILURE_STATUS) this.#noteRefusal(operation, called);
            return answer(called);
        };
        return operations.start(observed, (operation: Operation<T>) => {
            follow(run(operation), operation);
        });
    }

    /** Whoever waits for the call sees its status. Where fabric-shim's ways count, nobody need. */
    #noteRefusal(operation: WatchedOperation, { status, message }: CalledChaincodeResponse): void {
        const { leniency, operations } = this.#transaction;
        if (leniency.unawaitedWrites === 'wait') return;
        operations.refused(operation, new ChaincodeError('PEER_ERROR', `the chaincode answered ${status}: ${message}`));
    }

    startWriteBatch(): void {
        this.beforeWrite?.('startWriteBatch');
        this.#transaction.batch.start();
    }

    finishWriteBatch(): Promise<void> {
        return this.#startWrite('finishWriteBatch', (recipient) => {
            follow(this.#transaction.batch.finish(), recipient);
        });
    }

    #startWrite(name: string, begin: (call: Operation<void>) => void): Promise<void> {
        return this.#transaction.operations.start({ name, kind: 'write', method: this.#methods[name] }, begin);
    }

    /** A query after which the transaction may still write. */
    query<QInput, T extends Row>(name: string, paged: PagedRequest<QInput, T>): Query<T> {
        return iterable(
            this.start(name, async () => this.#iterator(name, await this.ask(paged), paged)),
            (iterator) => iterator,
        );
    }

    /** The first rows of a query after which the transaction may still write. */
    async ask<QInput, T extends Row>({ request, query, rows }: PagedRequest<QInput, T>): Promise<RowPage<T>> {
        return this.#transaction.lane.request({ ...request, reply: rows }, query());
    }

    /** A query over private data, after which peers refuse writes. */
    privateQuery<QInput, T extends Row>(name: string, paged: PagedRequest<QInput, T>): Query<T> {
        return iterable(
            this.start(name, async () => this.#iterator(name, await this.askReadOnly(name, paged), paged)),
            (iterator) => iterator,
        );
    }

    /** A query for one page, after which peers refuse writes. */
    queryPage<QInput, T extends Row>(name: string, paged: PagedRequest<QInput, T>): Query<T, StateQueryResponse<T>> {
        const run = async (): Promise<StateQueryResponse<T>> => {
            const page = await this.askReadOnly(name, paged);
            return { iterator: this.#iterator(name, page, paged), metadata: this.shape.pageMetadata(page) };
        };
        return iterable(this.start(name, run), ({ iterator }) => iterator);
    }

    /**
     * The first rows of a query after which peers refuse writes. Checks the arguments first: a query that cannot be asked
     * leaves the right to write.
     */
    async askReadOnly<QInput, T extends Row>(
        name: string,
        { request, query, rows }: PagedRequest<QInput, T>,
    ): Promise<RowPage<T>> {
        const { guard, lane } = this.#transaction;
        const checked = query();
        guard.beforeReadOnlyQuery(name);
        try {
            return await lane.request({ ...request, reply: rows }, checked);
        } catch (error) {
            guard.queryFailed();
            throw error;
        }
    }

    #iterator<QInput, T extends Row>(
        name: string,
        first: RowPage<T>,
        { rows, iterator }: PagedRequest<QInput, T>,
    ): QueryIterator<T> {
        const { lane } = this.#transaction;
        const next = { ...requests.queryStateNext, reply: rows };
        const { recentReads } = this.#transaction.operations;
        const cursor: Cursor<T> = {
            taken: (row) => {
                recentReads.noteRow(row);
            },
            takenTogether: (page) => {
                recentReads.noteRows(page);
            },
            next: (id, caller) => this.start(`next of ${name}`, () => lane.request(next, { id }), caller),
            close: (id, caller) =>
                this.start(`close of ${name}`, () => lane.request(requests.queryStateClose, { id }), caller),
        };
        const paged = pagedIterator(first, cursor);
        return iterator === undefined ? paged : (iterator(paged) as QueryIterator<T>); // fabric-shim's types have no pages either
    }
}

/** Which chaincode is called, and with what, unchecked. */
interface ChaincodeArguments {
    readonly name: unknown;
    readonly channel: unknown;
    readonly args: unknown;
}

/** What a view of the ledger asks for besides. */
type OfViews = 'ask' | 'askReadOnly' | 'beforeWrite';

/** What a stub asks of its ledger. */
export type StubLedger = { readonly [Method in Exclude<keyof LedgerAccess, OfViews>]: LedgerAccess[Method] };

/** Refuses the writes of a transaction that is declared to be evaluated only. */
export function refuseWrite(operation: string): void {
    throw new ChaincodeError(
        'READ_ONLY_TRANSACTION',
        `${operation} in a transaction that is declared to be evaluated only: declare it with @Transaction() if it is ` +
            'meant to write',
    );
}
