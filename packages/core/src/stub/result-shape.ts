import {
    EMPTY,
    type KeyValue,
    keyValue,
    keyModification as encodedModification,
    type RowPage,
    type RowPages,
    rowPages,
} from '@heddle/protocol';
import type { Leniency } from '../leniency';
import { HISTORY, type KeyModification } from './key-modification';
import { metadataOf, type QueryResponseMetadata } from './query-iterator';

/** In what shape the ledger's answers are handed to the chaincode. */
export interface ResultShape {
    /** What writes resolve to; promised to nobody. */
    readonly written: undefined;
    readonly states: RowPages<KeyValue>;
    readonly history: RowPages<KeyModification>;
    readonly pageMetadata: (page: RowPage<unknown>) => QueryResponseMetadata;
}

const HEDDLE: ResultShape = {
    written: undefined,
    states: rowPages(keyValue),
    history: HISTORY,
    pageMetadata: metadataOf,
};

/** A row as fabric-shim has it: with less than its types say, and in this order, for chaincode makes JSON of it. */
function keyAndValue({ key, value }: KeyValue): KeyValue {
    return { key, value } as KeyValue; // fabric-shim promises a namespace, and has none
}

/** A change of a key as fabric-shim has it: its time is of two numbers. */
function modification(bytes: ReturnType<typeof encodedModification.decode>): KeyModification {
    const { txId, value, isDelete, timestamp } = bytes;
    const { seconds = 0n, nanos = 0 } = timestamp ?? {};
    const time: unknown = { seconds: Number(seconds), nanos };
    return { txId, value, isDelete, timestamp: time as KeyModification['timestamp'] };
}

const FABRIC_SHIM: ResultShape = {
    written: EMPTY as unknown as undefined, // `return stub.putState(…)` is answered with no bytes, and not with `undefined`
    states: rowPages({
        read: (reader) => keyAndValue(keyValue.read(reader)),
        decode: (bytes) => keyAndValue(keyValue.decode(bytes)),
    }),
    history: rowPages({
        read: (reader) => modification(encodedModification.read(reader)),
        decode: (bytes) => modification(encodedModification.decode(bytes)),
    }),
    pageMetadata: (page) => {
        const { bookmark, fetchedRecordsCount } = metadataOf(page);
        return { bookmark, fetchedRecordsCount };
    },
};

/** The shape that a chaincode wants. */
export function resultShape({ results }: Leniency): ResultShape {
    return results === 'fabric-shim' ? FABRIC_SHIM : HEDDLE;
}
