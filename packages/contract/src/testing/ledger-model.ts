import { createHash } from 'node:crypto';
import type { Chaincode } from '@heddle/core';
import {
    type ChaincodeMessage,
    compareKeys,
    keyValue,
    MessageType,
    pageMetadata,
    pageRequest,
    type PeerCapabilities,
    type RequestName,
    requests,
    type writeRecord,
} from '@heddle/protocol';
import { type Answer, ScriptedPeer } from './scripted-peer';

type WriteRecord = Parameters<typeof writeRecord.encode>[0];

/** The peers that the tables of costs are about. */
export const PEERS: Readonly<Record<'2.5' | '3.1', Partial<PeerCapabilities>>> = {
    '2.5': {},
    '3.1': { useGetMultipleKeys: true, maxSizeGetMultipleKeys: 1_000, useWriteBatch: true, maxSizeWriteBatch: 1_000 },
};

export interface LedgerModelOptions {
    /** Default 3.1. */
    readonly version?: '2.5' | '3.1';
    /** Rows at which a range ends without a word. Default: none. */
    readonly totalQueryLimit?: number;
    /** Whether the bookmark behind the last row is the range's end, as CouchDB's. Default false: it is ''. */
    readonly endsWithKey?: boolean;
}

/** A write as the model got it; its value is undefined for a delete. */
export interface ModelWrite {
    readonly key: string;
    readonly collection: string;
    readonly value: string | undefined;
}

const ROWS_AT_ONCE = 100;

/**
 * A peer with a ledger: reads see what is committed, ranges come in pages of a hundred rows, and what a transaction wrote
 * is committed where it succeeds. It keeps the requests of each transaction, to be counted.
 */
export class LedgerModel {
    /** What is committed, by collection; '' is the public state. */
    readonly state = new Map<string, Map<string, Buffer>>([['', new Map<string, Buffer>()]]);
    /** Names of the requests of the last transaction, in order. */
    asked: RequestName[] = [];
    /** What the last transaction wrote, in the order in which it came. */
    writes: ModelWrite[] = [];
    /** Keys that no write may touch. */
    readonly refused = new Set<string>();
    readonly peer: ScriptedPeer;
    readonly #options: LedgerModelOptions;
    readonly #cursors = new Map<string, (readonly [string, Buffer])[]>();
    #cursor = 0;

    constructor(chaincode: Chaincode, options: LedgerModelOptions = {}) {
        this.#options = options;
        this.peer = new ScriptedPeer(chaincode, {
            capabilities: PEERS[options.version ?? '3.1'],
            serve: (request) => this.#serve(request),
            completed: (status) => {
                if (status < 400) this.#commit();
            },
        });
    }

    /** Runs a transaction; its results are in `asked` and `writes`. */
    async invoke(...args: readonly string[]): Promise<Answer> {
        this.asked = [];
        this.writes = [];
        return this.peer.invoke(...args);
    }

    /** The committed values of a collection as texts, in the order of the keys. */
    committed(collection = ''): [string, string][] {
        const entries = Array.from(this.state.get(collection) ?? [], ([key, value]): [string, string] => [
            key,
            String(value),
        ]);
        return entries.sort(([left], [right]) => compareKeys(left, right));
    }

    put(key: string, value: string, collection = ''): void {
        const values = this.state.get(collection) ?? new Map<string, Buffer>();
        this.state.set(collection, values.set(key, Buffer.from(value)));
    }

    close(): Promise<void> {
        return this.peer.close();
    }

    [Symbol.asyncDispose](): Promise<void> {
        return this.close();
    }

