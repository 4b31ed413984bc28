import type { ChaincodeStub } from '@heddle/core';
import { callingSite } from './origin';
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

interface Secret {
    readonly collection: string;
    readonly bytes: Buffer;
    readonly site: string | undefined;
}

/** Looks at what a transaction writes: from which line, and whether private data is in what everybody can read. */
export class StubWatch {
    /** Where each of the names of TransactionResult's differences was written, such as `write of a1`. */
    readonly writtenAt = new Map<string, string>();
    readonly #secrets: Secret[] = [];
    readonly #leaked: (leak: Leak) => void;

    constructor(leaked: (leak: Leak) => void) {
        this.#leaked = leaked;
    }

    /** Watches a stub from now on: it is of one transaction. */
    watch(stub: ChaincodeStub): void {
        this.#before(stub, 'putState', ([key, value], site) => {
            if (site !== undefined) this.writtenAt.set(`write of ${String(key)}`, site);
            this.#check(value, 'putState', site);
        });
        this.#before(stub, 'deleteState', ([key], site) => {
            if (site !== undefined) this.writtenAt.set(`write of ${String(key)}`, site);
        });
        this.#before(stub, 'setEvent', ([name, payload], site) => {
            if (site !== undefined) this.writtenAt.set(`event ${String(name)}`, site);
            this.#check(payload, 'setEvent', site);
        });
        this.#before(stub, 'putPrivateData', ([collection, key, value], site) => {
            if (site !== undefined) this.writtenAt.set(`write of ${String(key)} in ${String(collection)}`, site);
            this.#keep(collection, value, site);
        });
        const getPrivateData = stub.getPrivateData.bind(stub);
        define(stub, 'getPrivateData', async (...args: Parameters<typeof getPrivateData>) => {
            const site = outside(callingSite);
            const bytes = await getPrivateData(...args);
            this.#keep(args[0], bytes, site);
            return bytes;
        });
    }

    /** Looks at the result of a submitted transaction, which is in its block. */
    checkResult(payload: Buffer): void {
        const secret = this.#secretIn(payload);
        if (secret !== undefined)
            this.#leaked({ source: `private data of ${secret.collection} in the result`, site: secret.site });
    }

    #before(
        stub: ChaincodeStub,
        name: keyof ChaincodeStub,
        note: (args: readonly unknown[], site?: string) => void,
    ): void {
        const method = stub[name] as (...args: unknown[]) => unknown; // one of those above
        define(stub, name, (...args: unknown[]): unknown => {
            note(args, outside(callingSite));
            return method.apply(stub, args);
        });
    }

    #keep(collection: unknown, value: unknown, site: string | undefined): void {
        const bytes = bytesOf(value);
        if (bytes !== undefined && bytes.length >= LEAST_EQUAL)
            this.#secrets.push({ collection: String(collection), bytes, site });
    }

    #check(value: unknown, method: string, site: string | undefined): void {
        const secret = this.#secretIn(bytesOf(value));
        if (secret !== undefined) this.#leaked({ source: `private data of ${secret.collection} in ${method}`, site });
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
