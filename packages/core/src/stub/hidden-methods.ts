import { reverseAnswersOf } from '../transaction/reversed-answers';
import type { Transaction } from '../transaction/transaction';
import type { EventContent } from '../transaction/transaction-event';
import { type AskedRead, watchAnswersOf } from '../transaction/watched-answers';
import type { TransactionName } from '../transaction-name';
import type { WarningCode } from '../warning-codes';
import { WARN, type WarningDetails } from '../warnings/warn';
import {
    DEFER_WRITES,
    EMIT_EVENT,
    KEYS_OF_VALUE,
    NAME_TRANSACTION,
    NOTE_FAILURE_CODE,
    REFUSE_SECOND_EVENT,
    REVERSE_ANSWERS,
    WATCH_ANSWERS,
    WATCH_WRITES,
} from './hidden-calls';
import { LedgerAccess, type StubLedger } from './ledger-access';
import { KEEP_WRITES, LEDGER_VIEW, StubLedgerView } from './ledger-view';

// Symbols and not private fields: methods work where the stub is behind a Proxy, or the prototype of another object.
// Known to every copy of this package: a server's need not be the one that the chaincode has installed.
export const TRANSACTION: unique symbol = Symbol.for('heddle.ChaincodeStub.transaction');
export const LEDGER: unique symbol = Symbol.for('heddle.ChaincodeStub.ledger');

/** A stub as its hidden methods see it. */
interface Stub {
    readonly [TRANSACTION]: Transaction;
    readonly [LEDGER]: StubLedger;
}

/** Defines what other parts of the framework ask of a stub: not declared as methods, so that authors do not see it. */
export function defineHiddenMethods(stubs: object): void {
    const define = (name: symbol, value: unknown): object => Object.defineProperty(stubs, name, { value });
    define(NAME_TRANSACTION, function (this: Stub, name: TransactionName) {
        if (isReal(this)) this[TRANSACTION].name = name;
    });
    define(NOTE_FAILURE_CODE, function (this: Stub, code: string) {
        if (isReal(this)) this[TRANSACTION].failureCode = code;
    });
    define(KEYS_OF_VALUE, function (this: Stub, value: Uint8Array) {
        return isReal(this) ? this[TRANSACTION].operations.recentReads.keysOf(value) : [];
    });
    define(REFUSE_SECOND_EVENT, function (this: Stub) {
        if (isReal(this)) this[TRANSACTION].event.refuseSecond();
    });
    define(WATCH_WRITES, function (this: Stub, beforeWrite: (operation: string) => void) {
        if (isReal(this)) this[LEDGER].watchWrites(beforeWrite);
    });
    define(DEFER_WRITES, function (this: Stub) {
        if (isReal(this)) this[TRANSACTION].deferWrites();
    });
    define(WARN, function (this: Stub, code: WarningCode, details: WarningDetails) {
        if (isReal(this)) this[TRANSACTION].warn(code, details);
    });
    define(EMIT_EVENT, function (this: Stub, name: string, content: () => EventContent) {
        const ledger = this[LEDGER];
        if (!(ledger instanceof LedgerAccess)) return undefined;
        ledger.beforeWrite?.(`emit of ${name}`);
        return this[TRANSACTION].event.emit(name, content);
    });
    define(KEEP_WRITES, function (this: Stub) {
        if (isReal(this)) this[TRANSACTION].stubWrites ??= [];
    });
    defineForTests(define);
    define(LEDGER_VIEW, function (this: Stub) {
        const ledger = this[LEDGER];
        return ledger instanceof LedgerAccess ? new StubLedgerView(this[TRANSACTION], ledger) : undefined;
    });
}

/** What the test kit asks of a stub. */
function defineForTests(define: (name: symbol, value: unknown) => object): void {
    define(REVERSE_ANSWERS, function (this: Stub) {
        if (isReal(this)) reverseAnswersOf(this[TRANSACTION].lane);
    });
    define(WATCH_ANSWERS, function (this: Stub, asked: (read: AskedRead) => (answer: Buffer) => void) {
        if (isReal(this)) watchAnswersOf(this[TRANSACTION].lane, asked);
    });
}

/** Whether it is of a transaction: the doubles of tests have the class's prototype, and nothing else of it. */
function isReal(stub: Stub): boolean {
    return (stub[TRANSACTION] as Transaction | undefined) !== undefined;
}
