import {
    compareKeys,
    type LedgerCall,
    type LedgerKey,
    type LedgerView,
    type LedgerWrite,
    type WriteOrigin,
} from '@heddle/core/internal';
import { CallOrder } from './call-order';
import { nameCall } from './name-call';
import { ABSENT, type Fate, type KeyChange, SeenKey } from './seen-key';

/** Rows of a scan that are remembered, so that a loop that changes what it finds asks for nothing again. */
const REMEMBERED_ROWS = 1_000;

/** A change as an author calls it: what it has to read, and what it does when its turn has come. */
export interface PreparedChange<T> {
    readonly reads: readonly SeenKey[];
    readonly apply: () => T | Promise<T>;
}

/** A row of a range, as the transaction sees it. */
export interface SeenRow {
    readonly key: string;
    readonly value: Buffer;
}

/** A pending write in a range; its value is undefined where the key is gone. */
export interface PendingRow {
    readonly key: string;
    readonly value: Buffer | undefined;
}

/**
 * What a transaction sees of the ledger, its own writes included.
 *
 * Owns: what is known of each key, the writes that wait for the end. Does not own: what the bytes mean, nor the requests
 * to the peer, which `ledger` makes.
 *
 * I1: a key is asked for once. I2: a key is written once, with its last value, and not at all where that is what it had.
 * I3: nothing is sent before `send`. I4: the last write of a key counts, whether the view or the stub has made it.
 */
export class TransactionView {
    readonly ledger: LedgerView;
    readonly order = new CallOrder();
    readonly #keys = new Map<string, Map<string, SeenKey>>();
    /** Committed public rows that scans have found, the oldest first; what is known of other keys is kept for good. */
    #remembered: Map<string, Buffer> | undefined;
    /** Those that were changed, by collection, and whether they are in the order of their keys. */
    readonly #changed = new Map<string, { readonly keys: SeenKey[]; isSorted: boolean }>();
    #changes = 0;
    #scans = 0;

    constructor(ledger: LedgerView) {
        this.ledger = ledger;
        ledger.onStubWrite((write) => {
            this.#noteStubWrite(write);
        });
    }

    /** What is known of a key, and will be. */
    at(key: string, collection: string): SeenKey {
        let keys = this.#keys.get(collection);
        if (keys === undefined) this.#keys.set(collection, (keys = new Map<string, SeenKey>()));
        let seen = keys.get(key);
        if (seen === undefined) keys.set(key, (seen = this.#firstSeen(key, collection)));
        return seen;
    }

    #firstSeen(key: string, collection: string): SeenKey {
        const seen = new SeenKey({ key, collection });
        if (collection !== '') return seen;
        seen.committed = this.#remembered?.get(key);
        if (seen.committed !== undefined) this.#remembered?.delete(key);
        return seen;
    }

    /** The committed bytes, empty where there are none: at once where they are known. */
    committed(seen: SeenKey): Buffer | Promise<Buffer> {
        return seen.committed ?? (seen.asking ??= this.#ask(seen));
    }

    #ask(seen: SeenKey): Promise<Buffer> {
        return this.ledger.read(seen).then(
            (bytes) => {
                seen.asking = undefined;
                return (seen.committed = bytes);
            },
            (error: unknown) => {
                seen.asking = undefined;
                throw error;
            },
        );
    }

    /** The bytes that the transaction sees, empty where there are none; what is still to be read is asked for. */
    current(seen: SeenKey): Buffer | Promise<Buffer> {
        const { change } = seen;
        return change === undefined ? this.committed(seen) : (change.value ?? ABSENT);
    }

    /**
     * Makes a change when those that were called before it are made.
     * @param prepare checks what the author gave; what it throws, and what the guard refuses, is an error of the call
     */
    change<T>(call: LedgerCall<T>, operation: string, prepare: () => PreparedChange<T>): void {
        this.ledger.beforeWrite(operation);
        const refused = (error: unknown): void => {
            this.ledger.writeDropped();
            nameCall(this.ledger, { name: operation, kind: 'write', calledFrom: call.calledFrom }, error);
            call.reject(error);
        };
        try {
            const { reads, apply } = prepare();
            const result = this.order.change(this.#prefetch(reads), apply);
            if (result instanceof Promise)
                result.then((value) => {
                    call.resolve(value);
                }, refused);
            else call.resolve(result);
        } catch (error) {
            refused(error);
        }
    }

    /** Asks for what a change will need; undefined where all of it is known. */
    #prefetch(keys: readonly SeenKey[]): Promise<unknown> | undefined {
        let asked: Promise<unknown> | undefined;
        for (const seen of keys) {
            if (seen.change !== undefined || seen.committed !== undefined) continue;
            const read = Promise.resolve(this.committed(seen));
            asked = asked === undefined ? read : Promise.all([asked, read]);
        }
        return asked;
    }

    /** Makes a write pending. It is sent at the end, unless another one of the key comes. */
    write(seen: SeenKey, fate: Fate, value: Buffer | undefined, origin: WriteOrigin | undefined): void {
        const { change } = seen;
        this.#noteChanged(seen);
        const before = this.#scans > 0 ? change : undefined;
        seen.change = { fate, value, origin, since: this.#changes++, before };
    }

    /** Has a key get an endorsement policy. */
    setPolicy(seen: SeenKey, value: Buffer, origin: WriteOrigin | undefined): void {
        this.#noteChanged(seen);
        seen.policy = { value, origin };
    }

    #noteChanged(seen: SeenKey): void {
        if (seen.change !== undefined || seen.policy !== undefined) return;
        const changed = this.#changed.get(seen.collection);
        if (changed === undefined) this.#changed.set(seen.collection, { keys: [seen], isSorted: true });
        else {
            changed.keys.push(seen);
            changed.isSorted = false;
        }
    }

    #noteStubWrite({ kind, key, collection, value }: LedgerWrite): void {
        const own = value && Buffer.from(value);
        void this.order.change(undefined, () => {
            const seen = this.at(key, collection);
            if (kind === 'policy') {
                this.setPolicy(seen, own ?? ABSENT, undefined);
                return;
            }
            this.write(seen, kind, own, undefined);
            seen.isSent = true;
        });
    }

