import type { ChaincodeStub } from '@heddle/core';
import { readableKey } from '@heddle/local-peer/internal';
import { describeSite, type NotedSite, noteSite, type Site } from './origin';
import { outside } from './scope';

/** Something private that a transaction has put where everybody reads it. */
export interface Leak {
    /** For instance `private data of prices in putState`. */
    readonly source: string;
    readonly at: Site | undefined;
}

/** Shorter values are in others by chance. */
const LEAST_CONTAINED = 6;
const LEAST_EQUAL = 2;
const LEAST_ARGUMENT = 3;

/** Requests whose places are of interest where a peer refuses what comes after them. */
const PAGES = [
    'getStateByRangeWithPagination',
    'getStateByPartialCompositeKeyWithPagination',
    'getQueryResultWithPagination',
    'getPrivateDataByRange',
    'getPrivateDataByPartialCompositeKey',
    'getPrivateDataQueryResult',
] as const;

interface Secret {
    readonly collection: string;
    readonly bytes: Buffer;
    readonly site: NotedSite;
}

/** Looks at what a transaction writes: from which line, and whether private data is in what everybody can read. */
export class StubWatch {
    readonly #places = new Map<string, NotedSite>();
    readonly #calls = new Map<string, NotedSite>();
    readonly #together: (readonly [name: string, site: NotedSite])[] = [];
    /** The reads of the tick that is under way. */
    #tick: (readonly [name: string, site: NotedSite])[] = [];
    readonly #secrets: Secret[] = [];
    readonly #leaked: (leak: Leak) => void;

    constructor(leaked: (leak: Leak) => void) {
        this.#leaked = leaked;
    }

    /** The author's lines of what two runs may differ in, by its words there: `write of a1`. */
    get places(): ReadonlyMap<string, string> {
        const known = [...this.#places].map(([what, site]) => [what, outside(site)] as const);
        return new Map(known.flatMap(([what, site]) => (site === undefined ? [] : [[what, describeSite(site)]])));
    }

    /** The author's lines whose reads were asked at once, so that their answers may come in any order. */
    get together(): readonly string[] {
        const sites = this.#together.flatMap(([name, noted]) => {
            const site = outside(noted);
            return site === undefined ? [] : [`${name} at ${describeSite(site)}`];
        });
        return [...new Set(sites)];
    }

    /** Where a method of the stub was called last. */
    calledAt(method: string): string | undefined {
        const noted = this.#calls.get(method);
        const site = noted && outside(noted);
        return site && describeSite(site);
    }

    /** Watches a stub from now on: it is of one transaction. */
    watch(stub: ChaincodeStub): void {
        this.#before(stub, 'putState', ([key, value], site) => {
            this.#place(`write of ${readableKey(String(key))}`, site);
            this.#check(value, 'putState', site);
        });
        this.#before(stub, 'deleteState', ([key], site) => {
            this.#place(`write of ${readableKey(String(key))}`, site);
        });
        this.#before(stub, 'getState', ([key], site) => {
            this.#place(`read of ${readableKey(String(key))}`, site);
            this.#noteTick('getState', site);
        });
        this.#before(stub, 'setEvent', ([name, payload], site) => {
            this.#place(`event ${String(name)}`, site);
            this.#check(payload, 'setEvent', site);
        });
        this.#before(stub, 'putPrivateData', ([collection, key, value], site) => {
            this.#place(`write of ${readableKey(String(key))} in ${String(collection)}`, site);
            this.#checkArguments(stub, collection, bytesOf(value), site);
            this.#keep(collection, value, site);
        });
        for (const name of PAGES) this.#before(stub, name, () => undefined);
        this.#watchReads(stub);
        const asReadOnly = stub.asReadOnly.bind(stub);
        define(stub, 'asReadOnly', (...args: Parameters<typeof asReadOnly>) => {
            const readOnly = asReadOnly(...args);
            this.watch(readOnly);
            return readOnly;
        });
    }

    #watchReads(stub: ChaincodeStub): void {
        const getPrivateData = stub.getPrivateData.bind(stub);
        define(stub, 'getPrivateData', async (...args: Parameters<typeof getPrivateData>) => {
            const site = noteSite();
            this.#noteTick('getPrivateData', site);
            const bytes = await getPrivateData(...args);
            this.#keep(args[0], bytes, site);
            return bytes;
        });
    }

    /** Looks at the result of a submitted transaction, which is in its block. */
    checkResult(payload: Buffer): void {
        const secret = this.#secretIn(payload);
        if (secret !== undefined)
            this.#leaked({ source: `private data of ${secret.collection} in the result`, at: outside(secret.site) });
    }

    #before(
        stub: ChaincodeStub,
        name: keyof ChaincodeStub,
        note: (args: readonly unknown[], site: NotedSite) => void,
    ): void {
        const method = Reflect.get(stub, name) as (...args: unknown[]) => unknown; // one of those above
        define(stub, name, (...args: unknown[]): unknown => {
            const site = noteSite();
            this.#calls.set(name, site);
            note(args, site);
            return method.apply(stub, args);
        });
    }

    #noteTick(name: string, site: NotedSite): void {
        if (this.#tick.length === 0)
            process.nextTick(() => {
                const asked = this.#tick;
                this.#tick = [];
                if (asked.length > 1) this.#together.push(...asked);
            });
        this.#tick.push([name, site]);
    }

    #place(what: string, site: NotedSite): void {
        this.#places.set(what, site);
    }

    /** What a transaction was called with is in the block; transient data, which may have the same text, is not. */
    #checkArguments(stub: ChaincodeStub, collection: unknown, bytes: Buffer | undefined, site: NotedSite): void {
        if (bytes === undefined || bytes.length < LEAST_ARGUMENT) return;
        const has = (given: Buffer): boolean =>
            given.equals(bytes) || (bytes.length >= LEAST_CONTAINED && given.includes(bytes));
        const [, ...args] = stub.getBufferArgs();
        if (!args.some(has) || [...stub.getTransient().values()].some(has)) return;
        this.#leaked({ source: `private data of ${String(collection)} in an argument`, at: outside(site) });
    }

    #keep(collection: unknown, value: unknown, site: NotedSite): void {
        const bytes = bytesOf(value);
        if (bytes !== undefined && bytes.length >= LEAST_EQUAL)
            this.#secrets.push({ collection: String(collection), bytes, site });
    }

    #check(value: unknown, method: string, site: NotedSite): void {
        const secret = this.#secretIn(bytesOf(value));
        if (secret !== undefined)
            this.#leaked({ source: `private data of ${secret.collection} in ${method}`, at: outside(site) });
    }

    #secretIn(bytes: Buffer | undefined): Secret | undefined {
        return this.#secrets.find(
            (secret) =>
                bytes !== undefined &&
                (bytes.equals(secret.bytes) ||
                    (secret.bytes.length >= LEAST_CONTAINED && bytes.includes(secret.bytes))),
        );
    }
}

function define(stub: ChaincodeStub, name: string, value: unknown): void {
    Object.defineProperty(stub, name, { value, configurable: true, writable: true });
}

function bytesOf(value: unknown): Buffer | undefined {
    if (typeof value === 'string') return Buffer.from(value);
    return value instanceof Uint8Array ? Buffer.from(value.buffer, value.byteOffset, value.byteLength) : undefined;
}
