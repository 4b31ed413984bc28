import {
    type KeyRange,
    type KeyValue,
    keyValue,
    MessageType,
    requests,
    type RowPage,
    rowPages,
} from '@heddle/protocol';
import { usualKeyValue } from '@heddle/protocol/internal';
import { type CallSite, errorAt } from '../call-site';
import { ChaincodeError } from '../errors';
import type { WriteRequest } from '../transaction/lane-request';
import type { Operation, WatchedOperation } from '../transaction/operation';
import type { ObservedCall } from '../transaction/operation-watch';
import { promised } from '../transaction/recipient';
import type { StubWriteListener, Transaction } from '../transaction/transaction';
import type { LedgerAccess } from './ledger-access';
import { pageOf } from './ledger-arguments';
import { metadataOf, type QueryResponseMetadata } from './query-iterator';
import { policyWrite } from './validation-parameter';

const STATES = rowPages(keyValue, usualKeyValue());

/** So many changes are kept before those that were awaited are let go. */
const MOST_CHANGES = 1_000;

/** A key of the chaincode's state, or of one of its collections. */
export interface LedgerKey {
    readonly key: string;
    /** '' for the public state. */
    readonly collection: string;
}

/** Which page of a query is asked for. */
export interface LedgerPage {
    readonly size: number;
    readonly bookmark: string;
}

/** Rows from `startKey` up to and without `endKey`: any two keys, composite ones too. */
export interface LedgerRange extends KeyRange {
    readonly collection: string;
    readonly page?: LedgerPage | undefined;
}

/** Rows that a CouchDB selector finds. */
export interface LedgerSelection {
    readonly query: string;
    readonly collection: string;
    readonly page?: LedgerPage | undefined;
}

/** What a write does to its key: gives it a value, takes it away, takes its history away, gives it a policy. */
export type LedgerWriteKind = 'put' | 'delete' | 'purge' | 'policy';

/** A write of one key. */
export interface LedgerWrite extends LedgerKey {
    readonly kind: LedgerWriteKind;
    /** The value of a put; the encoded policy of a policy. */
    readonly value?: Uint8Array | undefined;
}

/** A call of the author's, in the hands of what carries it out. */
export type LedgerCall<T> = Pick<Operation<T>, 'resolve' | 'reject' | 'calledFrom'>;

/** A call of the author's that has failed. */
export interface CalledOperation extends Pick<ObservedCall, 'kind' | 'name'> {
    readonly calledFrom: CallSite | undefined;
}

/** Rows of a query as the peer hands them out, at most a hundred at once. */
export type LedgerRows = RowPage<KeyValue>;

/** Where a write that is sent at the end came from. */
export interface WriteOrigin {
    /** Such as `update of lot`. */
    readonly name: string;
    readonly calledFrom: CallSite | undefined;
    /** Says what is under a key, for the error: such as `lot(f1, 7)`. */
    readonly what: (key: string) => string;
}

/**
 * What the contract layer's view of the ledger needs of a transaction besides the stub's methods. Nothing here is an
 * operation by itself, apart from `start`: one call of an author's may ask the peer several times.
 */
