import {
    chaincodeSets,
    type EndorsedTransaction,
    type NamespaceReadWriteSet,
    type ReadWriteSet,
} from '@heddle/local-peer';
import { readableKey, readableValue } from '@heddle/local-peer/internal';
import { type NamedEvent, unfoldEvents } from '@heddle/protocol';

/** A key that a transaction wrote or deleted. */
export interface TestWrite {
    readonly chaincode: string;
    /** A composite key as `color~name(red, a1)`. */
    readonly key: string;
    /** The value of JSON, else text or bytes; undefined where the key is deleted. */
    readonly value: unknown;
    readonly isDelete: boolean;
}

/** A key of private data that a transaction wrote or deleted; endorsers and blocks have hashes of it. */
export interface TestPrivateWrite extends TestWrite {
    readonly collection: string;
}

/** A key that a transaction read by itself; see `readWriteSet` for ranges. */
export interface TestRead {
    readonly chaincode: string;
    readonly key: string;
    /** Whether the key existed. */
    readonly exists: boolean;
}

/** An event that a transaction emitted or set. */
export interface TestEvent {
    readonly chaincode: string;
    readonly name: string;
    /** The value of JSON, else text or bytes. */
    readonly payload: unknown;
}

/** An event of a committed transaction. */
export interface CommittedTestEvent extends TestEvent {
    readonly txId: string;
    readonly blockNumber: bigint;
}

/** A transaction that was endorsed: what it did, and its way into a block. */
export interface TestTransaction<R = unknown> {
    /** The transaction's name. */
    readonly name: string;
    readonly txId: string;
    /** What the transaction returned. */
    readonly result: R;
    /** The event that it set, as Fabric has it; undefined if it set none. */
    readonly event: TestEvent | undefined;
    /** The events that it emitted, in order; the one that it set, where it called `setEvent`. */
    readonly events: readonly TestEvent[];
    /** The keys that it writes and deletes, in the order of their UTF-8 bytes. */
    readonly writes: readonly TestWrite[];
    /** The same of private data. */
    readonly privateWrites: readonly TestPrivateWrite[];
    /** The keys that it read by themselves. */
    readonly reads: readonly TestRead[];
    /** As the peer has it, with ranges and versions. */
    readonly readWriteSet: ReadWriteSet;
    /** What is to be ordered. */
    readonly endorsed: EndorsedTransaction;

    /**
     * Commits it, in a block of its own.
     * @throws TransactionError with the block's word for it, such as MVCC_READ_CONFLICT, where it is not valid
     */
    commit(): Promise<void>;
}

/** What a transaction is made of. */
export interface TestTransactionOptions {
    readonly name: string;
    readonly endorsed: EndorsedTransaction;
    readonly result: unknown;
    readonly commit: (transaction: TestTransaction) => Promise<void>;
}

export function createTestTransaction({ name, endorsed, result, commit }: TestTransactionOptions): TestTransaction {
    const { txId, event, readWriteSet, privateWrites } = endorsed;
    const transaction: TestTransaction = {
        name,
        txId,
        result,
        event: event && readableEvent(event.chaincode, event),
        events: eventsOf(event),
        writes: chaincodeSets(readWriteSet).flatMap(writesOf),
        privateWrites: privateWrites.flatMap(({ collection, ...set }) =>
            writesOf(set).map((write) => ({ ...write, collection })),
        ),
        reads: chaincodeSets(readWriteSet).flatMap(readsOf),
        readWriteSet,
        endorsed,
        commit: () => commit(transaction),
    };
    return transaction;
}

function readsOf({ namespace, reads }: NamespaceReadWriteSet): TestRead[] {
    return reads.map(({ key, version }) => ({
        chaincode: namespace,
        key: readableKey(key),
        exists: version !== undefined,
    }));
}

function writesOf({ namespace, writes }: Pick<NamespaceReadWriteSet, 'namespace' | 'writes'>): TestWrite[] {
    return writes.map(({ key, isDelete, value }) => ({
        chaincode: namespace,
        key: readableKey(key),
        value: isDelete ? undefined : readableValue(value),
        isDelete,
    }));
}

/** The events of a transaction, which Fabric knows as one, with their payloads for a reader. */
export function eventsOf(event: EndorsedTransaction['event']): TestEvent[] {
    if (event === undefined) return [];
    return unfoldEvents(event).map((one) => readableEvent(event.chaincode, one));
}

function readableEvent(chaincode: string, { name, payload }: NamedEvent): TestEvent {
    return { chaincode, name, payload: readableValue(Buffer.from(payload)) };
}

const ofPromises = new WeakMap<Promise<unknown>, Promise<TestTransaction>>();

/** Remembers which transaction a promise of a result is about, so that a matcher can look at it. */
export function keepTransaction<T>(result: Promise<T>, transaction: Promise<TestTransaction>): Promise<T> {
    ofPromises.set(result, transaction);
    return result;
}

/** The transaction of what `submit` returned. */
export function transactionOf(result: Promise<unknown>): Promise<TestTransaction> | undefined {
    return ofPromises.get(result);
}
