import { readableKey } from '@heddle/local-peer/internal';
import {
    type ChaincodeMessage,
    chaincodeSpec,
    MessageType,
    messageTypeName,
    requests,
    type StateMetadata,
    type WriteRecord,
} from '@heddle/protocol';

/** One thing that a transaction asked of the ledger, by itself also where it came in a batch with others. */
export interface Operation {
    /** In words, as differences have them: `read of a1`, `write of a1 in secrets`. */
    readonly what: string;
    /** What came of earlier ones of these names is no longer so: a key that was written is deleted, or the other way round. */
    readonly undoes: readonly string[];
    /** What is written, or asked besides that; empty where there is no more. */
    readonly value: Buffer;
    readonly isWrite: boolean;
    /** Whether its value, or its answer, was left out of the record. */
    readonly isRedacted: boolean;
}

const NOTHING = Buffer.alloc(0);
const DELETED = Buffer.from('deleted');

type Unpacked = Omit<Operation, 'isRedacted'>;

/** Of these the last one of a key is what a transaction does to it (fabric, rwsetutil/rwset_builder.go). */
const KINDS = ['write', 'delete', 'purge'] as const;
type Kind = (typeof KINDS)[number];

const READERS: Readonly<Record<number, (payload: Buffer) => Unpacked[]>> = {
    [MessageType.GET_STATE]: (payload) => [asked('read', keyOf(payload))],
    [MessageType.GET_STATE_MULTIPLE]: (payload) => {
        const { keys, collection } = requests.getStateMultiple.query.decode(payload);
        return keys.map((key) => asked('read', place(key, collection)));
    },
    [MessageType.GET_STATE_METADATA]: (payload) => [asked('read of metadata', keyOf(payload))],
    [MessageType.GET_PRIVATE_DATA_HASH]: (payload) => [asked('read of hash', keyOf(payload))],
    [MessageType.GET_HISTORY_FOR_KEY]: (payload) => [
        asked('history', readableKey(requests.getHistoryForKey.query.decode(payload).key)),
    ],
    [MessageType.GET_STATE_BY_RANGE]: (payload) => {
        const { startKey, endKey, collection, metadata } = requests.getStateByRange.query.decode(payload);
        const range = `${readableKey(startKey)} to ${readableKey(endKey)}${inCollection(collection)}`;
        return [asked('range', range, metadata)];
    },
    [MessageType.GET_QUERY_RESULT]: (payload) => {
        const { query, collection, metadata } = requests.getQueryResult.query.decode(payload);
        const text = Buffer.from(query);
        return [
            { ...asked('query', collection === '' ? 'state' : collection), value: Buffer.concat([text, metadata]) },
        ];
    },
    [MessageType.QUERY_STATE_NEXT]: () => [{ what: 'more rows', undoes: [], value: NOTHING, isWrite: false }],
    [MessageType.QUERY_STATE_CLOSE]: () => [{ what: 'end of rows', undoes: [], value: NOTHING, isWrite: false }],
    [MessageType.INVOKE_CHAINCODE]: (payload) => {
        const { chaincodeId, input } = chaincodeSpec.decode(payload);
        const args = (input?.args ?? []).map((argument) => argument.toString());
        return [asked('call', chaincodeId?.name ?? '', Buffer.from(JSON.stringify(args)))];
    },
    [MessageType.PUT_STATE]: (payload) => {
        const { key, value, collection } = requests.putState.query.decode(payload);
        return [written('write', place(key, collection), value)];
    },
    [MessageType.DEL_STATE]: (payload) => [written('delete', keyOf(payload), DELETED)],
    [MessageType.PURGE_PRIVATE_DATA]: (payload) => [written('purge', keyOf(payload), DELETED)],
    [MessageType.PUT_STATE_METADATA]: (payload) => {
        const { key, collection, metadata } = requests.putStateMetadata.query.decode(payload);
        return [writtenMetadata(place(key, collection), metadata)];
    },
    [MessageType.WRITE_BATCH_STATE]: (payload) => requests.writeBatchState.query.decode(payload).records.map(recordOf),
};

/** The operations of a request, in order. */
export function operationsOf({ type, payload }: ChaincodeMessage, isRedacted: boolean): Operation[] {
    return unpack(type, payload).map((operation) => ({ ...operation, isRedacted }));
}

function unpack(type: number, payload: Buffer): Unpacked[] {
    const other = { what: messageTypeName(type), undoes: [], value: payload, isWrite: false };
    try {
        return READERS[type]?.(payload) ?? [other];
    } catch {
        return [other]; // zeros in the place of a call's arguments
    }
}

function recordOf({ type, key, value, collection, metadata }: WriteRecord): Unpacked {
    const where = place(key, collection);
    if (type === MessageType.DEL_STATE) return written('delete', where, DELETED);
    if (type === MessageType.PURGE_PRIVATE_DATA) return written('purge', where, DELETED);
    if (type === MessageType.PUT_STATE_METADATA) return writtenMetadata(where, metadata);
    return written('write', where, value);
}

function keyOf(payload: Buffer): string {
    const { key, collection } = requests.getState.query.decode(payload);
    return place(key, collection);
}

function place(key: string, collection: string): string {
    return `${readableKey(key)}${inCollection(collection)}`;
}

function inCollection(collection: string): string {
    return collection === '' ? '' : ` in ${collection}`;
}

function asked(kind: string, of: string, value: Buffer = NOTHING): Unpacked {
    return { what: `${kind} of ${of}`, undoes: [], value, isWrite: false };
}

function written(kind: Kind, of: string, value: Buffer): Unpacked {
    const undoes = KINDS.filter((other) => other !== kind).map((other) => `${other} of ${of}`);
    return { what: `${kind} of ${of}`, undoes, value, isWrite: true };
}

function writtenMetadata(of: string, metadata: StateMetadata | undefined): Unpacked {
    const what = `write of metadata ${metadata?.metakey ?? ''} of ${of}`;
    return { what, undoes: [], value: metadata?.value ?? NOTHING, isWrite: true };
}
