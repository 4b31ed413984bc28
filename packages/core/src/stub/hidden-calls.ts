import type { EventContent } from '../transaction/transaction-event';
import type { AskedRead } from '../transaction/watched-answers';
import type { TransactionName } from '../transaction-name';

/**
 * What other parts of the framework ask of a stub, by methods that `hidden-methods.ts` defines. Their names are symbols and
 * no text, as the stub's other methods are Fabric's; of Symbol.for, as the contract layer may have another copy of this
 * package. Stubs that do not know one, as those of tests, are left alone.
 */

/** The stub's method that takes the name. */
export const NAME_TRANSACTION = Symbol.for('heddle.ChaincodeStub.nameTransaction');

/** Tells a transaction what it is called, for logs and metrics. Stubs that do not take a name are left alone. */
export function nameTransaction(stub: object, name: TransactionName): void {
    (stub as { [NAME_TRANSACTION]?(name: TransactionName): void })[NAME_TRANSACTION]?.(name);
}

/** The stub's method that takes the code of a failure. */
export const NOTE_FAILURE_CODE = Symbol.for('heddle.ChaincodeStub.noteFailureCode');

/**
 * Tells a transaction with which code it fails, for traces: what it answers may begin with anything. Stubs that do not take
 * a code are left alone.
 */
export function noteFailureCode(stub: object, code: string): void {
    (stub as { [NOTE_FAILURE_CODE]?(code: string): void })[NOTE_FAILURE_CODE]?.(code);
}

/** The stub's method by which the contract layer has a second event refused. */
export const REFUSE_SECOND_EVENT = Symbol.for('heddle.ChaincodeStub.refuseSecondEvent');

/** Has a second `setEvent` of the transaction refused. Stubs that do not know of that are left alone. */
export function refuseSecondEvent(stub: object): void {
    (stub as { [REFUSE_SECOND_EVENT]?(): void })[REFUSE_SECOND_EVENT]?.();
}

/** The stub's method by which the contract layer makes one event of several. */
export const EMIT_EVENT = Symbol.for('heddle.ChaincodeStub.emitEvent');

/**
 * Notes one of several events that a contract emits.
 * @param content makes the one event that tells of all of them; it is called when the transaction has succeeded
 * @returns whether those that were noted before still count; undefined for stubs that do not know of that
 * @throws ChaincodeError READ_ONLY_TRANSACTION in an evaluated transaction, EVENT_ALREADY_SET beside a `setEvent`
 */
export function emitEvent(stub: object, name: string, content: () => EventContent): boolean | undefined {
    return (stub as EmittingStub)[EMIT_EVENT]?.(name, content);
}

interface EmittingStub {
    [EMIT_EVENT]?(name: string, content: () => EventContent): boolean | undefined;
}

/** The stub's method by which the contract layer hears of writes. */
export const WATCH_WRITES = Symbol.for('heddle.ChaincodeStub.watchWrites');

/**
 * Has a function told of each write before it is made, by the name of the stub's method; it may throw to refuse it. For
 * stubs that stay what they are, where `asReadOnly` makes another one. Stubs that do not know of that are left alone.
 */
export function watchWrites(stub: object, beforeWrite: (operation: string) => void): void {
    (stub as { [WATCH_WRITES]?(beforeWrite: (operation: string) => void): void })[WATCH_WRITES]?.(beforeWrite);
}

/** The stub's method by which the test kit has answers come in another order. */
export const REVERSE_ANSWERS = Symbol.for('heddle.ChaincodeStub.reverseAnswers');

/**
 * Has the answers to operations that were asked in one tick come the last one first, as from a peer that answers them
 * apart. Stubs that do not know of that are left alone.
 */
export function reverseAnswers(stub: object): void {
    (stub as { [REVERSE_ANSWERS]?(): void })[REVERSE_ANSWERS]?.();
}

/** The stub's method by which the contract layer has writes deferred. */
export const DEFER_WRITES = Symbol.for('heddle.ChaincodeStub.deferWrites');

/**
 * Has `putState` and `deleteState` resolve at once and leave together with others, where the peer takes batches. Stubs that
 * do not know of that are left alone, and write as they are told.
 */
export function deferWrites(stub: object): void {
    (stub as { [DEFER_WRITES]?(): void })[DEFER_WRITES]?.();
}

/** The stub's method that knows where a value was read. */
export const KEYS_OF_VALUE = Symbol.for('heddle.ChaincodeStub.keysOfValue');

/**
 * The keys by which a transaction may have read a value, as far as it remembers its last reads: one, where it is not
 * empty. For errors about the value. Stubs that do not know are left alone.
 */
export function keysOfValue(stub: object | undefined, value: Uint8Array): readonly string[] {
    const { [KEYS_OF_VALUE]: keysOf } = (stub ?? {}) as { [KEYS_OF_VALUE]?(value: Uint8Array): readonly string[] };
    return keysOf?.call(stub, value) ?? [];
}

/** The stub's method by which the test kit hears what is read. */
export const WATCH_ANSWERS = Symbol.for('heddle.ChaincodeStub.watchAnswers');

/**
 * Has a function told of each request that is no write, where its author makes it; what it returns is told the answer, of a
 * request that is not refused. Stubs that do not know of that are left alone.
 */
export function watchAnswers(stub: object, asked: (read: AskedRead) => (answer: Buffer) => void): void {
    (stub as { [WATCH_ANSWERS]?(asked: (read: AskedRead) => (answer: Buffer) => void): void })[WATCH_ANSWERS]?.(asked);
}