    #commit(): void {
        for (const { key, collection, value } of this.writes) {
            if (value === undefined) this.state.get(collection)?.delete(key);
            else this.put(key, value, collection);
        }
    }

    readonly #answers: Partial<Record<RequestName, (payload: Buffer) => Uint8Array | undefined>> = {
        getState: (payload) => this.#read(requests.getState.query.decode(payload)),
        getStateMultiple: (payload) => {
            const { keys, collection } = requests.getStateMultiple.query.decode(payload);
            return requests.getStateMultiple.reply.encode({
                values: keys.map((key) => this.#read({ key, collection }) ?? Buffer.alloc(0)),
            });
        },
        getPrivateDataHash: (payload) => {
            const value = this.#read(requests.getPrivateDataHash.query.decode(payload));
            return value && createHash('sha256').update(value).digest();
        },
        putState: (payload) => {
            this.#write({ ...requests.putState.query.decode(payload), type: MessageType.PUT_STATE });
            return undefined;
        },
        deleteState: (payload) => {
            this.#write(requests.deleteState.query.decode(payload));
            return undefined;
        },
        purgePrivateData: (payload) => {
            this.#write(requests.purgePrivateData.query.decode(payload));
            return undefined;
        },
        putStateMetadata: () => undefined,
        getStateMetadata: () => requests.getStateMetadata.reply.encode({ entries: [] }),
        writeBatchState: (payload) => {
            for (const record of requests.writeBatchState.query.decode(payload).records) this.#write(record);
            return undefined;
        },
        getStateByRange: (payload) => this.#range(requests.getStateByRange.query.decode(payload)),
        queryStateNext: (payload) => this.#page(requests.queryStateNext.query.decode(payload).id),
        queryStateClose: () => requests.queryStateClose.reply.encode({}),
    };

    #serve({ type, payload }: ChaincodeMessage): Uint8Array {
        const names = Object.keys(this.#answers) as RequestName[];
        const name = names.find((known) => requests[known].type === type);
        if (name === undefined) throw new Error(`the model has no answer to a request of type ${type}`);
        this.asked.push(name);
        return this.#answers[name]?.(payload) ?? Buffer.alloc(0);
    }

    #read({ key, collection }: { readonly key: string; readonly collection: string }): Buffer | undefined {
        return this.state.get(collection)?.get(key);
    }

    #write({ type, key = '', collection = '', value }: WriteRecord): void {
        if (this.refused.has(key)) throw new Error('that key is refused');
        if (type === MessageType.PUT_STATE_METADATA) return;
        const text = type === MessageType.PUT_STATE ? Buffer.from(value ?? '').toString() : undefined;
        this.writes.push({ key, collection, value: text });
    }

    #range(query: ReturnType<typeof requests.getStateByRange.query.decode>): Uint8Array {
        const { startKey, endKey, collection, metadata } = query;
        const { totalQueryLimit = Infinity } = this.#options;
        const rows = Array.from(this.state.get(collection) ?? [])
            .filter(([key]) => compareKeys(key, startKey) >= 0 && (endKey === '' || compareKeys(key, endKey) < 0))
            .sort(([left], [right]) => compareKeys(left, right));
        if (metadata.length > 0) return this.#paginated(rows, pageRequest.decode(metadata), endKey);
        this.#cursor += 1;
        this.#cursors.set(String(this.#cursor), rows.slice(0, totalQueryLimit));
        return this.#page(String(this.#cursor));
    }

    /** All at once, and peers begin wherever the bookmark says. */
    #paginated(
        rows: readonly (readonly [string, Buffer])[],
        { pageSize }: { readonly pageSize: number },
        endKey: string,
    ): Uint8Array {
        const { totalQueryLimit = Infinity, endsWithKey = false } = this.#options;
        const page = rows.slice(0, Math.min(pageSize, totalQueryLimit));
        const bookmark = rows[page.length]?.[0] ?? (endsWithKey ? endKey : '');
        const metadata = pageMetadata.encode({ fetchedRecordsCount: page.length, bookmark });
        return requests.getStateByRange.reply.encode({ results: encoded(page), metadata });
    }

    #page(id: string): Uint8Array {
        const rows = this.#cursors.get(id) ?? [];
        const page = rows.splice(0, ROWS_AT_ONCE);
        return requests.getStateByRange.reply.encode({ results: encoded(page), hasMore: rows.length > 0, id });
    }
}

function encoded(rows: readonly (readonly [string, Buffer])[]): { readonly resultBytes: Buffer }[] {
    return rows.map(([key, value]) => ({ resultBytes: keyValue.encode({ namespace: 'cc', key, value }) }));
}
