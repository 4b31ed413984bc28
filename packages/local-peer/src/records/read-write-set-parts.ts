import {
    bool,
    bytes,
    embedded,
    message,
    repeatedBytes,
    repeatedMessages,
    string,
    uint32,
    type Decoded,
} from '@heddle/protocol/codec';
import { version } from './version';

/** The reads and writes of keys, in the shape of fabric-protos (ledger/rwset/kvrwset). */

const keyReadFields = { key: string(1), version: embedded(2, version) };
const keyRead = message(keyReadFields);
/** A key and the version that it had; none where it did not exist. */
export type KeyRead = Readonly<Decoded<typeof keyReadFields>>;

/** kvrwset.QueryReads; also what the leaves of the Merkle tree are hashes of. */
export const queryReads = message({ reads: repeatedMessages(1, keyRead) });

const merkleFields = { maxDegree: uint32(1), maxLevel: uint32(2), maxLevelHashes: repeatedBytes(3) };
/** kvrwset.QueryReadsMerkleSummary: stands for the rows of a long range query. */
export type MerkleSummary = Readonly<Decoded<typeof merkleFields>>;

const rangeReadFields = {
    startKey: string(1),
    endKey: string(2),
    /** Whether the reader saw the end; if not, `endKey` is the last key that it was given. */
    exhausted: bool(3),
    rawReads: embedded(4, queryReads),
    merkleHashes: embedded(5, message(merkleFields)),
};
const rangeRead = message(rangeReadFields);
/** A range query and what it gave: the commit repeats it to find phantoms. */
export type RangeRead = Readonly<Decoded<typeof rangeReadFields>>;

const keyWriteFields = { key: string(1), isDelete: bool(2), value: bytes(3) };
const keyWrite = message(keyWriteFields);
export type KeyWrite = Readonly<Decoded<typeof keyWriteFields>>;

export const metadataEntry = message({ name: string(1), value: bytes(2) });
const metadataWriteFields = { key: string(1), entries: repeatedMessages(2, metadataEntry) };
/** kvrwset.KVMetadataWrite. Without a key, it is also how metadata is stored (fabric, statemetadata). */
export const metadataWrite = message(metadataWriteFields);
/** All metadata of a key from now on; no entries to delete it. */
export type MetadataWrite = Readonly<Decoded<typeof metadataWriteFields>>;

/** kvrwset.KVRWSet. */
export const keyValueSet = message({
    reads: repeatedMessages(1, keyRead),
    ranges: repeatedMessages(2, rangeRead),
    writes: repeatedMessages(3, keyWrite),
    metadataWrites: repeatedMessages(4, metadataWrite),
});