export interface LedgerView {
    /** Whether the transaction is one that may write: not one that is declared to be evaluated only. */
    readonly mayWrite: boolean;
    /**
     * Registers a call of the author's. A change that is not awaited fails the transaction and names the author's line, be
     * it that it was carried out at once: whether it was must not matter.
     * @param call its `method` is the function that the author called
     */
    start<T>(call: ObservedCall, begin: (call: LedgerCall<T>) => void): Promise<T>;
    /** Makes the place of a call the cause of what it failed with. */
    nameCall(call: CalledOperation, error: Error): void;
    /**
     * Notes that a write has become pending.
     * @throws ChaincodeError READ_ONLY_TRANSACTION, WRITE_AFTER_QUERY
     */
    beforeWrite(operation: string): void;
    /** Takes back what `beforeWrite` noted, where nothing is to be written after all. */
    writeDropped(): void;
    /** Reads committed state; empty for a key that is not there. Public reads of one tick share a message. */
    read(key: LedgerKey): Promise<Buffer>;
    /** The SHA-256 of a private value. */
    readHash(key: LedgerKey): Promise<Buffer>;
    /** A key's own endorsement policy; empty where it has none. */
    readPolicy(key: LedgerKey): Promise<Buffer>;
    /**
     * The first rows of a range. After a page, or rows of a collection, the transaction cannot write.
     * @throws ChaincodeError QUERY_AFTER_WRITE
     */
    range(operation: string, range: LedgerRange): Promise<LedgerRows>;
    /** The first rows that a selector finds, as `range`. */
    select(operation: string, selection: LedgerSelection): Promise<LedgerRows>;
    /** The rows behind these. */
    nextRows(rows: LedgerRows): Promise<LedgerRows>;
    /** Gives up the rows behind these. */
    closeRows(rows: LedgerRows): Promise<void>;
    /** How many rows a page has, and the peer's bookmark. */
    pageMetadata(rows: LedgerRows): QueryResponseMetadata;
    /** Is told of each write of the stub before it is sent, those that `keepStubWrites` has kept first. */
    onStubWrite(listener: (write: LedgerWrite) => void): void;
    /**
     * Notes that the transaction function has returned: what it calls from now on is floating. Sends the stub's writes that
     * a batch has kept back, since they were made before.
     * @throws ChaincodeError FLOATING_OPERATION for a write that it did not wait for
     */
    functionReturned(): Promise<void>;
    /** Sends a write of which `beforeWrite` was told. Those of one tick share a message where the peer takes that. */
    write(write: LedgerWrite, origin: WriteOrigin): Promise<void>;
}

/**
 * The stub's method that gives its view. Symbol.for, as the contract layer may have another copy of this package; no
 * text, as the stub's other methods are Fabric's.
 */
export const LEDGER_VIEW = Symbol.for('heddle.ChaincodeStub.ledgerView');

/** The view of a stub's transaction; undefined for a stub that is not of this package. */
export function ledgerViewOf(stub: object): LedgerView | undefined {
    return (stub as { [LEDGER_VIEW]?(): LedgerView })[LEDGER_VIEW]?.();
}

/** The stub's method that keeps its writes; a symbol for the same reasons. */
export const KEEP_WRITES = Symbol.for('heddle.ChaincodeStub.keepWrites');

/**
 * Has a stub's transaction keep the writes of its stubs from now on, for a view that may be made later. It costs a
 * transaction without writes nothing.
 */
export function keepStubWrites(stub: object): void {
    (stub as { [KEEP_WRITES]?(): void })[KEEP_WRITES]?.();
}

const WRITES: Readonly<Record<LedgerWriteKind, WriteRequest>> = {
    put: requests.putState,
    delete: requests.deleteState,
    purge: requests.purgePrivateData,
    policy: requests.putStateMetadata,
};

const KINDS: ReadonlyMap<number, LedgerWriteKind> = new Map([
    [MessageType.PUT_STATE, 'put'],
    [MessageType.DEL_STATE, 'delete'],
    [MessageType.PURGE_PRIVATE_DATA, 'purge'],
    [MessageType.PUT_STATE_METADATA, 'policy'],
]);

/** The view of one stub: its right to write is that of the stub. */
export class StubLedgerView implements LedgerView {
    readonly #transaction: Transaction;
    readonly #ledger: LedgerAccess;
    /** The changes that were called. */
    #changes: WatchedOperation[] = [];

    constructor(transaction: Transaction, ledger: LedgerAccess) {
        this.#transaction = transaction;
        this.#ledger = ledger;
    }

    get mayWrite(): boolean {
        return this.#ledger.beforeWrite === undefined;
    }

