import type { ChaincodeStub } from '@heddle/core';
import { encodeKeyPart, type WriteOrigin } from '@heddle/core/internal';
import type { CounterPlan } from '../entity/entity-plan';
import { ContractError } from '../failures/contract-error';
import { batchesOf } from './batches';
import type { CompactOptions, CompactProgress } from './entity-state';
import { MergedRange } from './merge';
import { misuse } from './row-errors';
import { ABSENT } from './seen-key';
import { startCall, startChange } from './start-call';
import type { LedgerKeyRange, SeenRow, TransactionView } from './view';

const SEPARATOR = '\u0000';
const LAST_CHARACTER = '\u{10ffff}';
/** Converting digits takes more than linear time. Sums of many deltas may be longer by a few digits than each of them. */
const DELTA = /^\{"add":"(-?\d{1,1100})"\}$/;
const TOO_LARGE = 10n ** 1_000n;
const MINUTE_MS = 60_000;
const MOST_FOLDED = 10_000;

/** An addition that stands on the ledger. */
interface Delta {
    readonly key: string;
    readonly amount: bigint;
}

/**
 * Sums that many transactions change at once. Each addition is a key of its own that nobody else writes, the delta: under
 * the sum's key, the transaction's time and its id. So it reads nothing, and conflicts with nothing.
 */
export class CounterState {
    readonly #view: TransactionView;
    readonly #plan: CounterPlan;
    readonly #stub: ChaincodeStub;

    constructor(view: TransactionView, plan: CounterPlan, stub: ChaincodeStub) {
        this.#view = view;
        this.#plan = plan;
        this.#stub = stub;
    }

    add(key: unknown, amount: bigint): Promise<undefined> {
        const name = `add of ${this.#plan.name}`;
        return startChange(this.#view, { name, method: methodOf('add') }, ({ calledFrom }) => {
            checkAmount(name, amount);
            const sum = this.#keyOf(key);
            const apply = (): undefined => {
                this.#add(sum, amount, this.#origin(name, calledFrom));
            };
            return { reads: [], apply };
        });
    }

    value(key: unknown): Promise<bigint> {
        const name = `value of ${this.#plan.name}`;
        return startCall(this.#view, { name, kind: 'read', method: methodOf('value') }, async () => {
            const ledgerKey = this.#keyOf(key);
            const scan = await this.#view.order.look(() => new MergedRange(this.#view, name, allOf(ledgerKey)));
            let total = 0n;
            for await (const rows of batchesOf(scan))
                total = rows.reduce((sum, row) => sum + (this.#amountOf(ledgerKey, row) ?? 0n), total);
            return total;
        });
    }

    compact(key: unknown, { olderThanMinutes = 10, limit = 500 }: CompactOptions = {}): Promise<CompactProgress> {
        const name = `compact of ${this.#plan.name}`;
        return startChange(this.#view, { name, method: methodOf('compact') }, ({ calledFrom }) => {
            checkLimit(name, limit, olderThanMinutes);
            const sum = this.#keyOf(key);
            const before = new Date(this.#stub.getDateTimestamp().getTime() - olderThanMinutes * MINUTE_MS);
            const range = { ...allOf(sum), endKey: sum + encodeKeyPart(before) };
            return { reads: [], apply: () => this.#fold(range, { sum, limit }, this.#origin(name, calledFrom)) };
        });
    }

    /** Makes one delta of the oldest ones. New ones fall behind the range that is read, so that none conflicts with it. */
    async #fold(
        range: LedgerKeyRange,
        { sum, limit }: { readonly sum: string; readonly limit: number },
        origin: WriteOrigin,
    ): Promise<CompactProgress> {
        const deltas = await this.#deltasIn(range, sum, limit + 1);
        const folded = deltas.slice(0, limit);
        // Of a single one nothing is gained.
        if (folded.length < 2) return { folded: 0, more: false };
        for (const { key } of folded) this.#view.write(this.#view.at(key, ''), 'delete', undefined, origin);
        const total = folded.reduce((amount, row) => amount + row.amount, 0n);
        this.#add(sum, total, origin);
        return { folded: folded.length, more: deltas.length > limit };
    }

    async #deltasIn(range: LedgerKeyRange, sum: string, most: number): Promise<Delta[]> {
        const scan = new MergedRange(this.#view, `compact of ${this.#plan.name}`, range);
        const deltas: Delta[] = [];
        for await (const rows of batchesOf(scan)) {
            deltas.push(...rows.flatMap((row) => this.#deltaOf(sum, row)));
            if (deltas.length >= most) break;
        }
        return deltas.slice(0, most);
    }

    /** Several additions of a transaction are one delta; of nothing there is none. */
    #add(sum: string, amount: bigint, origin: WriteOrigin): void {
        const time = encodeKeyPart(this.#stub.getDateTimestamp());
        const seen = this.#view.at(`${sum}${time}${SEPARATOR}${this.#stub.getTxID()}${SEPARATOR}`, '');
        const total = amount + amountIn(seen.change?.value);
        // Nobody else has this key.
        seen.assumed = ABSENT;
        if (total !== 0n) this.#view.write(seen, 'put', Buffer.from(`{"add":"${total}"}`), origin);
        else if (seen.change !== undefined) this.#view.write(seen, 'delete', undefined, origin);
    }

    #deltaOf(sum: string, row: SeenRow): Delta[] {
        const amount = this.#amountOf(sum, row);
        return amount === undefined ? [] : [{ key: row.key, amount }];
    }

    /** What a delta adds; undefined for a key that is none. */
    #amountOf(sum: string, { key, value }: SeenRow): bigint | undefined {
        if (key.slice(sum.length).split(SEPARATOR).length !== 3) return undefined;
        const [, digits] = DELTA.exec(value.toString()) ?? [];
        if (digits !== undefined) return BigInt(digits);
        const message = `${this.#plan.keys.describe(sum)} has a delta that cannot be read: ${JSON.stringify(key)}`;
        throw new ContractError('INVALID_STATE', message, { status: 500 });
    }

    #keyOf(key: unknown): string {
        const { keys } = this.#plan;
        return keys.keyOf(keys.valuesOf(key));
    }

    #origin(name: string, calledFrom: WriteOrigin['calledFrom']): WriteOrigin {
        return { name, calledFrom, what: (key) => this.#plan.keys.describe(key) };
    }
}

function allOf(sum: string): LedgerKeyRange {
    return { startKey: sum, endKey: sum + LAST_CHARACTER, collection: '' };
}

function amountIn(value: Buffer | undefined): bigint {
    const [, digits] = DELTA.exec(value?.toString() ?? '') ?? [];
    return digits === undefined ? 0n : BigInt(digits);
}

function checkAmount(name: string, amount: unknown): void {
    if (typeof amount !== 'bigint') throw misuse(`${name}: the amount must be a bigint, such as 1n`);
    if (amount >= TOO_LARGE || amount <= -TOO_LARGE) throw misuse(`${name}: the amount has more than 1,000 digits`);
}

function checkLimit(name: string, limit: number, minutes: number): void {
    const isLimit = Number.isInteger(limit) && limit >= 2 && limit <= MOST_FOLDED;
    if (!isLimit)
        throw misuse(`${name}: the limit must be a whole number from 2 to ${MOST_FOLDED}, not ${String(limit)}`);
    if (!(minutes >= 0 && Number.isFinite(minutes)))
        throw misuse(`${name}: olderThanMinutes must be 0 or more, not ${String(minutes)}`);
}

/** What authors call by this name. */
function methodOf(verb: keyof CounterState): unknown {
    return Reflect.get(CounterState.prototype, verb);
}
