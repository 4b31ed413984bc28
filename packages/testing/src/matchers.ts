import { inspect, types } from 'node:util';
import {
    type AnyEntity,
    type AnyEvent,
    Context,
    type DataOf,
    type EntityKey,
    type EventValue,
    type KeyOf,
    type RowOf,
    type Valid,
} from '@heddle/contract';
import { readableKey } from '@heddle/local-peer/internal';
import { unfoldEvents } from '@heddle/protocol';
import { TestNetworkError } from './errors/test-network-error';
import { TransactionError } from './errors/transaction-error';
import { encodeKey, type LedgerKey } from './rows/ledger-key';
import { inspectRows, readableRow, rowKeyOf, writtenRows } from './rows/written-rows';
import { type TestEvent, type TestTransaction, transactionOf } from './transactions/test-transaction';

/** What an `expect.extend` gives its matchers, and takes from them: jest's and vitest's are alike. */
export interface MatcherThis {
    readonly equals: (actual: unknown, expected: unknown) => boolean;
    readonly isNot?: boolean;
}

/** What a matcher tells the test runner. */
export interface MatcherResult {
    readonly pass: boolean;
    readonly message: () => string;
}

/** What a test runner's `expect.anything()` and its like are. */
export interface AsymmetricMatch {
    asymmetricMatch(other: unknown): boolean;
}

/** A value, or matchers in its place or in those of its fields. */
export type Expected<T> = AsymmetricMatch | { [Name in keyof T]: T[Name] | AsymmetricMatch };

/** The matchers as a test writes them; all are to be awaited. */
export interface TransactionMatchers {
    /**
     * Of what `submit` or `endorse` returned: that it wrote the key, and, where it is given, this value. Asymmetric
     * matchers such as `expect.objectContaining` count.
     *
     * @example
     * const transfer = ann.submit('transferAsset', 'a1', 'bob');
     * await expect(transfer).toHaveWritten(['asset', 'a1'], expect.objectContaining({ owner: 'bob' }));
     */
    toHaveWritten(key: LedgerKey, value?: unknown): Promise<void>;
    /**
     * Of what `submit` or `endorse` returned: that it deleted the key.
     *
     * @example await expect(ann.submit('deleteAsset', 'a1')).toHaveDeleted(['asset', 'a1']);
     */
    toHaveDeleted(key: LedgerKey): Promise<void>;
    /**
     * Of what `submit` or `endorse` returned: that it emitted an event of the class, alone or among others, and, where it is
     * given, with this value, whose fields have their types.
     *
     * @example
     * const transfer = ann.submit('transferAsset', 'a1', 'bob');
     * await expect(transfer).toHaveEmitted(AssetTransferred, { id: 'a1', from: 'ann', to: 'bob' });
     */
    toHaveEmitted<C extends AnyEvent>(event: C, value?: Expected<EventValue<C>>): Promise<void>;
    /**
     * Of what `submit` or `endorse` returned: that it set the event, and, where it is given, with this payload.
     *
     * @example
     * const transfer = ann.submit('transferAsset', 'a1', 'bob');
     * await expect(transfer).toHaveSetEvent('AssetTransferred', { id: 'a1', from: 'ann', to: 'bob' });
     */
    toHaveSetEvent(name: string, payload?: unknown): Promise<void>;
    /**
     * Of what `submit` or `endorse` returned: that it wrote a row of the class that equals this one, whose fields have their
     * types. Asymmetric matchers count.
     *
     * @example
     * const transfer = ann.submit('transferAsset', 'a1', 'bob');
     * await expect(transfer).toHaveStored(Asset, expect.objectContaining({ id: 'a1', owner: 'bob' }));
     */
    toHaveStored<C extends AnyEntity>(entity: C & Valid<C>, row: Expected<DataOf<RowOf<C>>>): Promise<void>;
    /**
     * Of what `submit` or `endorse` returned: that it removed the row with this key.
     *
     * @example await expect(ann.submit('deleteAsset', 'a1')).toHaveRemoved(Asset, 'a1');
     */
    toHaveRemoved<C extends AnyEntity>(entity: C & Valid<C>, key: KeyOf<RowOf<C>, EntityKey<C>>): Promise<void>;
    /**
     * Of what a client's method returned: that it failed with this code, and a message that has this text in it.
     *
     * @example await expect(ann.evaluate('readAsset', 'a9')).toBeRefusedWith('ASSET_NOT_FOUND', 'a9');
     */
    toBeRefusedWith(code: string, message?: string | RegExp): Promise<void>;
}

