import type {
    CollectionHashes,
    MetadataEntry,
    NamespaceReadWriteSet,
    ObservedResult,
    SimulatedQuery,
} from '@heddle/local-peer';
import type { Recorded } from '../view/summary';

/** What a proposal takes besides what is counted. */
const OVERHEAD = 2000;
/** What a row takes besides its texts and bytes: an object, its version, its places in lists. */
const ROW = 200;

/** How many bytes a proposal takes, about: all that there may be much of is counted. */
export function sizeOf({ proposal, transient, commit }: Recorded): number {
    const { args, result, error = '', peers } = proposal;
    return sum([
        OVERHEAD + error.length,
        ...args.map(({ length }) => ROW + length),
        ...peers.map(({ message }) => ROW + message.length),
        ...Array.from(transient ?? [], ([key, { length }]) => ROW + key.length + length),
        result === undefined ? 0 : sizeOfResult(result),
        ROW * (commit?.told?.policies.length ?? 0),
    ]);
}

function sizeOfResult({ response, event, readWriteSet, queries }: ObservedResult): number {
    const answered = response.message.length + response.payload.length;
    const asked = (queries?.noted ?? []).map(sizeOfQuery);
    return sum([answered, event?.payload.length ?? 0, ...readWriteSet.map(sizeOfSet), ...asked]);
}

function sizeOfQuery(query: SimulatedQuery): number {
    switch (query.kind) {
        case 'rich':
            return ROW + query.text.length + (query.page?.bookmark.length ?? 0);
        case 'private range':
            return ROW + query.startKey.length + query.endKey.length;
        case 'history':
            return ROW + query.key.length;
    }
}

function sizeOfSet({ reads, ranges, writes, metadataWrites, collections }: NamespaceReadWriteSet): number {
    return sum([
        ...reads.map(({ key }) => ROW + key.length),
        ...ranges.map(sizeOfRange),
        ...writes.map(({ key, value }) => ROW + key.length + value.length),
        ...metadataWrites.map(({ key, entries }) => ROW + key.length + sizeOfEntries(entries)),
        ...collections.map(sizeOfCollection),
    ]);
}

function sizeOfRange({ startKey, endKey, rawReads, merkleHashes }: NamespaceReadWriteSet['ranges'][number]): number {
    const hashes = merkleHashes?.maxLevelHashes ?? [];
    const rows = rawReads?.reads ?? [];
    return sum([
        ROW + startKey.length + endKey.length,
        ...rows.map(({ key }) => ROW + key.length),
        ...hashes.map(({ length }) => ROW + length),
    ]);
}

function sizeOfCollection(collection: CollectionHashes): number {
    const { reads, writes, metadataWrites } = collection;
    return sum([
        ROW,
        ...reads.map(({ keyHash }) => ROW + keyHash.length),
        ...writes.map(({ keyHash, valueHash }) => 2 * ROW + keyHash.length + valueHash.length),
        ...metadataWrites.map(({ keyHash, entries }) => ROW + keyHash.length + sizeOfEntries(entries)),
    ]);
}

function sizeOfEntries(entries: readonly MetadataEntry[]): number {
    return sum(entries.map(({ name, value }) => ROW + name.length + value.length));
}

function sum(sizes: readonly number[]): number {
    return sizes.reduce((total, size) => total + size, 0);
}
