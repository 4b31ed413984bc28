import { ledger } from '@hyperledger/fabric-protos';
import { describe, expect, it } from '@jest/globals';
import { array, assert, bigInt, boolean, option, property, record, string, uint8Array } from 'fast-check';
import { decodeReadWriteSet, encodeReadWriteSet } from './read-write-set-codec';

const text = string({ unit: 'binary', maxLength: 5 });
const bytes = uint8Array({ maxLength: 5 }).map((value) => Buffer.from(value));
// fabric-protos has uint64 as a number.
const uint = bigInt({ min: 0n, max: BigInt(Number.MAX_SAFE_INTEGER) });
const version = option(record({ blockNumber: uint, txNumber: uint }), { nil: undefined });
const reads = array(record({ key: text, version }), { maxLength: 3 });
const summary = record({
    maxDegree: bigInt({ min: 0n, max: 50n }).map(Number),
    hashes: array(bytes, { maxLength: 3 }),
});
const range = record({ startKey: text, endKey: text, exhausted: boolean() }).chain((common) =>
    option(reads, { nil: undefined }).chain((rawReads) =>
        summary.map(({ maxDegree, hashes }) => ({
            ...common,
            rawReads: rawReads && { reads: rawReads },
            merkleHashes: rawReads === undefined ? { maxDegree, maxLevel: 2, maxLevelHashes: hashes } : undefined,
        })),
    ),
);
const collection = record({
    name: text,
    reads: array(record({ keyHash: bytes, version }), { maxLength: 2 }),
    writes: array(record({ keyHash: bytes, isDelete: boolean(), valueHash: bytes, isPurge: boolean() }), {
        maxLength: 2,
    }),
    metadataWrites: array(
        record({ keyHash: bytes, entries: array(record({ name: text, value: bytes }), { maxLength: 2 }) }),
        { maxLength: 2 },
    ),
    privateSetHash: bytes,
});
const readWriteSet = array(
    record({
        namespace: text,
        reads,
        ranges: array(range, { maxLength: 2 }),
        writes: array(record({ key: text, isDelete: boolean(), value: bytes }), { maxLength: 3 }),
        metadataWrites: array(
            record({ key: text, entries: array(record({ name: text, value: bytes }), { maxLength: 2 }) }),
            { maxLength: 2 },
        ),
        collections: array(collection, { maxLength: 2 }),
    }),
    { maxLength: 3 },
);

describe('a read-write set', () => {
    it('is written and read as fabric-protos writes and reads it', () => {
        assert(
            property(readWriteSet, (set) => {
                const encoded = encodeReadWriteSet(set);
                expect(decodeReadWriteSet(encoded)).toEqual(set);
                const parsed = ledger.rwset.TxReadWriteSet.deserializeBinary(encoded);
                for (const namespace of parsed.getNsRwsetList()) {
                    const keyValues = ledger.rwset.kvrwset.KVRWSet.deserializeBinary(namespace.getRwset_asU8());
                    namespace.setRwset(keyValues.serializeBinary());
                    for (const hashed of namespace.getCollectionHashedRwsetList()) {
                        const hashes = ledger.rwset.kvrwset.HashedRWSet.deserializeBinary(hashed.getHashedRwset_asU8());
                        hashed.setHashedRwset(hashes.serializeBinary());
                    }
                }
                expect(decodeReadWriteSet(parsed.serializeBinary())).toEqual(set);
            }),
        );
    });
});
