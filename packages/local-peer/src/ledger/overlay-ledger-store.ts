import { EMPTY, type KeyModification } from '@heddle/protocol';
import { compareUtf8 } from '../records/utf8-order';
import type { Version, VersionedValue } from '../records/version';
import type { ChannelMark, ChannelMarkOptions } from './channel-mark';
import type { LedgerBase } from './ledger-base';
import type { LedgerOrigin } from './ledger-origin';
import type {
    BlockUpdate,
    Expiry,
    LedgerStore,
    PrivateKey,
    PrivateWrites,
    Scan,
    StateEntry,
    TransactionLocation,
} from './ledger-store';

/** What a key that was deleted, and may be in the base, has for metadata: bytes that encode none. */
const DELETED = Buffer.of(0xff);

/**
 * A ledger that is laid upon a base: what is written is in a store of its own, what is not is as the base has it.
 *
 * O1 The base is never written.
 * O2 What the store has of a key counts, a deletion included.
 * O3 What the store can undo is undone with it: marks and reverts are its own.
 */
export class OverlayLedgerStore implements LedgerStore {
    readonly #store: LedgerStore;
    readonly #base: LedgerBase;

    /** @param store one that was opened with the origin of the base */
    constructor(store: LedgerStore, base: LedgerBase) {
        this.#store = store;
        this.#base = base;
    }

    get origin(): LedgerOrigin {
        return this.#base.origin;
    }

    height(): Promise<bigint> {
        return this.#store.height();
    }

    block(number: bigint): Promise<Buffer | undefined> {
        return this.#store.block(number);
    }

    blockNumberOf(hash: Uint8Array): Promise<bigint | undefined> {
        return this.#store.blockNumberOf(hash);
    }

    transaction(txId: string): Promise<TransactionLocation | undefined> {
        return this.#store.transaction(txId);
    }

    async hasTransaction(txId: string): Promise<boolean> {
        return (await this.#store.hasTransaction(txId)) || (await this.#base.hasTransaction(txId));
    }

    async state(namespace: string, key: string): Promise<VersionedValue | undefined> {
        const own = await this.#store.state(namespace, key);
        if (own === undefined) return await this.#base.state(namespace, key);
        return isDeleted(own) ? undefined : own;
    }

    scan(namespace: string, startKey: string, endKey: string): Scan<StateEntry> {
        return new OverlayScan(
            this.#store.scan(namespace, startKey, endKey),
            this.#base.scan(namespace, startKey, endKey),
        );
    }

    history(namespace: string, key: string): Scan<KeyModification> {
        return this.#store.history(namespace, key);
    }

    privateWrites(number: bigint): Promise<PrivateWrites[]> {
        return this.#store.privateWrites(number);
    }

    privateWritesOf(key: PrivateKey): Promise<Version[]> {
        return this.#store.privateWritesOf(key);
    }

    async expiring(number: bigint): Promise<Expiry[]> {
        return [...this.#base.expiring(number), ...(await this.#store.expiring(number))];
    }

    async definitions(): Promise<Map<string, Buffer>> {
        return new Map([...this.#base.definitions, ...(await this.#store.definitions())]);
    }

    define(name: string, encoded: Uint8Array): Promise<void> {
        return this.#store.define(name, encoded);
    }

    append(update: BlockUpdate): Promise<void> {
        const deleted = { value: EMPTY, metadata: DELETED, version: { blockNumber: update.number, txNumber: 0n } };
        const state = update.state.map(({ namespace, key, value = deleted }) => ({ namespace, key, value }));
        return this.#store.append({ ...update, state });
    }

    get marks(): readonly ChannelMark[] {
        return this.#store.marks;
    }

    mark(options: ChannelMarkOptions): Promise<ChannelMark> {
        return this.#store.mark(options);
    }

    revert(mark: ChannelMark): Promise<void> {
        return this.#store.revert(mark);
    }

    forget(mark: ChannelMark): Promise<void> {
        return this.#store.forget(mark);
    }

    /** The base goes on: who has opened it closes it. */
    close(): Promise<void> {
        return this.#store.close();
    }
}

/** Both scans are in the same order; where both have a key, the own one counts. */
class OverlayScan implements Scan<StateEntry> {
    readonly #own: ScanHead;
    readonly #base: ScanHead;

    constructor(own: Scan<StateEntry>, base: Scan<StateEntry>) {
        this.#own = new ScanHead(own);
        this.#base = new ScanHead(base);
    }

    async next(): Promise<StateEntry | undefined> {
        for (;;) {
            const [own, base] = [await this.#own.peek(), await this.#base.peek()];
            const order = orderOf(own, base);
            if (order > 0) return this.#base.take();
            if (order === 0) this.#base.take();
            const row = this.#own.take();
            if (row === undefined || !isDeleted(row)) return row;
        }
    }

    async close(): Promise<void> {
        await Promise.all([this.#own.close(), this.#base.close()]);
    }
}

/** A scan whose next row can be looked at before it is taken. */
class ScanHead {
    readonly #scan: Scan<StateEntry>;
    #head: StateEntry | undefined;

    constructor(scan: Scan<StateEntry>) {
        this.#scan = scan;
    }

    async peek(): Promise<StateEntry | undefined> {
        return (this.#head ??= await this.#scan.next());
    }

    take(): StateEntry | undefined {
        const head = this.#head;
        this.#head = undefined;
        return head;
    }

    close(): Promise<void> {
        return this.#scan.close();
    }
}

/** Above 0 where the base's row is next, 0 where both have the key. */
function orderOf(own: StateEntry | undefined, base: StateEntry | undefined): number {
    if (base === undefined) return -1;
    return own === undefined ? 1 : compareUtf8(own.key, base.key);
}

function isDeleted({ metadata }: VersionedValue): boolean {
    return metadata.equals(DELETED);
}