    start<T>(call: ObservedCall, begin: (call: LedgerCall<T>) => void): Promise<T> {
        return this.#transaction.operations.start(call, (operation: Operation<T>) => {
            if (call.kind === 'write') this.#noteChange(operation);
            begin(operation);
        });
    }

    nameCall({ name, kind, calledFrom }: CalledOperation, error: Error): void {
        if (calledFrom === undefined) this.#transaction.operations.noteMore(kind);
        error.cause = errorAt(calledFrom, name);
    }

    /** Those that somebody waits for need not be looked at again. */
    #noteChange(change: WatchedOperation): void {
        if (this.#changes.length >= MOST_CHANGES) this.#changes = this.#changes.filter(({ awaited }) => !awaited);
        this.#changes.push(change);
    }

    beforeWrite(operation: string): void {
        this.#ledger.beforeWrite?.(operation);
        this.#transaction.guard.beforeWrite(operation);
    }

    writeDropped(): void {
        this.#transaction.guard.writesFailed(1);
    }

    read({ key, collection }: LedgerKey): Promise<Buffer> {
        return promised((recipient) => {
            if (collection === '') this.#ledger.readState(key, recipient);
            else this.#ledger.readPrivate({ key, collection }, recipient);
        });
    }

    readHash(key: LedgerKey): Promise<Buffer> {
        return promised((recipient) => {
            this.#ledger.readPrivateHash(key, recipient);
        });
    }

    readPolicy(key: LedgerKey): Promise<Buffer> {
        return this.#ledger.readPolicy(key);
    }

    range(operation: string, { page, ...range }: LedgerRange): Promise<LedgerRows> {
        const query = { ...range, metadata: page && pageOf(page.size, page.bookmark) };
        const asked = { request: requests.getStateByRange, rows: STATES, query: () => query };
        const isReadOnly = page !== undefined || range.collection !== '';
        return isReadOnly ? this.#ledger.askReadOnly(operation, asked) : this.#ledger.ask(asked);
    }

    select(operation: string, { page, ...selection }: LedgerSelection): Promise<LedgerRows> {
        const query = { ...selection, metadata: page && pageOf(page.size, page.bookmark) };
        const asked = { request: requests.getQueryResult, rows: STATES, query: () => query };
        const isReadOnly = page !== undefined || selection.collection !== '';
        return isReadOnly ? this.#ledger.askReadOnly(operation, asked) : this.#ledger.ask(asked);
    }

    nextRows({ id }: LedgerRows): Promise<LedgerRows> {
        return this.#transaction.lane.request({ ...requests.queryStateNext, reply: STATES }, { id });
    }

    async closeRows({ id }: LedgerRows): Promise<void> {
        await this.#transaction.lane.request(requests.queryStateClose, { id });
    }

    pageMetadata(rows: LedgerRows): QueryResponseMetadata {
        return metadataOf(rows);
    }

    onStubWrite(listener: (write: LedgerWrite) => void): void {
        const tell: StubWriteListener = (type, { key = '', collection = '', value, metadata }) => {
            const kind = KINDS.get(type);
            if (kind !== undefined) listener({ kind, key, collection, value: value ?? metadata?.value });
        };
        const kept = this.#transaction.stubWrites;
        this.#transaction.stubWrites = tell;
        if (typeof kept === 'object') for (const { type = 0, ...write } of kept) tell(type, write);
    }

    async functionReturned(): Promise<void> {
        const { operations, abortReason, batch } = this.#transaction;
        operations.functionReturned();
        const error = abortReason ?? operations.floating() ?? operations.unawaited(this.#changes);
        if (error !== undefined) throw error;
        if (batch.isOpen) await batch.finish();
    }

    async write({ kind, key, collection, value }: LedgerWrite, origin: WriteOrigin): Promise<void> {
        const write = kind === 'policy' ? { ...policyWrite(key, value), collection } : { key, collection, value };
        try {
            await promised<unknown>((recipient) => {
                this.#transaction.lane.write(WRITES[kind], write, recipient, true);
            });
        } catch (error) {
            throw this.#refused(error, key, origin);
        }
    }

    /** The peer's answer comes at the end: the error says whose write it was, and where it was called. */
    #refused(error: unknown, key: string, { name, calledFrom, what }: WriteOrigin): unknown {
        if (!ChaincodeError.is(error) || error.code !== 'PEER_ERROR') return error;
        if (calledFrom === undefined) this.#transaction.operations.noteMore('write');
        return new ChaincodeError('PEER_ERROR', `the write of ${what(key)} was refused: ${error.message}`, {
            cause: errorAt(calledFrom, name),
        });
    }
}
