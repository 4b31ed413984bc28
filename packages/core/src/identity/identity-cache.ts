/** How many clients a chaincode is likely to serve at a time; an entry takes some 4 KiB. */
const DEFAULT_CAPACITY = 1000;
/** Larger ones are made anew each time: a client may put any text around its certificate, and all of it would be kept. */
const LARGEST_KEPT = 16 * 1024;
/** Positions that the hash looks at, the whole of shorter identities included. */
const SAMPLES = 32;
const FNV_PRIME = 0x01000193;
const FNV_OFFSET = 0x811c9dc5;

interface Entry<T> {
    readonly bytes: Buffer;
    readonly value: T;
}

/**
 * Keeps what was made of an identity's bytes for the clients seen last. A hit is a hash of a few bytes and one
 * comparison; two identities of one hash displace each other, which costs time and nothing else.
 */
export class IdentityCache<T> {
    readonly #capacity: number;
    // A Map keeps the order of insertion, which makes its first key the one that was used longest ago.
    readonly #entries = new Map<number, Entry<T>>();

    constructor(capacity: number = DEFAULT_CAPACITY) {
        this.#capacity = capacity;
    }

    get size(): number {
        return this.#entries.size;
    }

    /** What was made of these bytes before, or what `create` makes of them now. A throw is not kept. */
    get(bytes: Buffer, create: (bytes: Buffer) => T): T {
        if (bytes.length > LARGEST_KEPT) return create(bytes);
        const key = hashOf(bytes);
        const known = this.#entries.get(key);
        this.#entries.delete(key);
        // A copy: the bytes are a view on a whole message, which would be kept alive with them.
        const entry = known?.bytes.equals(bytes) === true ? known : this.#create(Buffer.from(bytes), create);
        this.#entries.set(key, entry);
        if (this.#entries.size > this.#capacity) this.#dropOldest();
        return entry.value;
    }

    #create(bytes: Buffer, create: (bytes: Buffer) => T): Entry<T> {
        return { bytes, value: create(bytes) };
    }

    #dropOldest(): void {
        const [oldest] = this.#entries.keys();
        if (oldest !== undefined) this.#entries.delete(oldest);
    }
}

/** FNV-1a over bytes at even distances, and the length. Certificates differ all over: key and signature are random. */
function hashOf(bytes: Buffer): number {
    let hash = FNV_OFFSET ^ bytes.length;
    const stride = Math.max(1, Math.floor(bytes.length / SAMPLES));
    for (let at = 0; at < bytes.length; at += stride) hash = Math.imul(hash ^ (bytes[at] ?? 0), FNV_PRIME);
    return hash;
}
