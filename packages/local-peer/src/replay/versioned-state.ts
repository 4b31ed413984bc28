import { EMPTY, type KeyModification } from '@heddle/protocol';
import type { BlockUpdate, HistoryEntry } from '../ledger/ledger-store';
import { compareUtf8 } from '../records/utf8-order';
import type { VersionedValue } from '../records/version';

/** Something that a block has changed. */
interface Changed {
    readonly blockNumber: bigint;
}

/** What a block has left of a key; without a value it is deleted. */
export interface KeyEntry extends Changed {
    readonly value: VersionedValue | undefined;
}

/** What a block adds to the state. */
export type StateUpdate = Pick<BlockUpdate, 'number' | 'state' | 'history'>;

/**
 * The state of a channel after each of its blocks: no block takes away what was there before it.
 *
 * V1 Blocks come in order, each once. What was asked of a height does not change when later blocks come.
 */
export class VersionedState {
    readonly #namespaces = new Map<string, NamespaceVersions>();

    append({ number, state, history }: StateUpdate): void {
        const keep = keeper();
        for (const { namespace, key, value } of state)
            this.#of(namespace).add(key, { blockNumber: number, value: value && keptValue(value, keep) });
        for (const entry of history) {
            const { modification } = entry;
            const kept = { ...entry, modification: { ...modification, value: keep(modification.value) } };
            this.#of(entry.namespace).remember(kept);
        }
    }

    /** What a key was after a block: undefined where it was never written until then. */
    entry(namespace: string, key: string, block: bigint): KeyEntry | undefined {
        return last(this.#namespaces.get(namespace)?.entries(key), block);
    }

    /** The key behind another one, or the first one from `startKey` on; undefined behind the last. */
    keyAfter(namespace: string, startKey: string, isIncluded: boolean): string | undefined {
        return this.#namespaces.get(namespace)?.keyAfter(startKey, isIncluded);
    }

    /** All writes of a key until a block, the newest first. */
    history(namespace: string, key: string, block: bigint): KeyModification[] {
        const rows = this.#namespaces.get(namespace)?.historyOf(key) ?? [];
        return rows
            .filter(({ version }) => version.blockNumber <= block)
            .map(({ modification }) => modification)
            .reverse();
    }

    /** The newest block until this one that has changed a key, or any key of a namespace; undefined for none. */
    changedBy(namespace: string, key: string | undefined, block: bigint): bigint | undefined {
        const versions = this.#namespaces.get(namespace);
        if (key !== undefined) return last(versions?.entries(key), block)?.blockNumber;
        return last(versions?.changes, block)?.blockNumber;
    }

    /** The namespaces that anything was ever written to. */
    get namespaces(): string[] {
        return [...this.#namespaces.keys()];
    }

    #of(namespace: string): NamespaceVersions {
        const known = this.#namespaces.get(namespace);
        if (known !== undefined) return known;
        const added = new NamespaceVersions();
        this.#namespaces.set(namespace, added);
        return added;
    }
}

type Keep = (bytes: Buffer) => Buffer;

/** Copies each value once: what blocks are decoded to are views, and would keep all that was read with them. */
function keeper(): Keep {
    const kept = new Map<Buffer, Buffer>();
    return (bytes) => {
        const known = kept.get(bytes) ?? Buffer.from(bytes);
        kept.set(bytes, known);
        return known;
    };
}

function keptValue({ value, metadata, version }: VersionedValue, keep: Keep): VersionedValue {
    return { value: keep(value), metadata: metadata.length === 0 ? EMPTY : keep(metadata), version };
}

class NamespaceVersions {
    readonly #entries = new Map<string, KeyEntry[]>();
    readonly #history = new Map<string, HistoryEntry[]>();
    /** The blocks that have changed it. */
    readonly #changes: Changed[] = [];
    /** All keys in order; undefined until somebody asks for the order. */
    #sorted: string[] | undefined;

    add(key: string, entry: KeyEntry): void {
        const { blockNumber } = entry;
        if (this.#changes.at(-1)?.blockNumber !== blockNumber) this.#changes.push({ blockNumber });
        const known = this.#entries.get(key);
        if (known !== undefined) {
            known.push(entry);
            return;
        }
        this.#entries.set(key, [entry]);
        if (this.#sorted !== undefined) this.#sorted.splice(placeOf(this.#sorted, key), 0, key);
    }

    remember(entry: HistoryEntry): void {
        const known = this.#history.get(entry.key);
        if (known === undefined) this.#history.set(entry.key, [entry]);
        else known.push(entry);
    }

    get changes(): readonly Changed[] {
        return this.#changes;
    }

    entries(key: string): readonly KeyEntry[] | undefined {
        return this.#entries.get(key);
    }

    historyOf(key: string): readonly HistoryEntry[] {
        return this.#history.get(key) ?? [];
    }

    keyAfter(key: string, isIncluded: boolean): string | undefined {
        this.#sorted ??= [...this.#entries.keys()].sort(compareUtf8);
        const place = placeOf(this.#sorted, key);
        return this.#sorted[!isIncluded && this.#sorted[place] === key ? place + 1 : place];
    }
}

/** What the newest block until this one has left. Most are asked for as they are now: so from the end. */
function last<T extends Changed>(entries: readonly T[] | undefined, block: bigint): T | undefined {
    if (entries === undefined) return undefined;
    for (let at = entries.length - 1, step = 1; at >= 0;) {
        const entry = entries[at];
        if (entry !== undefined && entry.blockNumber <= block) return newest(entries, at, at + step, block);
        at -= step;
        step *= 2;
    }
    return newest(entries, -1, entries.length, block);
}

/** By halves: the entry at `low`, if there is one, is not too new; those from `high` on may be. */
function newest<T extends Changed>(entries: readonly T[], low: number, high: number, block: bigint): T | undefined {
    let [from, to] = [low, Math.min(high, entries.length)];
    while (to - from > 1) {
        const middle = (from + to) >> 1;
        const entry = entries[middle];
        if (entry !== undefined && entry.blockNumber <= block) from = middle;
        else to = middle;
    }
    return entries[from];
}

/** Where a key is among sorted ones, or would be. */
function placeOf(sorted: readonly string[], key: string): number {
    let [low, high] = [0, sorted.length];
    while (low < high) {
        const middle = (low + high) >> 1;
        if (compareUtf8(sorted[middle] ?? '', key) < 0) low = middle + 1;
        else high = middle;
    }
    return low;
}
