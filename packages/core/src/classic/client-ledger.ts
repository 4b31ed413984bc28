import { EMPTY, requests } from '@heddle/protocol';
import type { CalledChaincodeResponse } from '../stub/chaincode-call';
import type { PagedRequest, StubLedger } from '../stub/ledger-access';
import { type Bytes, toBytes } from '../stub/ledger-arguments';
import type { Query } from '../stub/query-iterator';
import { resultShape } from '../stub/result-shape';
import { VALIDATION_PARAMETER } from '../stub/validation-parameter';
import type { WriteRequest } from '../transaction/lane-request';
import type { Row } from '../transaction/recent-reads';
import { follow, promised, type Recipient } from '../transaction/recipient';
import type { Write } from '../transaction/write-record';
import { loopOver } from './classic-iterators';
import type { RowSource } from './given-page';

type Call<Args extends unknown[], Result = unknown> = (
    ...args: [...args: Args, channelId: string, txId: string]
) => Promise<Result>;

/** One page of a query, or all of it. */
interface Page {
    readonly iterator: RowSource<unknown>;
}

/** What stands between a stub and the peer in fabric-shim, as far as tests put something of their own in its place. */
export interface PeerClient {
    readonly handleGetState: Call<[collection: string, key: string], Buffer>;
    readonly handlePutState: Call<[collection: string, key: string, value: Uint8Array]>;
    readonly handleDeleteState: Call<[collection: string, key: string]>;
    readonly handlePurgeState: Call<[collection: string, key: string]>;
    readonly handlePutStateMetadata: Call<[collection: string, key: string, metakey: string, policy: Uint8Array]>;
    readonly handleGetStateMetadata: Call<[collection: string, key: string], Readonly<Record<string, Uint8Array>>>;
    readonly handleGetPrivateDataHash: Call<[collection: string, key: string], Buffer>;
    readonly handleGetStateByRange: (
        collection: string,
        startKey: string,
        endKey: string,
        channelId: string,
        txId: string,
        metadata?: Uint8Array,
    ) => Promise<Page>;
    readonly handleGetQueryResult: Call<[collection: string, query: string, metadata: Uint8Array | null], Page>;
    readonly handleGetHistoryForKey: Call<[key: string], RowSource<unknown>>;
    readonly handleInvokeChaincode: Call<[name: string, args: readonly Bytes[]], object>;
}

/** The ledger of a stub that a test has made, with a client of its own: there is no transaction behind it. */
export class ClientLedger implements StubLedger {
    readonly shape = resultShape({ results: 'fabric-shim' });
    readonly #client: PeerClient;
    readonly #of: readonly [channelId: string, txId: string];

    constructor(client: PeerClient, channelId: string, txId: string) {
        this.#client = client;
        this.#of = [channelId, txId];
    }

    watchWrites(): void {
        // Nobody is told what a test does.
    }

    start<T>(_name: string, run: () => Promise<T>): Promise<T> {
        return Promise.resolve().then(run);
    }

    readAll(name: string, _keys: unknown, run: () => Promise<Buffer[]>): Promise<Buffer[]> {
        return this.start(name, run);
    }

    read(_name: string, _keys: unknown, ask: (recipient: Recipient<Buffer>) => void): Promise<Buffer> {
        return promised(ask);
    }

    readState(key: string, recipient: Recipient<Buffer>): void {
        this.readPrivate({ key }, recipient);
    }

    readStates(keys: readonly string[]): Promise<Buffer[]> {
        return this.readAllPrivate(keys.map((key) => ({ key })));
    }