/** For `expect.extend`, of jest and of vitest. */
export const matchers = {
    async toHaveWritten(this: MatcherThis, received: unknown, key: LedgerKey, ...value: unknown[]) {
        const { name, writes } = await transactionBehind(received);
        const readable = readableKey(encodeKey(key));
        const written = writes.find((write) => write.key === readable && !write.isDelete);
        const pass = written !== undefined && (value.length === 0 || this.equals(written.value, value[0]));
        return verdict(this, pass, [name, `write ${readable}${withValue(value)}`, inspectAll(writes)]);
    },

    async toHaveDeleted(this: MatcherThis, received: unknown, key: LedgerKey) {
        const { name, writes } = await transactionBehind(received);
        const readable = readableKey(encodeKey(key));
        const pass = writes.some((write) => write.key === readable && write.isDelete);
        return verdict(this, pass, [name, `delete ${readable}`, inspectAll(writes)]);
    },

    async toHaveSetEvent(this: MatcherThis, received: unknown, eventName: string, ...payload: unknown[]) {
        const { name, event, events } = await transactionBehind(received);
        const isMeant = (one: TestEvent): boolean =>
            one.name === eventName && (payload.length === 0 || this.equals(one.payload, payload[0]));
        const pass = [...events, ...(event === undefined ? [] : [event])].some(isMeant);
        const found = event === undefined ? 'no event was set' : `it set ${events.map(shownEvent).join(', ')}`;
        return verdict(this, pass, [name, `set the event ${eventName}${withValue(payload)}`, found]);
    },

    async toHaveEmitted(this: MatcherThis, received: unknown, event: AnyEvent, ...value: unknown[]) {
        const { name, events, endorsed } = await transactionBehind(received);
        const told = endorsed.event === undefined ? [] : unfoldEvents(endorsed.event);
        const emitted = told
            .filter((one) => one.name === event.event.name)
            .map(({ payload }) => readAs(event, payload));
        const pass = emitted.some((one) => value.length === 0 || this.equals(one, value[0]));
        const expected = `emit ${event.event.name}${withValue(value)}`;
        return verdict(this, pass, [name, expected, inspectEvents(events)]);
    },

    async toHaveStored(this: MatcherThis, received: unknown, entity: AnyEntity, row: unknown) {
        const { name, endorsed } = await transactionBehind(received);
        const stored = writtenRows(entity, endorsed);
        const pass = stored.some(({ row: found }) => found !== undefined && this.equals(found, row));
        return verdict(this, pass, [name, `store a ${entity.entity.name}${withValue([row])}`, inspectRows(stored)]);
    },

    async toHaveRemoved(this: MatcherThis, received: unknown, entity: AnyEntity, key: unknown) {
        const { name, endorsed } = await transactionBehind(received);
        const stored = writtenRows(entity, endorsed);
        const asked = rowKeyOf(entity, key);
        const pass = stored.some(({ key: found, row }) => found === asked && row === undefined);
        return verdict(this, pass, [name, `remove ${readableRow(entity, asked)}`, inspectRows(stored)]);
    },

    async toBeRefusedWith(this: MatcherThis, received: unknown, code: string, message: string | RegExp = '') {
        const outcome = await outcomeOf(received);
        const isRefused = TransactionError.is(outcome);
        const pass = isRefused && outcome.code === code && hasText(outcome.message, message);
        const text = message === '' ? '' : ` and ${inspect(message)}`;
        const found = isRefused ? `it was with ${outcome.code} (${outcome.message})` : `it gave ${inspect(outcome)}`;
        return verdict(this, pass, ['the call', `be refused with ${code}${text}`, found]);
    },
};

type Finding = readonly [who: string, expected: string, found: string];

function verdict({ isNot }: MatcherThis, pass: boolean, [who, expected, found]: Finding): MatcherResult {
    const message = isNot
        ? `expected ${who} not to ${expected}, but it did`
        : `expected ${who} to ${expected}, but ${found}`;
    return { pass, message: () => message };
}

function withValue(value: readonly unknown[]): string {
    return value.length === 0 ? '' : ` with ${inspect(value[0])}`;
}

function inspectAll(writes: TestTransaction['writes']): string {
    if (writes.length === 0) return 'it wrote nothing';
    const shown = writes.map(({ key, value, isDelete }) => `  ${key}: ${isDelete ? 'deleted' : inspect(value)}`);
    return `it wrote\n${shown.join('\n')}`;
}

function shownEvent({ name, payload }: TestEvent): string {
    return `${name}${withValue([payload])}`;
}

function inspectEvents(events: TestTransaction['events']): string {
    if (events.length === 0) return 'it emitted nothing';
    return `it emitted\n${events.map(({ name, payload }) => `  ${name}: ${inspect(payload)}`).join('\n')}`;
}

/** An event with the types of its class's fields; what is no event of the class stays bytes. */
function readAs(event: AnyEvent, payload: Uint8Array): unknown {
    try {
        return new Context().deserialize<AnyEvent>(event, payload);
    } catch {
        return payload;
    }
}

function hasText(text: string, expected: string | RegExp): boolean {
    return typeof expected === 'string' ? text.includes(expected) : expected.test(text);
}

async function transactionBehind(received: unknown): Promise<TestTransaction> {
    if (!types.isPromise(received)) return asTransaction(received);
    const transaction = transactionOf(received);
    const settled: unknown = await received;
    return transaction ?? asTransaction(settled);
}

function asTransaction(value: unknown): TestTransaction {
    if (typeof value === 'object' && value !== null && 'endorsed' in value) return value as TestTransaction;
    const text =
        'this matcher checks a transaction: give it the promise that submit returned, or what endorse returned';
    throw new TestNetworkError('ARGUMENT_INVALID', text);
}

/** What a call came to: its result, or its TransactionError. Any other error is not for a matcher to judge. */
async function outcomeOf(received: unknown): Promise<unknown> {
    if (!types.isPromise(received)) {
        const text =
            'toBeRefusedWith checks a call: give it the promise that submit, evaluate, endorse or commit returned';
        throw new TestNetworkError('ARGUMENT_INVALID', text);
    }
    try {
        return await received;
    } catch (error) {
        if (TransactionError.is(error)) return error;
        throw error;
    }
}
