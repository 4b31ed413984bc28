import {
    EMPTY,
    keyModification as encodedModification,
    type KeyValue,
    keyValue,
    type RowPage,
    type RowPages,
    rowPages,
} from '@heddle/protocol';
import { usualKeyValue } from '@heddle/protocol/internal';
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
    states: rowPages(keyValue, usualKeyValue()),
    history: HISTORY,
    pageMetadata: metadataOf,
};

/** A row as fabric-shim has it: with less than its types say, and in this order, for chaincode makes JSON of it. */
export function classicRow({ key, value }: KeyValue): KeyValue {
    return { key, value } as KeyValue; // fabric-shim promises a namespace, and has none
}

/** A change of a key as fabric-shim has it: its time is of two numbers. */
export function classicModification(bytes: ReturnType<typeof encodedModification.decode>): KeyModification {
    const { txId, value, isDelete, timestamp } = bytes;
    const { seconds = 0n, nanos = 0 } = timestamp ?? {};
    const time: unknown = { seconds: Number(seconds), nanos };
    return { txId, value, isDelete, timestamp: time as KeyModification['timestamp'] };
}

const usualRow = usualKeyValue();

const FABRIC_SHIM: ResultShape = {
    written: EMPTY as unknown as undefined, // `return stub.putState(…)` is answered with no bytes, and not with `undefined`
    states: rowPages(
        {
            read: (reader) => classicRow(keyValue.read(reader)),
            decode: (bytes) => classicRow(keyValue.decode(bytes)),
        },
        (page, start, end) => {
            const row = usualRow(page, start, end);
            return row && classicRow(row);
        },
    ),
    history: rowPages({
        read: (reader) => classicModification(encodedModification.read(reader)),
        decode: (bytes) => classicModification(encodedModification.decode(bytes)),
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
