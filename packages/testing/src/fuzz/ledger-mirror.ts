import { compareKeys } from '@heddle/core/internal';
import type { LocalPeer, StateEntry } from '@heddle/local-peer';
import { readableKey, readableValue } from '@heddle/local-peer/internal';
import { type LedgerSource, LedgerState } from '../rows/ledger-state';
import type { TestTransaction } from '../transactions/test-transaction';
import type { StateChange } from './fuzz-options';
import type { StatePlace } from './fuzz-plan';

type Place = Pick<StatePlace, 'chaincode' | 'collection'>;

interface Change extends Place {
    readonly key: string;
    readonly before: Buffer | undefined;
    readonly after: Buffer | undefined;
}

/** What a transaction has written of one namespace. */
interface WriteSet {
    readonly namespace: string;
    readonly collection?: string | undefined;
    readonly writes: readonly { readonly key: string; readonly isDelete: boolean; readonly value: Uint8Array }[];
    /** Of a collection: the keys whose policies it has written. */
    readonly metadataKeys?: readonly string[];
}

/** One namespace: the public keys of a chaincode, or a collection's. */
class Namespace {
    readonly values: Map<string, Buffer>;
    /** Of a collection whose values expire: the block that has written each. */
    readonly #written: Map<string, bigint>;
    readonly #blockToLive: bigint;
    #sorted: StateEntry[] | undefined;

    constructor(blockToLive = 0n, values: Iterable<[string, Buffer]> = [], written: Iterable<[string, bigint]> = []) {
        this.#blockToLive = blockToLive;
        this.values = new Map(values);
        this.#written = new Map(written);
    }

