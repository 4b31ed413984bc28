import type { Transaction } from '../transaction/transaction';
import {
    EMIT_EVENT,
    type EventContent,
    NAME_TRANSACTION,
    REFUSE_SECOND_EVENT,
    type TransactionName,
    WATCH_WRITES,
} from '../transaction-name';
import { KEYS_OF_VALUE } from '../value-origin';
import type { WarningCode } from '../warning-codes';
import { WARN, type WarningDetails } from '../warnings/warn';
import { LedgerAccess, type StubLedger } from './ledger-access';
import { LEDGER_VIEW, StubLedgerView } from './ledger-view';

/** What a stub of a transaction is made of. */
export interface StubParts {
    readonly transaction: Transaction;
    readonly ledger: StubLedger;
}

/**
 * Defines the methods that the contract layer calls, and that authors do not see.
 * @param partsOf undefined for the doubles of tests, which have the class's prototype and nothing else of it
 */
export function defineHiddenMethods(prototype: object, partsOf: (stub: object) => StubParts | undefined): void {
    const define = (
        name: symbol,
        method: (parts: StubParts, ...args: never[]) => unknown,
        ofDouble?: unknown,
    ): void => {
        const value = function (this: object, ...args: never[]): unknown {
            const parts = partsOf(this);
            return parts === undefined ? ofDouble : method(parts, ...args);
        };
        Object.defineProperty(prototype, name, { value });
    };
    define(NAME_TRANSACTION, ({ transaction }, name: TransactionName) => {
        transaction.name = name;
    });
    define(KEYS_OF_VALUE, ({ transaction }, value: Uint8Array) => transaction.operations.recentReads.keysOf(value), []);
    define(REFUSE_SECOND_EVENT, ({ transaction }) => {
        transaction.event.refuseSecond();
    });
    define(WATCH_WRITES, ({ ledger }, beforeWrite: (operation: string) => void) => {
        ledger.watchWrites(beforeWrite);
    });
    define(WARN, ({ transaction }, code: WarningCode, details: WarningDetails) => {
        transaction.warn(code, details);
    });
    define(EMIT_EVENT, ({ transaction, ledger }, name: string, content: () => EventContent) => {
        if (!(ledger instanceof LedgerAccess)) return undefined;
        ledger.beforeWrite?.(`emit of ${name}`);
        return transaction.event.emit(name, content);
    });
    define(LEDGER_VIEW, ({ transaction, ledger }) =>
        ledger instanceof LedgerAccess ? new StubLedgerView(transaction, ledger) : undefined,
    );
}
