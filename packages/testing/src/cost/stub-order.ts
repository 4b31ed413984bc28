import type { ChaincodeStub } from '@heddle/core';
import { type NotedSite, noteSite } from '../traps/origin';

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
    /** What was found, and the author's line that has come to it first. */
    readonly hazards = new Map<Hazard, NotedSite>();
    /** The author's lines that have written keys; the last one counts. */
    readonly written = new Map<string, NotedSite>();
    /** Where the event was set. */
    event: NotedSite | undefined;
    /** Where a query, or a history, was asked for first. */
    #queried: NotedSite | undefined;
    #readHistory: NotedSite | undefined;

    watch(stub: ChaincodeStub): void {
        before(stub, ['getState'], ([key], site) => {
            if (this.written.has(String(key))) this.#note('read-after-write', site);
        });
        before(stub, RANGES, ([start, end], site) => {
            if (this.written.size > 0) this.#note('range-after-write', site);
            if (start === '' && end === '') this.#note('whole-range', site);
        });
        before(stub, QUERIES, (_, site) => {
            this.#queried ??= site;
        });
        before(stub, ['getHistoryForKey'], (_, site) => {
            this.#readHistory ??= site;
        });
        before(stub, WRITES, ([key], site) => {
            this.written.set(String(key), site);
            if (this.#queried !== undefined) this.#note('write-after-query', this.#queried);
            if (this.#readHistory !== undefined) this.#note('write-after-history', this.#readHistory);
        });
        before(stub, ['setEvent'], (_, site) => {
            this.event = site;
        });
    }

    #note(hazard: Hazard, site: NotedSite): void {
        if (!this.hazards.has(hazard)) this.hazards.set(hazard, site);
    }
}

function before(
    stub: ChaincodeStub,
    names: readonly (keyof ChaincodeStub)[],
    note: (args: readonly unknown[], site: NotedSite) => void,
): void {
    for (const name of names) {
        const method = Reflect.get(stub, name) as (...args: unknown[]) => unknown; // one of those above
        const value = (...args: unknown[]): unknown => {
            note(args, noteSite());
            return method.apply(stub, args);
        };
        Object.defineProperty(stub, name, { value, configurable: true, writable: true });
    }
}
