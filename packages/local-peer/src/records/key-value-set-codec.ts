import {
    bool,
    bytes,
    embedded,
    message,
    repeatedBytes,
    repeatedMessages,
    string,
    uint32,
} from '@heddle/protocol/codec';
import { versionCodec } from './version-codec';

/** The reads and writes of keys, in the shape of fabric-protos (ledger/rwset/kvrwset). */

const keyRead = message({ key: string(1), version: embedded(2, versionCodec) });

/** kvrwset.QueryReads; also what the leaves of the Merkle tree are hashes of. */
export const queryReads = message({ reads: repeatedMessages(1, keyRead) });

const merkleSummary = message({ maxDegree: uint32(1), maxLevel: uint32(2), maxLevelHashes: repeatedBytes(3) });

const rangeRead = message({
    startKey: string(1),
    endKey: string(2),
    exhausted: bool(3),
    rawReads: embedded(4, queryReads),
    merkleHashes: embedded(5, merkleSummary),
});

const keyWrite = message({ key: string(1), isDelete: bool(2), value: bytes(3) });

export const metadataEntry = message({ name: string(1), value: bytes(2) });
/** kvrwset.KVMetadataWrite. Without a key, it is also how metadata is stored (fabric, statemetadata). */
export const metadataWrite = message({ key: string(1), entries: repeatedMessages(2, metadataEntry) });

/** kvrwset.KVRWSet. */
export const keyValueSet = message({
    reads: repeatedMessages(1, keyRead),
    ranges: repeatedMessages(2, rangeRead),
    writes: repeatedMessages(3, keyWrite),
    metadataWrites: repeatedMessages(4, metadataWrite),
});
