import type {
    CollectionHashes,
    MetadataEntry,
    NamespaceReadWriteSet,
    ObservedProposal,
    ObservedResult,
} from '@heddle/local-peer';
import { KeptValues } from '../view/kept-value';

/**
 * What is kept of a proposal: all of it, but for large values, of which the beginning and the size are. Its bytes are copied
 * together: what came are parts of whole messages, which would be kept with them.
 */
export function keptProposal(proposal: ObservedProposal): ObservedProposal {
    const { args, result } = proposal;
    const values = new KeptValues([...args, ...(result === undefined ? [] : valuesIn(result))]);
    return {
        ...proposal,
        args: args.map((arg) => values.keep(arg)),
        result: result && keptResult(result, values),
    };
}

function valuesIn({ response, event, readWriteSet }: ObservedResult): Uint8Array[] {
    return [response.payload, ...(event === undefined ? [] : [event.payload]), ...readWriteSet.flatMap(valuesInSet)];
}

function valuesInSet({ ranges, writes, metadataWrites, collections }: NamespaceReadWriteSet): Buffer[] {
    return [
        ...ranges.flatMap(({ merkleHashes }) => merkleHashes?.maxLevelHashes ?? []),
        ...writes.map(({ value }) => value),
        ...metadataWrites.flatMap(({ entries }) => entries.map(({ value }) => value)),
        ...collections.flatMap(valuesInCollection),
    ];
}

function valuesInCollection({ reads, writes, metadataWrites, privateSetHash }: CollectionHashes): Buffer[] {
    return [
        ...reads.map(({ keyHash }) => keyHash),
        ...writes.flatMap(({ keyHash, valueHash }) => [keyHash, valueHash]),
        ...metadataWrites.flatMap(({ keyHash, entries }) => [keyHash, ...entries.map(({ value }) => value)]),
        privateSetHash,
    ];
}

function keptResult(result: ObservedResult, values: KeptValues): ObservedResult {
    const { response, event, readWriteSet } = result;
    return {
        ...result,
        response: { ...response, payload: values.keep(response.payload) },
        event: event && { ...event, payload: values.keep(event.payload) },
        readWriteSet: readWriteSet.map((set) => keptSet(set, values)),
    };
}

function keptSet(set: NamespaceReadWriteSet, values: KeptValues): NamespaceReadWriteSet {
    return {
        ...set,
        ranges: set.ranges.map((range) => ({
            ...range,
            merkleHashes: range.merkleHashes && {
                ...range.merkleHashes,
                maxLevelHashes: range.merkleHashes.maxLevelHashes.map((hash) => values.keep(hash)),
            },
        })),
        writes: set.writes.map((write) => ({ ...write, value: values.keep(write.value) })),
        metadataWrites: set.metadataWrites.map(({ key, entries }) => ({ key, entries: keptEntries(entries, values) })),
        collections: set.collections.map((collection) => keptCollection(collection, values)),
    };
}

function keptCollection(collection: CollectionHashes, values: KeptValues): CollectionHashes {
    const { name, reads, writes, metadataWrites, privateSetHash } = collection;
    return {
        name,
        reads: reads.map((read) => ({ ...read, keyHash: values.keep(read.keyHash) })),
        writes: writes.map((write) => ({
            ...write,
            keyHash: values.keep(write.keyHash),
            valueHash: values.keep(write.valueHash),
        })),
        metadataWrites: metadataWrites.map(({ keyHash, entries }) => ({
            keyHash: values.keep(keyHash),
            entries: keptEntries(entries, values),
        })),
        privateSetHash: values.keep(privateSetHash),
    };
}

function keptEntries(entries: readonly MetadataEntry[], values: KeptValues): MetadataEntry[] {
    return entries.map(({ name, value }) => ({ name, value: values.keep(value) }));
}
