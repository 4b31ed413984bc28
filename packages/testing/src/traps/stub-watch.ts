import type { ChaincodeStub } from '@heddle/core';
import { noteSite } from './origin';
import { outside } from './scope';

/** Something private that a transaction has put where everybody reads it. */
export interface Leak {
    /** For instance `private data of prices in putState`. */
    readonly source: string;
    readonly site: string | undefined;
}

/** Shorter values are in others by chance. */
const LEAST_CONTAINED = 6;
const LEAST_EQUAL = 2;
const LEAST_ARGUMENT = 3;

/** A place that is worked out when it is asked for. */
type Site = () => string | undefined;

interface Secret {
    readonly collection: string;
    readonly bytes: Buffer;
    readonly site: Site;
}

/** Looks at what a transaction writes: from which line, and whether private data is in what everybody can read. */
export class StubWatch {
    readonly #places = new Map<string, Site>();
    readonly #calls = new Map<string, Site>();
    readonly #secrets: Secret[] = [];
    readonly #leaked: (leak: Leak) => void;

    constructor(leaked: (leak: Leak) => void) {
        this.#leaked = leaked;
    }

    /** The author's lines of what two runs may differ in, by its words there: `write of a1`. */
    get places(): ReadonlyMap<string, string> {
        const known = [...this.#places].map(([what, site]) => [what, outside(site)] as const);
        return new Map(known.flatMap(([what, site]) => (site === undefined ? [] : [[what, site]])));
    }

    /** Where a method of the stub was called last. */
    calledAt(method: string): string | undefined {
        const site = this.#calls.get(method);
        return site && outside(site);
    }

    /** Watches a stub from now on: it is of one transaction. */
    watch(stub: ChaincodeStub): void {
        this.#before(stub, 'putState', ([key, value], site) => {
            this.#place(`write of ${String(key)}`, site);
            this.#check(value, 'putState', site);
        });
        this.#before(stub, 'deleteState', ([key], site) => {
            this.#place(`write of ${String(key)}`, site);
        });
        this.#before(stub, 'getState', ([key], site) => {
            this.#place(`read of ${String(key)}`, site);
        });
        this.#before(stub, 'setEvent', ([name, payload], site) => {
            this.#place(`event ${String(name)}`, site);
            this.#check(payload, 'setEvent', site);
        });
        this.#before(stub, 'putPrivateData', ([collection, key, value], site) => {
            this.#place(`write of ${String(key)} in ${String(collection)}`, site);
            this.#checkArguments(stub, collection, bytesOf(value), site);
            this.#keep(collection, value, site);
        });
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
            const bytes = await getPrivateData(...args);
            this.#keep(args[0], bytes, site);
            return bytes;
        });
    }

    /** Looks at the result of a submitted transaction, which is in its block. */
    checkResult(payload: Buffer): void {
        const secret = this.#secretIn(payload);
        if (secret !== undefined)
            this.#leaked({ source: `private data of ${secret.collection} in the result`, site: outside(secret.site) });
    }

    #before(
        stub: ChaincodeStub,
        name: keyof ChaincodeStub,
        note: (args: readonly unknown[], site: Site) => void,
    ): void {
        const method = Reflect.get(stub, name) as (...args: unknown[]) => unknown; // one of those above
        define(stub, name, (...args: unknown[]): unknown => {
            const site = noteSite();
            this.#calls.set(name, site);
            note(args, site);
            return method.apply(stub, args);
        });
    }

    #place(what: string, site: Site): void {
        this.#places.set(what, site);
    }

    /** What a transaction was called with is in the block; transient data, which may have the same text, is not. */
    #checkArguments(stub: ChaincodeStub, collection: unknown, bytes: Buffer | undefined, site: Site): void {
        if (bytes === undefined || bytes.length < LEAST_ARGUMENT) return;
        const has = (given: Buffer): boolean =>
            given.equals(bytes) || (bytes.length >= LEAST_CONTAINED && given.includes(bytes));
        const [, ...args] = stub.getBufferArgs();
        if (!args.some(has) || [...stub.getTransient().values()].some(has)) return;
        this.#leaked({ source: `private data of ${String(collection)} in an argument`, site: outside(site) });
    }

    #keep(collection: unknown, value: unknown, site: Site): void {
        const bytes = bytesOf(value);
        if (bytes !== undefined && bytes.length >= LEAST_EQUAL)
            this.#secrets.push({ collection: String(collection), bytes, site });
    }

    #check(value: unknown, method: string, site: Site): void {
        const secret = this.#secretIn(bytesOf(value));
        if (secret !== undefined)
            this.#leaked({ source: `private data of ${secret.collection} in ${method}`, site: outside(site) });
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