    /** The changed keys of a collection in their order. */
    #sorted(collection: string): readonly SeenKey[] {
        const changed = this.#changed.get(collection);
        if (changed === undefined) return [];
        if (!changed.isSorted) changed.keys.sort((left, right) => compareKeys(left.key, right.key));
        changed.isSorted = true;
        return changed.keys;
    }

    /** The transaction's own writes within a range, in the order of the keys. */
    pendingIn({ startKey, endKey, collection }: LedgerKeyRange): PendingRow[] {
        const keys = this.#sorted(collection);
        const rows: PendingRow[] = [];
        for (let index = firstFrom(keys, startKey); index < keys.length; index += 1) {
            const seen = keys[index];
            if (seen === undefined || (endKey !== '' && compareKeys(seen.key, endKey) >= 0)) break;
            if (seen.change !== undefined) rows.push({ key: seen.key, value: seen.change.value });
        }
        return rows;
    }

    /** Begins a scan: until `scanEnded`, `readFound` tells what the transaction saw at this moment. */
    scanBegins(): number {
        this.#scans += 1;
        return this.#changes;
    }

    scanEnded(): void {
        this.#scans -= 1;
    }

    /**
     * The bytes of a row to which a scan has led, as the transaction saw it when the scan began. Other than with `at`, they
     * are not kept for good: a scan may lead to any number of rows.
     */
    readFound(key: string, collection: string, moment: number): Buffer | Promise<Buffer> {
        const seen = this.#keys.get(collection)?.get(key);
        if (seen === undefined) return this.#remembered?.get(key) ?? this.#askForFound(key, collection);
        const change = seen.changeAt(moment);
        return change === undefined ? this.committed(seen) : (change.value ?? ABSENT);
    }

    #askForFound(key: string, collection: string): Promise<Buffer> {
        const asked = this.ledger.read({ key, collection });
        if (collection !== '') return asked;
        return asked.then((value) => {
            this.remember(key, value);
            return value;
        });
    }

    /** Remembers a public row that a scan has found: at commit the range is checked, and the row with it. */
    remember(key: string, value: Buffer): void {
        const seen = this.#keys.get('')?.get(key);
        if (seen !== undefined) {
            seen.committed ??= value;
            return;
        }
        const remembered = (this.#remembered ??= new Map<string, Buffer>());
        remembered.set(key, value);
        if (remembered.size > REMEMBERED_ROWS) forgetOldest(remembered);
    }

    /** Sends what is pending, in the order of the keys, the public ones first. */
    async send(): Promise<void> {
        await this.ledger.functionReturned();
        const collections = Array.from(this.#changed.keys()).sort(compareKeys);
        const pending = collections.flatMap((collection) => this.#sorted(collection)).flatMap(writesOf);
        const answers = await Promise.allSettled(pending.map(([write, origin]) => this.ledger.write(write, origin)));
        const refused = answers.find((answer) => answer.status === 'rejected');
        if (refused !== undefined) throw refused.reason;
    }
}

function forgetOldest(remembered: Map<string, Buffer>): void {
    for (const key of remembered.keys()) {
        remembered.delete(key);
        return;
    }
}

/** A range of one collection. */
export interface LedgerKeyRange {
    readonly startKey: string;
    /** Left out where it is '': there is no end then. */
    readonly endKey: string;
    readonly collection: string;
}

/** Where the first key stands that is not before this one. */
function firstFrom(keys: readonly LedgerKey[], start: string): number {
    let from = 0;
    let to = keys.length;
    while (from < to) {
        const middle = (from + to) >>> 1;
        if (compareKeys(keys[middle]?.key ?? '', start) < 0) from = middle + 1;
        else to = middle;
    }
    return from;
}

/** What has to be sent for a key: nothing where it has what it is to have. */
function writesOf(seen: SeenKey): [LedgerWrite, WriteOrigin][] {
    const { key, collection, change, policy } = seen;
    const writes: [LedgerWrite, WriteOrigin][] = [];
    if (change?.origin !== undefined && !isAsBefore(change, seen))
        writes.push([{ kind: change.fate, key, collection, value: change.value }, change.origin]);
    if (policy?.origin !== undefined && (change === undefined || change.value !== undefined))
        writes.push([{ kind: 'policy', key, collection, value: policy.value }, policy.origin]);
    return writes;
}

/** Whether a write changes nothing: a row that was not there and is gone again, an entry that is where it was. */
function isAsBefore({ fate, value }: KeyChange, { committed, assumed, isSent }: SeenKey): boolean {
    if (isSent || fate === 'purge') return false;
    if (assumed !== undefined) return assumed.equals(value ?? ABSENT);
    return fate === 'delete' && committed?.length === 0;
}