    readPrivate({ collection = '', key }: { collection?: string; key: string }, recipient: Recipient<Buffer>): void {
        follow(this.#client.handleGetState(collection, key, ...this.#of), recipient);
    }

    readAllPrivate(queries: readonly { collection?: string; key: string }[]): Promise<Buffer[]> {
        return Promise.all(
            queries.map((query) =>
                promised<Buffer>((recipient) => {
                    this.readPrivate(query, recipient);
                }),
            ),
        );
    }

    readPrivateHash(
        { collection = '', key }: { collection?: string; key: string },
        recipient: Recipient<Buffer>,
    ): void {
        follow(this.#client.handleGetPrivateDataHash(collection, key, ...this.#of), recipient);
    }

    async readPolicy({ collection = '', key }: { collection?: string; key: string }): Promise<Buffer> {
        const found = await this.#client.handleGetStateMetadata(collection, key, ...this.#of);
        return Buffer.from(found[VALIDATION_PARAMETER] ?? EMPTY);
    }

    checkedValue(_name: string, key: string, value: unknown): Uint8Array {
        return toBytes(`the value of ${key}`, value ?? EMPTY);
    }

    async write(_name: string, row: WriteRequest, write: () => Write): Promise<void> {
        return (await this.#write(row, write())) as undefined;
    }

    #write(row: WriteRequest, { collection = '', key = '', value = EMPTY, metadata }: Write): Promise<unknown> {
        if (row === requests.putState) return this.#client.handlePutState(collection, key, value, ...this.#of);
        if (row === requests.deleteState) return this.#client.handleDeleteState(collection, key, ...this.#of);
        if (row === requests.purgePrivateData) return this.#client.handlePurgeState(collection, key, ...this.#of);
        const policy = metadata?.value ?? EMPTY;
        return this.#client.handlePutStateMetadata(collection, key, VALIDATION_PARAMETER, policy, ...this.#of);
    }

    async call<T>(
        { name, channel, args }: Parameters<StubLedger['call']>[0],
        answer: (called: CalledChaincodeResponse) => T,
    ): Promise<T> {
        const target = channel === '' ? String(name) : `${String(name)}/${String(channel)}`;
        const called = this.#client.handleInvokeChaincode(target, args as readonly Bytes[], ...this.#of);
        return answer((await called) as CalledChaincodeResponse);
    }

    startWriteBatch(): void {
        // As on peers that know no batches.
    }

    finishWriteBatch(): Promise<void> {
        return Promise.resolve();
    }

    query<QInput, T extends Row>(_name: string, paged: PagedRequest<QInput, T>): Query<T> {
        return loopable(this.#ask(paged).then((found) => ('iterator' in found ? found.iterator : found))) as Query<T>;
    }

    /** As fabric-shim has it: it resolves to what has the iterator. */
    privateQuery<QInput, T extends Row>(_name: string, paged: PagedRequest<QInput, T>): Query<T> {
        return loopable(this.#ask(paged)) as unknown as Query<T>; // what its types promise is something else
    }

    queryPage<QInput, T extends Row>(_name: string, paged: PagedRequest<QInput, T>): Query<T, never> {
        return loopable(this.#ask(paged)) as Query<T, never>;
    }

    async #ask<QInput>({
        request,
        query,
    }: Pick<PagedRequest<QInput, never>, 'request' | 'query'>): Promise<Page | RowSource<unknown>> {
        const asked = query() as Readonly<Record<string, string>> & { readonly metadata?: Uint8Array };
        const { collection = '', startKey = '', endKey = '', query: selector = '', key = '', metadata } = asked;
        if (request.type === requests.getStateByRange.type)
            return this.#client.handleGetStateByRange(collection, startKey, endKey, ...this.#of, ...given(metadata));
        if (request.type === requests.getHistoryForKey.type)
            return this.#client.handleGetHistoryForKey(key, ...this.#of);
        return this.#client.handleGetQueryResult(collection, selector, metadata ?? null, ...this.#of);
    }
}

/** Left out where there is none: doubles of tests compare what they were called with. */
function given(metadata: Uint8Array | undefined): [] | [Uint8Array] {
    return metadata === undefined ? [] : [metadata];
}

function loopable<T extends RowSource<unknown> | Page>(promise: Promise<T>): Omit<Query<unknown, T>, 'pages'> {
    return Object.assign(promise, { [Symbol.asyncIterator]: () => loopOver<unknown>(promise) });
}