    copy(): Namespace {
        return new Namespace(this.#blockToLive, this.values, this.#written);
    }

    /** Notes that a block has written a value, or its policy. */
    written(key: string, block: bigint): void {
        if (this.#blockToLive > 0n) this.#written.set(key, block);
    }

    /** The keys whose values go with a block: those of block n with k blocks to live with n + k + 1 (fabric, btlpolicy.go). */
    expiring(block: bigint): string[] {
        const gone = [...this.#written].filter(([, written]) => written + this.#blockToLive < block);
        return gone.map(([key]) => key);
    }

    set(key: string, value: Buffer | undefined): void {
        if (value === undefined) this.values.delete(key);
        else this.values.set(key, value);
        if (value === undefined) this.#written.delete(key);
        this.#sorted = undefined;
    }

    /** In the order of a peer. */
    entries(): StateEntry[] {
        this.#sorted ??= Array.from(this.values, ([key, value]) => ({ key, value }) as StateEntry).sort((one, other) =>
            compareKeys(one.key, other.key),
        );
        return this.#sorted;
    }
}

/**
 * The committed state, kept beside the peer by what valid transactions have written: invariants read it without asking
 * the peer, and what the peer has is compared with it.
 */
export class LedgerMirror {
    readonly #peer: LocalPeer;
    readonly #namespaces = new Map<string, Namespace>();
    #last: readonly Change[] = [];

    private constructor(peer: LocalPeer) {
        this.#peer = peer;
    }

    /** Takes over what the peer has. */
    static async of(peer: LocalPeer, places: readonly StatePlace[]): Promise<LedgerMirror> {
        const mirror = new LedgerMirror(peer);
        for (const place of places) {
            const namespace = new Namespace(BigInt(place.blockToLive));
            mirror.#namespaces.set(idOf(place, ''), namespace);
            for (const { key, value, version } of await mirror.#onPeer(place)) {
                namespace.set(key, value);
                namespace.written(key, version.blockNumber);
            }
        }
        return mirror;
    }

    /** Forgets what was written since another mirror was as this one. */
    copy(): LedgerMirror {
        const copy = new LedgerMirror(this.#peer);
        for (const [id, namespace] of this.#namespaces) copy.#namespaces.set(id, namespace.copy());
        return copy;
    }

    /** What the last block has changed. */
    get changes(): StateChange[] {
        return this.#last.map(({ key, before, after, ...place }) => ({
            ...place,
            key: readableKey(key),
            before: before && readableValue(before),
            after: after && readableValue(after),
        }));
    }

    /** Takes a block: its valid transactions, in their order, and what expires with it. */
    apply(valid: readonly TestTransaction[], block: bigint): void {
        const written = valid.flatMap(({ endorsed }) => [
            ...endorsed.readWriteSet.flatMap((set) => this.#applySet(set, block)),
            ...endorsed.privateWrites.flatMap((set) => this.#applySet(set, block)),
        ]);
        this.#last = [...written, ...this.#expire(block)];
    }

    #applySet({ namespace, collection, writes, metadataKeys = [] }: WriteSet, block: bigint): Change[] {
        const place = { chaincode: namespace, collection };
        const changes = writes.map(({ key, isDelete, value }) =>
            this.#write(place, key, isDelete ? undefined : Buffer.from(value)),
        );
        const own = this.#of(place);
        const keys = [...writes.map(({ key }) => key), ...metadataKeys];
        for (const key of keys) if (own.values.has(key)) own.written(key, block);
        return changes;
    }

    #expire(block: bigint): Change[] {
        return [...this.#namespaces].flatMap(([id, namespace]) => {
            const [chaincode = '', collection] = id.split('\n');
            return namespace.expiring(block).map((key) => this.#write({ chaincode, collection }, key, undefined));
        });
    }

    /** What is committed of a chaincode. */
    state(chaincode: string): LedgerState {
        return new LedgerState(this.#source(new Map()), chaincode);
    }

    /** What was committed of it before the last block. */
    before(chaincode: string): LedgerState {
        const overlay = new Map<string, Buffer | undefined>();
        // The first change of a key has what was there before the block.
        for (const change of this.#last.toReversed()) overlay.set(idOf(change, change.key), change.before);
        return new LedgerState(this.#source(overlay), chaincode);
    }

    /** The keys in which the peer's state is another one, as a reader knows them. */
    async differences(places: readonly Place[]): Promise<string[]> {
        const found: string[] = [];
        for (const place of places) {
            const onPeer = new Map((await this.#onPeer(place)).map(({ key, value }) => [key, value]));
            const own = this.#of(place).values;
            const keys = new Set([...onPeer.keys(), ...own.keys()]);
            found.push(...[...keys].filter((key) => !isAlike(onPeer.get(key), own.get(key))).map(readableKey));
        }
        return found;
    }

    #onPeer({ chaincode, collection }: Place): Promise<StateEntry[]> {
        return collection === undefined
            ? this.#peer.states({ chaincode })
            : this.#peer.privateStates({ chaincode, collection });
    }

    #write(place: Place, key: string, after: Buffer | undefined): Change {
        const namespace = this.#of(place);
        const before = namespace.values.get(key);
        namespace.set(key, after);
        return { ...place, key, before, after };
    }

    #of({ chaincode, collection }: Place): Namespace {
        const id = idOf({ chaincode, collection }, '');
        const known = this.#namespaces.get(id);
        if (known !== undefined) return known;
        const made = new Namespace();
        this.#namespaces.set(id, made);
        return made;
    }

    /** Reads as a peer's ledger is read; history and seeds go to the peer itself. */
    #source(overlay: ReadonlyMap<string, Buffer | undefined>): LedgerSource {
        const value = (place: Place, key: string): Buffer | undefined => {
            const id = idOf(place, key);
            return overlay.has(id) ? overlay.get(id) : this.#of(place).values.get(key);
        };
        const all = (place: Place): StateEntry[] =>
            overlay.size === 0 ? this.#of(place).entries() : this.#overlaid(place, overlay);
        return {
            state: ({ chaincode, key }) => Promise.resolve(value({ chaincode, collection: undefined }, key)),
            privateState: ({ chaincode, collection, key }) => Promise.resolve(value({ chaincode, collection }, key)),
            states: ({ chaincode }) => Promise.resolve(all({ chaincode, collection: undefined })),
            privateStates: ({ chaincode, collection }) => Promise.resolve(all({ chaincode, collection })),
            history: (options) => this.#peer.history(options),
            seed: (request) => this.#peer.seed(request),
        };
    }

    #overlaid(place: Place, overlay: ReadonlyMap<string, Buffer | undefined>): StateEntry[] {
        const prefix = idOf(place, '');
        const namespace = this.#of(place).copy();
        for (const [id, one] of overlay) if (id.startsWith(prefix)) namespace.set(id.slice(prefix.length), one);
        return namespace.entries();
    }
}

function idOf({ chaincode, collection = '' }: Place, key: string): string {
    return `${chaincode}\n${collection}\n${key}`;
}

function isAlike(one: Buffer | undefined, other: Buffer | undefined): boolean {
    return one === undefined || other === undefined ? one === other : one.equals(other);
}
