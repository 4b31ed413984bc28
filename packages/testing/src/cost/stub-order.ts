import type { ChaincodeStub } from '@heddle/core';

/** An order of reads and writes that does not do what it seems to. */
export type Hazard =
    /** A key is read after the transaction has written it: what was there before is answered. */
    | 'read-after-write'
    /** A range is read after a write, which it does not see. */
    | 'range-after-write'
    /** A write follows a rich query, which is not checked again when the block is committed. */
    | 'write-after-query'
    /** The same of a history. */
    | 'write-after-history'
    /** A range without a beginning and an end. */
    | 'whole-range';

const RANGES = ['getStateByRange', 'getStateByPartialCompositeKey'] as const;
const QUERIES = ['getQueryResult', 'getQueryResultWithPagination'] as const;
const WRITES = ['putState', 'deleteState'] as const;

/** Watches the order of a transaction's reads and writes, by the methods of its stub. Typed state keeps the order itself. */
export class StubOrder {
    readonly hazards = new Set<Hazard>();
    readonly #written = new Set<string>();
    #hasQueried = false;
    #hasReadHistory = false;

    watch(stub: ChaincodeStub): void {
        before(stub, ['getState'], ([key]) => {
            if (this.#written.has(String(key))) this.hazards.add('read-after-write');
        });
        before(stub, RANGES, ([start, end]) => {
            if (this.#written.size > 0) this.hazards.add('range-after-write');
            if (start === '' && end === '') this.hazards.add('whole-range');
        });
        before(stub, QUERIES, () => {
            this.#hasQueried = true;
        });
        before(stub, ['getHistoryForKey'], () => {
            this.#hasReadHistory = true;
        });
        before(stub, WRITES, ([key]) => {
            this.#written.add(String(key));
            if (this.#hasQueried) this.hazards.add('write-after-query');
            if (this.#hasReadHistory) this.hazards.add('write-after-history');
        });
    }
}

function before(
    stub: ChaincodeStub,
    names: readonly (keyof ChaincodeStub)[],
    note: (args: readonly unknown[]) => void,
): void {
    for (const name of names) {
        const method = Reflect.get(stub, name) as (...args: unknown[]) => unknown; // one of those above
        const value = (...args: unknown[]): unknown => {
            note(args);
            return method.apply(stub, args);
        };
        Object.defineProperty(stub, name, { value, configurable: true, writable: true });
    }
}
